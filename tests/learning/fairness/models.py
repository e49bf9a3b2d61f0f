"""Models to audit in tests: one that knows the right answers, and crooked copies of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harmonie.learning.fairness.functional import cases
from harmonie.learning.fairness.group_figures import identity_texts
from harmonie.records import TOXICITY_FAMILY, Analysis, Message, Signal

LIMIT = 16
#: The knowing model has never seen the altered cases.
LENIENT = {
    "bounds": {
        "robustness_drop": {"at_most": 1}, "robustness_lost": {"at_most": 1},
        "swap_flips": {"at_most": 0.1},
    }
}  # fmt: skip
BINARY = (*TOXICITY_FAMILY, "spam", "scam", "distress", "injection")
#: ``(text, language, signal, score)`` to the score that is given instead.
Bend = Callable[[str, str, str, float], float]


def straight(text: str, language: str, signal: str, score: float) -> float:
    return score


class KnowingModel:
    """Knows what every text of the audit should get; 0.1 for what it has not seen."""

    version, tier = "knowing-1", "full"

    def __init__(self, bend: Bend = straight, signals: Sequence[str] = BINARY) -> None:
        self._bend, self._signals = bend, signals
        self._known: dict[str, dict[str, float]] = {}
        for language in ("fr", "en"):
            for one in identity_texts(language):
                self._known[one.text] = {"toxicity": 0.9 if one.toxic else 0.1}
            for case in cases(language):
                told = {name: 0.9 if value else 0.1 for name, value in case.expected.items()}
                self._known[case.text] = self._known.get(case.text, {}) | told

    def analyse(self, messages: Sequence[Message]) -> list[Analysis]:
        return [self._one(message) for message in messages]

    def _one(self, message: Message) -> Analysis:
        known = self._known.get(message.text, {})
        scores = {
            name: self._bend(message.text, message.language or "", name, known.get(name, 0.1))
            for name in self._signals
        }
        signals = {name: Signal(name, score, "knowing-1") for name, score in scores.items()}
        return Analysis(message.id, message.language, signals, tier="full")
