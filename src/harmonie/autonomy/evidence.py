"""What counts as evidence for a mandate: what people of the team decided, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from harmonie.autonomy.request import Request

Source = Literal["person", "confirmed", "machine"]
#: Why a decision is no evidence.
Reason = Literal["machine", "confirmed", "other", "duplicate", "too_old"]
REASONS: tuple[Reason, ...] = ("machine", "confirmed", "other", "duplicate", "too_old")


@dataclass(frozen=True, slots=True)
class Decision:
    """One past decision: would the AI have been right to take ``action`` alone?

    ``confidence`` is the verdict's, in [0, 1]; ``is_right`` what a person says of the action: an
    arguable one is wrong. ``source``: ``person`` decided without being led, ``confirmed`` only
    agreed with a verdict on the screen, ``machine`` is the model's own. ``group`` names
    near-duplicates that one decision covers: they count once. Empty or ``None`` fields of
    ``action``, ``rule_id``, ``signal`` and ``language`` are unknown, and match any request.
    """

    message_id: str
    confidence: float
    is_right: bool
    source: Source = "person"
    action: str = ""
    rule_id: str | None = None
    signal: str | None = None
    language: str | None = None
    decided_at: datetime | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Decisions that count, by message, and how many do not, by reason."""

    decisions: tuple[Decision, ...]
    set_aside: Mapping[Reason, int]


def evidence(
    request: Request, decisions: Iterable[Decision], since: datetime | None = None
) -> Evidence:
    """Sort out what counts for ``request``; with ``since``, only decisions made after it.

    Of several decisions on one message or group, the last counts; between equals, the one that
    says wrong. The order in which decisions are given does not matter.
    """
    set_aside: dict[Reason, int] = dict.fromkeys(REASONS, 0)
    kept: dict[str, Decision] = {}
    for decision in decisions:
        reason = _refusal(request, decision, since)
        if reason is None:
            key = f"group:{decision.group}" if decision.group else f"one:{decision.message_id}"
            if key in kept:
                reason = "duplicate"
                decision = max(kept[key], decision, key=_rank)
            kept[key] = decision
        if reason is not None:
            set_aside[reason] += 1
    return Evidence(tuple(kept[key] for key in sorted(kept)), set_aside)


def drawn(decision: Decision) -> float:
    """A number in [0, 1) that depends on the message or group alone: who draws the start."""
    name = decision.group or decision.message_id
    digest = hashlib.sha256(b"harmonie.autonomy\0" + name.encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest()[:8]) / 2**64


def _refusal(request: Request, decision: Decision, since: datetime | None) -> Reason | None:
    if decision.source == "machine":
        return "machine"
    if decision.source == "confirmed":
        return "confirmed"
    pairs = (
        (decision.action or None, request.action),
        (decision.rule_id, request.rule_id),
        (decision.signal, request.signal),
        (decision.language, request.language),
    )
    if any(asked and known and known != asked for known, asked in pairs):
        return "other"
    if since is not None and (decision.decided_at is None or decision.decided_at <= since):
        return "too_old"
    return None


_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def _rank(decision: Decision) -> tuple[datetime, bool, float, str]:
    at = decision.decided_at or _LONG_AGO
    return (at, not decision.is_right, decision.confidence, decision.message_id)
