"""Decisions and requests for the tests of mandates."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from harmonie.autonomy.evidence import Decision
from harmonie.autonomy.request import Request

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def request(**more):
    return Request(**{"action": "hide", "signal": "insult", "maximum_error": 0.05, **more})


def decisions(count, error=0.0, low=0.9, high=1.0, seed=1, prefix="m", **more):
    """So many decisions with confidences in [low, high], a share ``error`` of them wrong."""
    chance = np.random.default_rng(seed)
    scores = low + (high - low) * chance.random(count)
    wrong = chance.random(count) < error
    return [
        Decision(f"{prefix}{index}", float(score), not bad, **more)
        for index, (score, bad) in enumerate(zip(scores, wrong, strict=True))
    ]
