"""Whether a mandate can be granted, from which confidence, or how many decisions are missing.

The promise: with probability ``confidence``, fewer than ``maximum_error`` of the actions at or
above the threshold are wrong, as long as messages and judgements stay like those of the evidence.
It is tested by :mod:`harmonie.autonomy.threshold` at a level that pays for every other chance taken
with the same promise: mandates asked together share ``delta`` evenly (Bonferroni), and attempt
``k`` at the same mandate has ``1 / (k (k + 1))`` of that, which sums to 1 over all attempts: asking
again until luck helps buys nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from harmonie.autonomy import binomial
from harmonie.autonomy.evidence import Decision, Evidence, Reason, drawn, evidence
from harmonie.autonomy.request import Request
from harmonie.autonomy.threshold import ASIDE, GRID, Tested, tested
from harmonie.autonomy.wording import hundredths, tell
from harmonie.wording import Wording

Answer = Literal["granted", "too_few", "not_shown", "too_wrong"]
#: A share of errors is not estimated from fewer decisions.
_ESTIMABLE = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the test found. ``threshold``, ``cases`` and ``wrong`` (the decisions tested at or above
    it) are those of the promise when ``answer`` is ``granted``, else of the best candidate.

    ``missing``: about how many more decisions would do if the error stays as seen (``None``: no
    number would); ``least_missing``: if not one more is wrong. Both are estimates of the next
    attempt, for decisions whose confidences are spread like these. ``level`` is what
    was left of delta.
    """

    request: Request
    answer: Answer
    decisions: int
    set_aside: Mapping[Reason, int]
    level: float
    attempt: int
    since: datetime | None
    threshold: float | None = None
    cases: int = 0
    wrong: int = 0
    missing: int | None = 0
    least_missing: int = 0

    @property
    def is_granted(self) -> bool:
        return self.answer == "granted"

    @property
    def is_spent(self) -> bool:
        """Whether verdicts were looked at: the next attempt then has a stricter level."""
        return self.answer in ("not_shown", "too_wrong")

    @property
    def interval(self) -> tuple[float, float]:
        """95 % exact interval of the share that is wrong at the threshold."""
        return binomial.interval(self.wrong, self.cases)

    @property
    def why(self) -> Wording:
        """The answer as a sentence."""
        error = self.wrong / self.cases if self.cases else 0.0
        return tell(
            self.answer,
            threshold=self.threshold,
            wrong=self.wrong,
            cases=self.cases if self.is_granted else self.decisions,
            confidence=hundredths(self.request.confidence),
            limit=hundredths(self.request.maximum_error),
            error=hundredths(error),
            missing=self.missing,
            least=self.decisions + self.least_missing
            if self.answer == "too_few"
            else self.least_missing,
        )


def calibrate(
    request: Request,
    decisions: Iterable[Decision],
    *,
    attempt: int = 1,
    together: int = 1,
    since: datetime | None = None,
) -> Calibration:
    """Test one request on past decisions; ``together`` mandates are asked for at once.

    ``attempt`` counts from 1; ``since`` leaves out what was decided up to a withdrawal. Pure and
    deterministic: the order of ``decisions`` does not matter.
    """
    if attempt < 1 or together < 1:
        raise ValueError("attempt and together count from 1")
    found = evidence(request, decisions, since)
    level = request.delta / together / (attempt * (attempt + 1))
    confidence = np.array([one.confidence for one in found.decisions], np.float64)
    wrong = np.array([not one.is_right for one in found.decisions], np.bool_)
    aside = np.array([drawn(one) < ASIDE for one in found.decisions], np.bool_)
    result = tested(confidence, wrong, aside, request.maximum_error, level)
    later = request.delta / together / ((attempt + 1) * (attempt + 2))
    return _answer(request, found, result, level, later, attempt, since)


def calibrate_together(
    requests: Sequence[Request], decisions: Sequence[Decision], *, attempt: int = 1
) -> list[Calibration]:
    """Several requests at once: that *any* promise granted fails has probability delta at most."""
    return [
        calibrate(request, decisions, attempt=attempt, together=len(requests))
        for request in requests
    ]


def _answer(
    request: Request,
    found: Evidence,
    result: Tested,
    level: float,
    later: float,
    attempt: int,
    since: datetime | None,
) -> Calibration:
    def told(answer: Answer, at: int | None, missing: int | None, least: int) -> Calibration:
        return Calibration(
            request, answer, len(found.decisions), found.set_aside, level, attempt, since,
            None if at is None else float(GRID[at]),
            0 if at is None else int(result.cases[at]),
            0 if at is None else int(result.wrong[at]),
            missing, least,
        )  # fmt: skip

    total = len(found.decisions)
    least = max(binomial.least_cases(request.maximum_error, level), request.minimum_evidence)
    if result.cases[0] < least:
        # Told from counts alone: no verdict was looked at, so the attempt is not spent.
        usable = sum(one.confidence >= GRID[0] for one in found.decisions) / total if total else 1.0
        missing = max(1, math.ceil(least / (1 - ASIDE) / (usable or 1.0)) - total)
        return told("too_few", None, missing, missing)
    at = result.found
    if at is not None and result.cases[at] >= request.minimum_evidence:
        return told("granted", at, 0, 0)
    best, missing_ones, fewest = _missing(request, result, total, later)
    return told("too_wrong" if missing_ones is None else "not_shown", best, missing_ones, fewest)


def _missing(
    request: Request, result: Tested, total: int, level: float
) -> tuple[int, int | None, int]:
    """The best candidate; how many more decisions it needs at the error seen, and at the least."""
    limit, floor = request.maximum_error, request.minimum_evidence
    known = [i for i in range(len(GRID)) if i == 0 or result.cases[i] >= _ESTIMABLE]
    # So many in all bring one decision to the test, at or above each candidate.
    each = {i: float(result.cases[0] / result.cases[i] / (1 - ASIDE)) for i in known}
    enough = {
        i: max(binomial.cases_around(int(result.wrong[i]), limit, level), floor) for i in known
    }
    fewest = max(1, math.ceil(min((enough[i] - int(result.cases[i])) * each[i] for i in known)))
    shares = {i: float(result.wrong[i] / result.cases[i]) for i in known}
    likely = [
        (max(needed, floor) * each[index], index)
        for index in known
        if (needed := binomial.cases_needed(shares[index], limit, level)) is not None
    ]
    if not likely:
        return min(known, key=shares.__getitem__), None, fewest
    in_total, best = min(likely)
    # Where these decisions should have been enough, chance spoke: a tenth more before asking again.
    more = max(fewest, math.ceil(in_total) - total, math.ceil(total / 10))
    return best, more, fewest
