"""When people write: hour by hour and day by day in Europe/Paris."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
#: Without a "now" the scenario is told at this moment, a Tuesday at 14:45 in Paris.
REFERENCE_NOW = datetime(2026, 11, 24, 14, 45, tzinfo=PARIS)

# Relative number of messages in each hour of the day, from 0 h to 23 h.
_WEEKDAY = {
    "littoral-mobilites": (
        *(0.06, 0.03, 0.02, 0.02, 0.04, 0.15, 0.45, 0.85, 1.0, 0.75, 0.5, 0.5),
        *(0.6, 0.5, 0.4, 0.4, 0.55, 0.85, 1.0, 0.6, 0.35, 0.25, 0.15, 0.08),
    ),
    "ardenia": (
        *(0.35, 0.18, 0.1, 0.06, 0.05, 0.05, 0.08, 0.12, 0.18, 0.2, 0.22, 0.25),
        *(0.4, 0.38, 0.3, 0.3, 0.38, 0.5, 0.6, 0.7, 0.9, 1.0, 0.95, 0.65),
    ),
}
# Saturday and Sunday against a weekday: fewer journeys, more play.
_WEEKEND = {"littoral-mobilites": 0.55, "ardenia": 1.35}


class Rhythm:
    """Draws times for one community; times are minutes before ``now``."""

    def __init__(self, community: str, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("now must be timezone-aware, for example datetime.now(UTC)")
        self._now = now
        self._hours = _WEEKDAY[community]
        self._weekend = _WEEKEND[community]
        self._highest = max(self._hours) * max(1.0, self._weekend)

    def local(self, minutes_ago: float) -> datetime:
        """The Paris clock at that moment."""
        return (self._now - timedelta(minutes=minutes_ago)).astimezone(PARIS)

    def minutes_ago(self, moment: datetime) -> float:
        return (self._now - moment).total_seconds() / 60

    def moment(self, days_ago: int, hour: int, minute: int, weekday: int | None = None) -> datetime:
        """That hour in Paris, ``days_ago`` days back or on the nearest such weekday before."""
        day = self.local(0) - timedelta(days=days_ago)
        if weekday is not None:
            day -= timedelta(days=(day.weekday() - weekday) % 7)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def activity(self, minutes_ago: float) -> float:
        """How lively that moment is, in (0, 1]."""
        local = self.local(minutes_ago)
        weight = self._hours[local.hour] * (self._weekend if local.weekday() >= 5 else 1.0)
        return weight / self._highest

    def draw(self, rng: random.Random, oldest: float, newest: float) -> float:
        """A time between the two bounds, drawn by rejection from the activity."""
        for _ in range(400):
            candidate = rng.uniform(newest, oldest)
            if rng.random() < self.activity(candidate):
                return candidate
        return rng.uniform(newest, oldest)  # a window that lies wholly in the night

    def draw_many(
        self, rng: random.Random, count: int, oldest: float, newest: float
    ) -> list[float]:
        """``count`` times in the order in which they happen, all different."""
        times = sorted((self.draw(rng, oldest, newest) for _ in range(count)), reverse=True)
        for index in range(1, count):
            times[index] = min(times[index], times[index - 1] - 0.02)
        return times

    def follow(self, rng: random.Random, previous: float, mean_minutes: float) -> float:
        """A later time: a Poisson stream of that mean, thinned by the activity."""
        candidate = previous
        for _ in range(400):
            candidate -= rng.expovariate(1 / mean_minutes)
            if candidate < 3:
                return previous * 0.97
            if rng.random() < self.activity(candidate):
                break
        return candidate
