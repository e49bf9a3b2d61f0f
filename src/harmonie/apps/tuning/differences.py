"""What two models say of the same messages, counted: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harmonie.records import BINARY_SIGNALS, Analysis, Message, Verdict

THRESHOLD = 0.5
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """One message, judged by the model in use and by the candidate."""

    record: Message
    live: Analysis
    candidate: Analysis
    live_verdict: Verdict | None
    candidate_verdict: Verdict | None

    @property
    def changes(self) -> list[tuple[str, float, float]]:
        """(signal, score in use, score of the candidate) of those that change sides."""
        scores = [
            (name, self.live.score(name) or 0.0, self.candidate.score(name) or 0.0)
            for name in BINARY_SIGNALS
        ]
        return [one for one in scores if (one[1] >= THRESHOLD) != (one[2] >= THRESHOLD)]

    @property
    def modes(self) -> tuple[str, str]:
        return _told(self.live_verdict), _told(self.candidate_verdict)

    @property
    def decides_otherwise(self) -> bool:
        return _what(self.live_verdict) != _what(self.candidate_verdict)

    @property
    def weight(self) -> float:
        """How much a person should see this one: another decision first, then the largest move."""
        moves = [abs(after - before) for _name, before, after in self.changes]
        return (1.0 if self.decides_otherwise else 0.0) + max(moves, default=0.0)


def _told(verdict: Verdict | None) -> str:
    return "" if verdict is None else verdict.mode


def _what(verdict: Verdict | None) -> tuple[str, tuple[str, ...]]:
    if verdict is None:
        return "", ()
    return verdict.mode, tuple(action.kind for action in verdict.actions)


def nothing() -> dict[str, Any]:
    """Counts before the first message."""
    return {
        "judged": 0,
        "same_sides": 0,
        "other_decisions": 0,
        "has_rules": False,
        "signals": {},
        "languages": {},
        "groups": {},
        "decisions": {},
        "cannot_judge": {"live": 0, "candidate": 0},
    }


def add(result: dict[str, Any], pairs: Sequence[Pair]) -> None:
    """Count more messages into ``result``."""
    for pair in pairs:
        changes = pair.changes
        result["judged"] += 1
        result["same_sides"] += not changes
        for name, before, _after in changes:
            sides = result["signals"].setdefault(name, {"gained": 0, "lost": 0})
            sides["lost" if before >= THRESHOLD else "gained"] += 1
        _count(result["languages"], pair.live.language or "other", bool(changes))
        for group in _groups(pair):
            _count(result["groups"], group, bool(changes))
        for side, analysis in (("live", pair.live), ("candidate", pair.candidate)):
            result["cannot_judge"][side] += analysis.cannot_judge is not None
        if pair.live_verdict is not None:
            result["has_rules"] = True
        if pair.decides_otherwise:
            result["other_decisions"] += 1
            key = f"{_spelt(pair.live_verdict)}>{_spelt(pair.candidate_verdict)}"
            result["decisions"][key] = result["decisions"].get(key, 0) + 1


def _groups(pair: Pair) -> list[str]:
    """Groups of people whom the text names, by the audit's word lists."""
    from harmonie.learning.fairness.lexicon import named

    language = pair.live.language or pair.record.language or ""
    return named(pair.record.text, language, "groups") if language else []


def _spelt(verdict: Verdict | None) -> str:
    mode, kinds = _what(verdict)
    return f"{mode}:{'+'.join(kinds)}" if kinds else mode


def _count(counts: dict[str, Any], key: str, has_changed: bool) -> None:
    mine = counts.setdefault(key, {"n": 0, "changed": 0})
    mine["n"] += 1
    mine["changed"] += has_changed


def examples(kept: Sequence[Mapping[str, Any]], pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """The twenty messages most worth reading among those kept and the new ones: ids and scores."""
    fresh = [
        {
            "message": int(pair.record.id),
            "language": pair.live.language or "",
            "changes": [[n, round(a, 4), round(b, 4)] for n, a, b in pair.changes],
            "modes": list(pair.modes),
            "weight": round(pair.weight, 4),
        }
        for pair in pairs
        if pair.weight > 0
    ]
    every = [*(dict(one) for one in kept), *fresh]
    return sorted(every, key=lambda one: (-one["weight"], one["message"]))[:EXAMPLES]
