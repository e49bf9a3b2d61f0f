"""Hours of the week, as a team writes them: ``lun-ven 09:00-18:00, sat 22:00-02:00``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harmonie.autonomy.wording import tell

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
JOURS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_DAY = "|".join(DAYS + JOURS)
_STRETCH = re.compile(rf"({_DAY})(?:-({_DAY}))? (\d\d):(\d\d)-(\d\d):(\d\d)\Z")
_DAY_MINUTES = 24 * 60


class InvalidHours(ValueError):
    """The hours cannot be read; the message says how to write them, in both languages."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From ``start`` to ``end`` minutes of the day, end excluded, on the day ``day`` (0: Monday).

    An ``end`` at or before ``start`` is on the day after; 24:00 ends the day itself.
    """

    day: int
    start: int
    end: int

    def covers(self, day: int, minute: int) -> bool:
        if self.start < self.end:
            return day == self.day and self.start <= minute < self.end
        if day == self.day:
            return minute >= self.start
        return day == (self.day + 1) % 7 and minute < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """Stretches of the week on the clock of ``timezone``; no stretch at all: always."""

    stretches: tuple[Stretch, ...] = ()
    timezone: str = "UTC"

    def cover(self, at: datetime) -> bool:
        """Whether ``at``, which must bear a zone, falls into the hours on the local clock."""
        if at.tzinfo is None:
            raise ValueError("a time without a zone falls into no hours")
        local = at.astimezone(ZoneInfo(self.timezone))
        minute = 60 * local.hour + local.minute
        return not self.stretches or any(
            stretch.covers(local.weekday(), minute) for stretch in self.stretches
        )

    def text(self, language: str = "en") -> str:
        """How a person writes it, one day after the other; :func:`hours` reads it again."""
        names = JOURS if language == "fr" else DAYS
        return ", ".join(
            f"{names[one.day]} {_clock(one.start)}-{_clock(one.end)}" for one in self.stretches
        )


def hours(text: str, timezone: str) -> Hours:
    """Hours from what a person wrote, days in French or English; empty text: always.

    Raises :class:`InvalidHours`.
    """
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidHours(tell("no_timezone", name=timezone)) from None
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    found = {stretch for part in parts for stretch in _stretches(" ".join(part.split()))}
    return Hours(tuple(sorted(found)), timezone)


def _stretches(part: str) -> Iterable[Stretch]:
    match = _STRETCH.match(part)
    if match is None:
        raise InvalidHours(tell("bad_hours", value=part))
    first = _day(match[1])
    last = _day(match[2]) if match[2] else first
    start, end = 60 * int(match[3]) + int(match[4]), 60 * int(match[5]) + int(match[6])
    valid = int(match[4]) < 60 and int(match[6]) < 60 and start < _DAY_MINUTES
    if not valid or end > _DAY_MINUTES or start == end:
        raise InvalidHours(tell("bad_hours", value=part))
    for step in range((last - first) % 7 + 1):
        yield Stretch((first + step) % 7, start, end)


def _day(name: str) -> int:
    return (DAYS if name in DAYS else JOURS).index(name)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
