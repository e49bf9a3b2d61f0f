"""How often a set of messages speaks of each thing, and how: the table behind "about what"."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from harmonie.records import SENTIMENTS, Aspect

#: 95 % of the normal distribution lie within so many standard deviations.
_Z = 1.959964
#: Beyond so many keys, those met once are forgotten: a stream of any length fits the memory.
MOST_KEYS = 100_000


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval, all between 0 and 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AspectFigures:
    """One thing that is spoken of. ``text`` is its most frequent wording, in small letters.

    ``messages`` counts those that speak of it, once each; ``positive``, ``neutral`` and
    ``negative`` share them out: a message that says both of it goes by its surest aspect.
    """

    key: str
    text: str
    messages: int
    positive: Share
    neutral: Share
    negative: Share


@dataclass(slots=True)
class _Tally:
    wordings: Counter[str] = field(default_factory=Counter)
    sentiments: Counter[str] = field(default_factory=Counter)


class AspectSummary:
    """Counts aspects message by message, in memory that does not grow with the messages."""

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}
        self.messages = 0

    def add(self, aspects: Iterable[Aspect]) -> None:
        """Count the aspects of one message."""
        self.messages += 1
        surest: dict[str, Aspect] = {}
        for aspect in aspects:
            if aspect.key not in surest or aspect.score > surest[aspect.key].score:
                surest[aspect.key] = aspect
        for key, aspect in surest.items():
            tally = self._tallies.setdefault(key, _Tally())
            tally.sentiments[aspect.sentiment] += 1
            wording = aspect.text.lower()
            if wording in tally.wordings or len(tally.wordings) < 20:
                tally.wordings[wording] += 1
        if len(self._tallies) > MOST_KEYS:
            self._forget_the_rarest()

    def table(self, top: int | None = None) -> list[AspectFigures]:
        """The ``top`` things most spoken of, the most frequent first; all without ``top``."""
        every = self._tallies.items()
        count = len(self._tallies) if top is None else top
        chosen = heapq.nsmallest(count, every, key=lambda it: (-it[1].sentiments.total(), it[0]))
        return [_figures(key, tally) for key, tally in chosen]

    def _forget_the_rarest(self) -> None:
        for least in range(1, self.messages + 1):
            for key in [k for k, t in self._tallies.items() if t.sentiments.total() <= least]:
                del self._tallies[key]
            if len(self._tallies) <= MOST_KEYS // 2:
                return


def summary(aspects: Iterable[Iterable[Aspect]], top: int | None = None) -> list[AspectFigures]:
    """The table of several messages, each given by its aspects."""
    counted = AspectSummary()
    for mine in aspects:
        counted.add(mine)
    return counted.table(top)


def wilson(count: int, total: int) -> Share:
    """A share with the interval of Wilson (1927), which holds for small counts too."""
    if total <= 0:
        return Share(0.0, 0.0, 1.0)
    share, z = count / total, _Z
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total)
    half *= ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def _figures(key: str, tally: _Tally) -> AspectFigures:
    total = tally.sentiments.total()
    shares = {name: wilson(tally.sentiments[name], total) for name in SENTIMENTS}
    wording = min(tally.wordings.items(), key=lambda item: (-item[1], item[0]))[0]
    return AspectFigures(key, wording, total, **shares)
