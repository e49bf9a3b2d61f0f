"""What a team asks for: an action the AI may take alone, up to an error, and its validation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from harmonie.actions.action import ACTIONS
from harmonie.autonomy.hours import Hours
from harmonie.autonomy.wording import tell
from harmonie.records import LANGUAGES, SIGNALS
from harmonie.wording import Wording

Level = Literal["off", "shadow", "propose", "act"]
LEVELS: tuple[Level, ...] = ("off", "shadow", "propose", "act")
#: Bounds of what may be asked. An error above one half is no promise.
ERRORS = (0.001, 0.5)
CONFIDENCES = (0.5, 0.999)
MOST_EVIDENCE = 100_000


class InvalidRequest(ValueError):
    """What was asked cannot be asked; ``problems`` holds every reason, in both languages."""

    def __init__(self, problems: tuple[Wording, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems

    def text(self, language: str) -> str:
        """All problems, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Request:
    """An action for a rule *or* a signal, for one language or (``None``) both, at some hours.

    ``level`` is the furthest the team wants to go. ``maximum_error`` is the greatest share of wrong
    ones among what the AI does alone; ``confidence`` (1 - delta) the certainty asked for;
    ``minimum_evidence`` the fewest human decisions at or above the threshold.
    """

    action: str
    rule_id: str | None = None
    signal: str | None = None
    language: str | None = None
    hours: Hours = field(default_factory=Hours)
    level: Level = "act"
    maximum_error: float = 0.05
    confidence: float = 0.95
    minimum_evidence: int = 50

    def __post_init__(self) -> None:
        problems = tuple(problems_of(self))
        if problems:
            raise InvalidRequest(problems)

    @property
    def delta(self) -> float:
        """The probability with which the promise may fail."""
        return 1 - self.confidence


def problems_of(request: Request) -> Iterator[Wording]:
    """Everything that is wrong with a request."""
    yield from _action_problems(request.action)
    yield from _subject_problems(request)
    if request.language is not None and request.language not in LANGUAGES:
        yield tell("no_language", language=request.language)
    if request.level not in LEVELS:
        yield tell("no_level", level=request.level)
    # Written so that nan is refused too.
    if not ERRORS[0] <= request.maximum_error <= ERRORS[1]:
        yield tell("maximum_error", low=ERRORS[0], high=ERRORS[1], value=request.maximum_error)
    if not CONFIDENCES[0] <= request.confidence <= CONFIDENCES[1]:
        yield tell("confidence", low=CONFIDENCES[0], high=CONFIDENCES[1], value=request.confidence)
    if not 1 <= request.minimum_evidence <= MOST_EVIDENCE:
        yield tell("minimum_evidence", high=MOST_EVIDENCE, value=request.minimum_evidence)


def _action_problems(name: str) -> Iterator[Wording]:
    kind = ACTIONS.classes.get(name)
    if kind is not None and kind.needs_person:
        yield tell("needs_person", action=name)
    elif kind is None or kind.is_undo or kind.target == "desk":
        known = [
            one.name
            for one in ACTIONS
            if not (one.needs_person or one.is_undo or one.target == "desk")
        ]
        yield tell("no_action", action=name, known=", ".join(known))


def _subject_problems(request: Request) -> Iterator[Wording]:
    if request.rule_id and request.signal:
        yield tell("two_subjects", rule=request.rule_id, signal=request.signal)
    elif not (request.rule_id or request.signal):
        yield tell("no_subject")
    elif request.signal and request.signal.partition(".")[0] not in SIGNALS:
        yield tell("no_signal", signal=request.signal, known=", ".join(SIGNALS))
