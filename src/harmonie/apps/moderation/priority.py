"""In which order a person should look at cases.

    priority = severity x reach x uncertainty x waiting

- ``severity`` grows by a factor of three a step: 1, 3, 9, 27, 81 for none, low, medium, high,
  critical. A critical case is overtaken by a low one only after days.
- ``reach`` = 1 + ln(1 + people reached) + half a point for each report by a member (at most ten):
  a hundred times the audience counts as a few steps more, not as a hundred.
- ``uncertainty`` = 0.5 + 2 p (1 - p), from 0.5 (the AI is sure) to 1 (it hesitates, or cannot
  judge): a person's time is worth most where the AI helps least.
- ``waiting`` = 1 + hours / 8, at most 22 (a week): nothing is forgotten at the bottom.

The first three make the *base*, stored with the case; a scheduled job multiplies it by the waiting
time again, so that the order of the queue is the order of an index.
"""

from __future__ import annotations

import math
from datetime import datetime

SEVERITY_FACTOR = 3.0
HOURS_THAT_DOUBLE = 8.0
LONGEST_WAIT_HOURS = 168.0
MAXIMUM_REPORTS = 10


def base(severity: int, reach: int, reports: int, confidence: float, can_judge: bool) -> float:
    """Severity x reach x uncertainty of a case, independent of time."""
    audience = 1.0 + math.log1p(max(reach, 0)) + min(max(reports, 0), MAXIMUM_REPORTS) / 2
    share = min(max(confidence, 0.0), 1.0)
    uncertainty = 0.5 + 2.0 * share * (1.0 - share) if can_judge else 1.0
    return float(SEVERITY_FACTOR**severity * audience * uncertainty)


def waiting(opened_at: datetime, now: datetime) -> float:
    """The factor for the time a case has waited, from 1 to 22."""
    hours = max((now - opened_at).total_seconds(), 0.0) / 3600
    return 1.0 + min(hours, LONGEST_WAIT_HOURS) / HOURS_THAT_DOUBLE
