"""The life of a mandate: asked, in shadow, granted, withdrawn; only a person ever extends it.

    off -> asked -> shadow -> granted -> withdrawn -> asked …        any -> off

What the AI does at each state: ``off`` nothing; ``asked`` and ``withdrawn`` propose, as everything
does without a mandate; ``shadow`` says what it would do and shows it to nobody before they decide;
``granted`` acts alone, at the mandate's hours. The machine itself can do one thing only: withdraw.
All of it is data: each step gives a new life and leaves the old one as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from harmonie.autonomy.calibrate import Calibration
from harmonie.autonomy.request import LEVELS, Level, Request
from harmonie.autonomy.wording import tell
from harmonie.records import Mandate
from harmonie.wording import Wording

State = Literal["off", "asked", "shadow", "granted", "withdrawn"]
ActorKind = Literal["person", "machine"]
_LEVEL: dict[State, Level] = {
    "off": "off", "asked": "propose", "shadow": "shadow", "granted": "act", "withdrawn": "propose",
}  # fmt: skip


class Forbidden(ValueError):
    """A step that may not be taken; the message says why, in both languages."""

    def __init__(self, why: Wording) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One change: who, when, to which state, and why."""

    state: State
    by: Actor
    at: datetime
    why: Wording | str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """A request and what became of it. ``attempt`` is the number of the next test."""

    request: Request
    state: State = "off"
    calibration: Calibration | None = None
    attempt: int = 1
    withdrawn_at: datetime | None = None
    steps: tuple[Step, ...] = field(default=())

    @property
    def level(self) -> Level:
        """How far the AI goes now."""
        return _LEVEL[self.state]

    def ask(self, by: Actor, at: datetime, request: Request | None = None) -> Life:
        """A person asks, or asks again, for this or another request of the same mandate."""
        _person(by)
        asked = replace(self, request=request or self.request, calibration=None)
        if asked.request.level == "off":
            raise Forbidden(tell("level_too_low", level="off", wanted="propose"))
        return asked._step("asked", ("off", "asked", "shadow", "withdrawn"), by, at)

    def begin_shadow(self, by: Actor, at: datetime) -> Life:
        """A person lets the AI run beside people, unseen."""
        _person(by)
        self._reaches("shadow")
        return self._step("shadow", ("asked",), by, at)

    def grant(self, by: Actor, at: datetime, calibration: Calibration) -> Life:
        """A person grants what the test of this very request, at this attempt, found possible."""
        _person(by)
        self._reaches("act")
        if calibration.request != self.request:
            raise Forbidden(tell("other_request"))
        if calibration.attempt != self.attempt:
            raise Forbidden(tell("other_attempt", found=calibration.attempt, wanted=self.attempt))
        if self.withdrawn_at is not None and (
            calibration.since is None or calibration.since < self.withdrawn_at
        ):
            raise Forbidden(tell("stale_evidence"))
        if not calibration.is_granted:
            raise Forbidden(tell("not_granted", why=calibration.why))
        told = replace(self, calibration=calibration)
        return told._step("granted", ("shadow",), by, at, calibration.why)

    def refuse(self, calibration: Calibration) -> Life:
        """Note that a test refused: the state stays, the next attempt is stricter."""
        if calibration.is_granted or calibration.request != self.request:
            raise Forbidden(tell("other_request"))
        spent = calibration.is_spent and calibration.attempt == self.attempt
        return replace(self, attempt=self.attempt + spent)

    def withdraw(self, by: Actor, at: datetime, why: Wording | str) -> Life:
        """Anybody, and the machine itself, may take the right away."""
        taken = replace(self, calibration=None, withdrawn_at=at)
        return taken._step("withdrawn", ("granted",), by, at, why)

    def switch_off(self, by: Actor, at: datetime, why: Wording | str = "") -> Life:
        """A person puts an end to it."""
        _person(by)
        ended = replace(self, calibration=None)
        if self.state == "granted":
            ended = replace(ended, withdrawn_at=at)
        return ended._step("off", ("asked", "shadow", "granted", "withdrawn"), by, at, why)

    def mandate(self, at: datetime) -> Mandate | None:
        """What :func:`harmonie.policies.decide.decide` may rely on at this time, if anything."""
        if self.state != "granted" or self.calibration is None:
            return None
        threshold = self.calibration.threshold
        if threshold is None or not self.request.hours.cover(at):
            return None
        asked = self.request
        return Mandate(asked.action, threshold, asked.rule_id, asked.signal, asked.language)

    def _reaches(self, level: Level) -> None:
        """Refuse what goes further than the request: a level beyond the one asked for."""
        order = {name: rank for rank, name in enumerate(LEVELS)}
        if order[self.request.level] < order[level]:
            raise Forbidden(tell("level_too_low", level=self.request.level, wanted=level))

    def _step(
        self,
        state: State,
        allowed: tuple[State, ...],
        by: Actor,
        at: datetime,
        why: Wording | str = "",
    ) -> Life:
        if self.state not in allowed:
            raise Forbidden(tell("wrong_state", state=self.state, wanted=state))
        return replace(self, state=state, steps=(*self.steps, Step(state, by, at, why)))


def in_force(lives: Iterable[Life], at: datetime) -> tuple[Mandate, ...]:
    """The mandates that hold at this time, for ``decide(..., mandates=...)``."""
    return tuple(found for life in lives if (found := life.mandate(at)) is not None)


def _person(by: Actor) -> None:
    if by.kind != "person":
        raise Forbidden(tell("person_needed"))
