"""Turns conversations into rows: ids, times, people, reach, reports, decisions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime

from .cast import Cast, Person
from .conversations import Conversation, Line
from .rhythm import Rhythm
from .rows import DAYS, MINUTES_PER_DAY, DemoRow
from .verdicts import reports, team_decision

#: What is younger waits on the desk; everyday conversations are over by then.
RECENT_MINUTES = 48 * 60.0
_PREFIX = {"littoral-mobilites": "lm", "ardenia": "ar"}
_OLDEST = DAYS * MINUTES_PER_DAY - 90.0
# Mean minutes to the next answer while people are awake, and median reach of a message.
_PACE: dict[str, float] = {
    "facebook": 14,
    "instagram": 12,
    "mastodon": 30,
    "reviews": 240,
    "email": 150,
}
_PACE |= {"forum": 26, "discord": 2.5}
_REACH = {"facebook": 160, "instagram": 120, "mastodon": 60, "reviews": 45, "email": 1}
_REACH |= {"forum": 90, "discord": 35}
_ECHO = {"outage": 2.5, "raid": 1.5}  # an event is read by more people than usual


class Scene:
    """Everything one run of the scenario shares; rows are collected in ``rows``."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.rng = random.Random(seed)  # noqa: S311 (nothing secret: a story told twice alike)
        self.cast = Cast(random.Random(seed + 1))  # noqa: S311
        self.rhythms = {name: Rhythm(name, now) for name in _PREFIX}
        self.rows: list[DemoRow] = []
        self._threads = 0

    def tell(self, talk: Conversation) -> None:
        """Adds one written or licensed conversation at a fitting time."""
        self.add(talk, talk.lines, talk.minutes or self._times(talk))

    def add(self, talk: Conversation, lines: Sequence[Line], times: Sequence[float]) -> None:
        """Adds a thread whose lines happen at ``times`` (minutes ago, falling)."""
        self._threads += 1
        thread_id = f"{_PREFIX[talk.community]}-{talk.channel}-{self._threads:04d}"
        people: dict[str, Person] = {}
        fame = self.rng.lognormvariate(0, 0.7)
        for number, (line, minutes) in enumerate(zip(lines, times, strict=True), start=1):
            person = self._person(talk, line, people)
            parent = self._parent(lines, number)
            self._append(talk, line, person, thread_id, number, parent, minutes, fame)

    def _times(self, talk: Conversation) -> list[float]:
        rhythm, count = self.rhythms[talk.community], len(talk.lines)
        if talk.recent:
            start = rhythm.draw(self.rng, RECENT_MINUTES - 60, 25)
            end = max(6.0, start - 40 * count)
            return [start, *rhythm.draw_many(self.rng, count - 1, start - 1, end)]
        is_lounge = talk.story == "lounge"  # goes on for weeks, so it starts early
        newest = _OLDEST * 0.4 if is_lounge else RECENT_MINUTES + 60 + 90 * count
        oldest = _OLDEST
        if talk.days_ago is not None:
            oldest, newest = (
                talk.days_ago * MINUTES_PER_DAY,
                (talk.days_ago - 0.7) * MINUTES_PER_DAY,
            )
        times = [rhythm.draw(self.rng, oldest, newest)]
        pace = _PACE[talk.channel] * (4 if is_lounge else 1)
        while len(times) < count:
            times.append(rhythm.follow(self.rng, times[-1], pace))
        return times

    def _person(self, talk: Conversation, line: Line, people: dict[str, Person]) -> Person:
        if line.who == "*":
            return self.cast.staff(talk.community, talk.channel)
        if line.who not in people:
            if line.who.startswith("["):
                is_new = line.label in {"scam", "spam"}
                name = line.who[1:-1]
                person = self.cast.named(talk.community, talk.channel, name, is_new)
            else:
                taken = [other.id for other in people.values()]
                person = self.cast.member(talk.community, talk.channel, taken)
            people[line.who] = person
        return people[line.who]

    @staticmethod
    def _parent(lines: Sequence[Line], number: int) -> int:
        """The number of the line that this one answers; 0 for an opening line."""
        answers = lines[number - 1].answers
        if answers is not None and not 0 < answers < number:
            raise ValueError(
                f"line {number} cannot answer line {answers}: {lines[number - 1].text}"
            )
        return answers or min(number - 1, 1)

    def _append(
        self,
        talk: Conversation,
        line: Line,
        person: Person,
        thread_id: str,
        number: int,
        parent: int,
        minutes: float,
        fame: float,
    ) -> None:
        label = line.label or ("" if line.language in {"fr", "en"} else "foreign")
        is_member = person.role == "member"
        reported = reports(self.rng, label) if is_member else 0
        decision = team_decision(self.rng, label, minutes, reported) if is_member else None
        reach = self._reach(talk, fame) * (8 if person.role == "staff" else 1)
        self.rows.append(
            DemoRow(
                community=talk.community,
                channel=talk.channel,
                external_id=f"{thread_id}-{number:03d}",
                thread_id=thread_id,
                thread_title=talk.title,
                parent_id=f"{thread_id}-{parent:03d}" if parent else "",
                author_id=person.id,
                author_name=person.name,
                author_role=person.role,
                author_joined_days_ago=person.joined_days_ago or 0.0,
                text=line.text,
                language=line.language,
                minutes_ago=round(minutes, 3),
                reach=max(1, round(reach)),
                reports=reported,
                team_decision=decision,
                source=line.source,
                story=talk.story,
            )
        )

    def _reach(self, talk: Conversation, fame: float) -> float:
        chance = self.rng.lognormvariate(0, 0.5)
        return _REACH[talk.channel] * _ECHO.get(talk.story, 1.0) * fame * chance


def first_seen(rows: Iterable[DemoRow]) -> dict[str, float]:
    """Days since each author's first message."""
    days: dict[str, float] = {}
    for row in rows:
        days[row.author_id] = max(days.get(row.author_id, 0.0), row.minutes_ago / MINUTES_PER_DAY)
    return days
