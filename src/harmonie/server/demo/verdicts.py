"""What the invented team decided, with the disagreement that real teams show."""

from __future__ import annotations

import random

from .rows import MINUTES_PER_DAY, TeamDecision

#: Decisions are known only for rows older than this.
SETTLED_MINUTES = 2 * MINUTES_PER_DAY

# Shares of approve, hide, remove, warn by what the team saw in the message.
_SHARES: dict[str, tuple[float, float, float, float]] = {
    "insult": (0.14, 0.70, 0.06, 0.10),
    "profanity": (0.70, 0.24, 0.01, 0.05),
    "criticism": (0.92, 0.08, 0.0, 0.0),
    "irony": (0.86, 0.14, 0.0, 0.0),
    "banter": (0.82, 0.14, 0.0, 0.04),
    "quote": (0.90, 0.10, 0.0, 0.0),
    "hostile": (0.20, 0.56, 0.10, 0.14),
    "harass": (0.02, 0.36, 0.40, 0.22),
    "hate": (0.0, 0.18, 0.78, 0.04),
    "threat": (0.04, 0.20, 0.70, 0.06),
    "sexual": (0.10, 0.50, 0.24, 0.16),
    "pii": (0.06, 0.86, 0.08, 0.0),
    "scam": (0.0, 0.06, 0.94, 0.0),
    "spam": (0.02, 0.10, 0.88, 0.0),
    "raid": (0.03, 0.11, 0.86, 0.0),
    "ad": (0.24, 0.56, 0.16, 0.04),
    "selfharm": (1.0, 0.0, 0.0, 0.0),
    "foreign": (0.95, 0.05, 0.0, 0.0),
}
LABELS = frozenset(_SHARES)
_CHOICES: tuple[TeamDecision, ...] = ("approve", "hide", "remove", "warn")
# Chance that members report a message, by what is in it; 0.015 for anything else.
_REPORTED = {"hate": 0.7, "harass": 0.6, "threat": 0.6, "scam": 0.5, "insult": 0.4, "hostile": 0.4}
_REPORTED |= {"spam": 0.25, "raid": 0.25, "sexual": 0.4, "pii": 0.3, "ad": 0.4, "irony": 0.03}
# Share of harmless messages somebody on the team looked at all the same (spot checks).
_CHECKED = 0.12


def reports(rng: random.Random, label: str) -> int:
    """How many members reported it."""
    if rng.random() >= _REPORTED.get(label, 0.015):
        return 0
    return 1 + min(6, int(rng.expovariate(0.8)))


def team_decision(
    rng: random.Random, label: str, minutes_ago: float, reported: int
) -> TeamDecision | None:
    """The decision, or None where nobody had to look or the case is still open."""
    roll, check = rng.random(), rng.random()
    if minutes_ago <= SETTLED_MINUTES:
        return None
    if label:
        return rng.choices(_CHOICES, weights=_SHARES[label])[0]
    if reported:
        return "approve" if roll < 0.93 else "hide"
    return "approve" if check < _CHECKED else None
