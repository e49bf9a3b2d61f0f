"""The row that the demo scenario yields: one message, with what the demo team did about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TeamDecision = Literal["approve", "hide", "remove", "warn"]
DemoRole = Literal["member", "staff", "bot"]

DAYS = 60
MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DemoRow:
    """One message of the demo.

    ``minutes_ago`` counts back from "now" (0 < minutes_ago <= 60 days). ``parent_id`` is the
    ``external_id`` of the message it answers, or "". ``team_decision`` is what the invented team
    decided, known only for rows older than two days. ``source`` is "written" or the name of the
    licensed set the text was taken from (see ATTRIBUTION.md).
    """

    community: str
    channel: str
    external_id: str
    thread_id: str
    thread_title: str
    parent_id: str
    author_id: str
    author_name: str
    author_role: DemoRole
    author_joined_days_ago: float
    text: str
    language: str
    minutes_ago: float
    reach: int
    reports: int
    team_decision: TeamDecision | None
    source: str
    story: str
