"""Follows a granted mandate, and says when it must be withdrawn.

Three things end it: the error of the automatic actions that people reviewed blindly has passed the
maximum (:mod:`harmonie.autonomy.betting`); the scores no longer look like those of the evidence
(:mod:`harmonie.autonomy.drift`); or nobody reviews what was sampled. ``delta`` is split evenly
between the first two, so that a mandate that holds, on scores that have not moved, is ever
withdrawn by either with probability at most ``delta``. Both may be read after every case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from harmonie.autonomy import betting, drift
from harmonie.autonomy.wording import hundredths, tell
from harmonie.wording import Wording

Cause = Literal["error_passed", "drifted", "unreviewed"]
#: Sampled actions that may wait for a person beyond the deadline: so many, or this share.
MOST_OVERDUE = 20
OVERDUE_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Sampled:
    """One sampled message that a person judged, not knowing what the AI did.

    ``is_wrong``: the action should not have been taken (for a sampled ``allow``: one should have
    been). ``weight`` is the lowest probability with which any message was sampled at that time,
    divided by this one's own: 1 where all are sampled alike.
    """

    is_wrong: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The confidence of one automatic action, and its place among equals.

    ``position`` comes from :func:`harmonie.autonomy.sampling.position`.
    """

    confidence: float
    position: float


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known now. ``low`` and ``high`` bound the error at all times with 1 - delta.

    ``error_evidence`` and ``drift_evidence`` are the highest wealth reached, as a share of what
    withdraws the mandate: 1 and above does. They never go back.
    """

    cause: Cause | None
    cases: int
    wrong: int
    rate: float | None
    low: float
    high: float
    error_evidence: float
    drift_evidence: float
    maximum_error: float
    overdue: int = 0

    @property
    def holds(self) -> bool:
        return self.cause is None

    @property
    def why(self) -> Wording | None:
        """Why the mandate must be withdrawn, for the team lead."""
        if self.cause is None:
            return None
        return tell(
            self.cause, cases=self.cases, wrong=self.wrong, overdue=self.overdue,
            limit=hundredths(self.maximum_error),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missed:
    """Harm among messages that were let through: estimated share, bounds, and as a number."""

    reviewed: int
    harmful: int
    rate: float | None
    low: float
    high: float
    allowed: int

    @property
    def messages(self) -> tuple[float, float]:
        """Between how many harmful messages were let through."""
        return self.low * self.allowed, self.high * self.allowed


def watch(
    sampled: Sequence[Sampled],
    maximum_error: float,
    delta: float = 0.05,
    *,
    reference: Sequence[float] = (),
    scored: Sequence[Scored] = (),
    overdue: int = 0,
) -> Watch:
    """Judge a mandate by everything since it was granted, each sequence in order of the messages.

    ``reference`` holds the confidences of the evidence at or above the threshold, ``scored`` those
    of all automatic actions, ``overdue`` how many sampled ones nobody reviewed in time.
    """
    wrong, weights = _arrays(sampled)
    worth = float(np.max(betting.wealth(wrong, maximum_error, weights), initial=1.0)) * delta / 2
    moved = _moved(reference, scored) * delta / 2
    low, high = betting.interval(wrong, weights, delta)
    cause: Cause | None = None
    if worth >= 1:
        cause = "error_passed"
    elif moved >= 1:
        cause = "drifted"
    elif overdue > max(MOST_OVERDUE, OVERDUE_SHARE * len(sampled)):
        cause = "unreviewed"
    return Watch(
        cause, len(sampled), int(wrong.sum()), _rate(wrong, weights), low, high, worth, moved,
        maximum_error, overdue,
    )  # fmt: skip


def missed(sampled: Sequence[Sampled], allowed: int, delta: float = 0.05) -> Missed:
    """Missed harm among ``allowed`` messages, from those sampled for blind review."""
    wrong, weights = _arrays(sampled)
    low, high = betting.interval(wrong, weights, delta)
    return Missed(len(sampled), int(wrong.sum()), _rate(wrong, weights), low, high, allowed)


def _arrays(sampled: Sequence[Sampled]) -> tuple[betting.Floats, betting.Floats]:
    if any(not 0 < one.weight <= 1 for one in sampled):
        raise ValueError("the weight of a sampled message lies above 0 and at most at 1")
    wrong = np.array([one.is_wrong for one in sampled], np.float64)
    return wrong, np.array([one.weight for one in sampled], np.float64)


def _rate(wrong: betting.Floats, weights: betting.Floats) -> float | None:
    return float((weights * wrong).sum() / weights.sum()) if len(wrong) else None


def _moved(reference: Sequence[float], scored: Sequence[Scored]) -> float:
    """The highest wealth of the bets against "nothing has moved"; 0 when it cannot be told."""
    if len(reference) < drift.SMALLEST_REFERENCE or not scored:
        return 0.0
    ranks = drift.ranks(
        reference, [one.confidence for one in scored], [one.position for one in scored]
    )
    return float(drift.wealth(ranks).max())
