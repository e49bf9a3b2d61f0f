"""The invented people: who writes on which channel, under which name, since when."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .conversations import document
from .rows import DAYS, DemoRole

_STAFF = {"littoral-mobilites": "Littoral Mobilités", "ardenia": "Ardenia team"}
_POOL = {"facebook": 190, "instagram": 70, "mastodon": 60, "reviews": 110, "email": 90}
_POOL |= {"forum": 190, "discord": 150}


@dataclass(frozen=True, slots=True)
class Person:
    """``joined_days_ago`` is None for somebody who joined just before the first message."""

    id: str
    name: str
    role: DemoRole
    joined_days_ago: float | None


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class Cast:
    """Deals people out; the same seed deals the same people."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._names: dict[str, list[str]] = document("names.yaml")
        self._pools: dict[tuple[str, str], list[Person]] = {}
        self._named: dict[tuple[str, str, str], Person] = {}

    def staff(self, community: str, channel: str) -> Person:
        return Person(f"{channel}:staff-{community}", _STAFF[community], "staff", 2400.0)

    def named(self, community: str, channel: str, name: str, is_new: bool = False) -> Person:
        """The one person of that name on the channel."""
        key = (community, channel, name)
        if key not in self._named:
            bot = name.endswith("assistant")
            joined = None if is_new else self._joined()
            self._named[key] = Person(
                f"{channel}:{slug(name)}", name, "bot" if bot else "member", joined
            )
        return self._named[key]

    def member(self, community: str, channel: str, taken: Iterable[str] = ()) -> Person:
        """Somebody who is not in ``taken``; a few people write much, most write little."""
        pool = self._pool(community, channel)
        present = set(taken)
        for _ in range(500):
            person = pool[int(len(pool) * self._rng.random() ** 1.7)]
            if person.id not in present:
                return person
        raise ValueError(f"a thread on {channel} needs more people than its pool holds")

    def newcomers(self, community: str, channel: str, count: int) -> list[Person]:
        """Fresh accounts, as a raid or a spam wave makes them."""
        found: dict[str, Person] = {}
        while len(found) < count:
            name = (
                f"{self._rng.choice(self._names['nick']).lower()}{self._rng.randint(1000, 99999)}"
            )
            found[name] = self.named(community, channel, name, is_new=True)
        return list(found.values())

    def _joined(self) -> float:
        return round(DAYS + 20 + self._rng.lognormvariate(6.2, 0.9), 1)

    def _pool(self, community: str, channel: str) -> list[Person]:
        key = (community, channel)
        if key not in self._pools:
            names: dict[str, None] = {}
            while len(names) < _POOL[channel]:
                names[self._name(community, channel)] = None
            self._pools[key] = [
                Person(f"{channel}:{slug(name)}-{index:03d}", name, "member", self._first_seen())
                for index, name in enumerate(names)
            ]
        return self._pools[key]

    def _first_seen(self) -> float | None:
        return None if self._rng.random() < 0.12 else self._joined()

    def _name(self, community: str, channel: str) -> str:
        pick, names = self._rng.choice, self._names
        if community == "ardenia" and channel != "email":
            number = self._rng.randint(2, 99)
            ending = pick(["", "", "", f"_{number}", f"{number}"])
            return ("@" if channel == "mastodon" else "") + pick(names["nick"]) + ending
        first, last = pick(names["first"]), pick(names["last"])
        if channel == "reviews":
            return f"{first} {last[0]}."
        if channel == "instagram":
            return f"{slug(first)}{pick(['.', '_', ''])}{slug(last)[: self._rng.randint(3, 9)]}"
        if channel == "mastodon":
            return f"@{slug(first)}_{slug(last)[: self._rng.randint(3, 9)]}"
        return f"{first} {last}"
