"""What pages, programs and other rooms hold of appeals: frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from harmonie.apps.web import errors
from harmonie.apps.web.errors import ApiError

#: Characters in what a member or the team writes.
LONGEST_TEXT = 2_000
#: A reason shorter than this tells nothing.
SHORTEST_REASONS = 20
#: What one person may add to an appeal, so that it stays a short conversation.
MOST_MESSAGES = 10
#: Appeals against one decision, one after the other.
MOST_APPEALS = 3
DEFAULT_DAYS = 14
MOST_DAYS = 60
#: Resolved appeals below which a share is "too few to tell".
ENOUGH = 10

Outcome = Literal["upheld", "overturned"]
OUTCOMES: tuple[Outcome, ...] = ("upheld", "overturned")
OPEN_STATES = ("lodged", "taken")
TABS = ("waiting", "mine", "taken", "overdue", "closed")

_STATUS = {
    "unknown": 404, "person": 403, "involved": 403, "not_yours": 403,
    "already_open": 409, "too_late": 409, "undone": 409, "too_many_appeals": 409, "moot": 409,
    "closed": 409, "taken": 409, "superseded": 409, "already_undone": 409,
    "too_many_messages": 409,
}  # fmt: skip


class Refused(errors.Refused):
    """Nothing was changed; ``code`` says why, the sentence what to do."""

    @property
    def status(self) -> int:
        return _STATUS.get(self.code, 422)

    def as_error(self) -> ApiError:
        code = "not_found" if self.code == "unknown" else self.code
        return ApiError(code, self.text(), status=self.status)


@dataclass(frozen=True, slots=True)
class Lodged:
    """A new appeal: its number for the desk and its address for the member."""

    id: int
    public_id: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One turn of the conversation; ``author`` is shown to the team only."""

    is_from_team: bool
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AppealCard:
    """A line of the list. ``is_barred``: whoever asks took part in the contested decision."""

    id: int
    reference: str
    state: str
    closed_because: str
    decision_id: int
    kind: str
    rule_id: str
    is_by_machine: bool
    language: str
    lodged_at: datetime
    due_at: datetime
    resolved_at: datetime | None
    is_overdue: bool
    assignee_id: int | None
    assignee: str
    is_barred: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class AppealPage:
    cards: tuple[AppealCard, ...]
    #: Id after which the next page goes on; ``None`` on the last.
    after: int | None = None


@dataclass(frozen=True, slots=True)
class AppealView:
    """One appeal as the team sees it. ``reviewers`` are those who may examine it."""

    card: AppealCard
    text: str
    messages: tuple[MessageLine, ...]
    reasons: str
    resolved_by: str
    taken_at: datetime | None
    statement_url: str
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One appeal as the member who lodged it sees it."""

    id: int
    public_id: str
    community_id: int
    reference: str
    state: str
    closed_because: str
    language: str
    text: str
    lodged_at: datetime
    due_at: datetime
    resolved_at: datetime | None
    reasons: str
    messages: tuple[MessageLine, ...]
    statement_url: str
    url: str
    may_add: bool
    may_lodge_again: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Tally:
    """Of ``resolved`` appeals, how many overturned; 95 % bounds of that share."""

    key: str
    resolved: int
    overturned: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.overturned / self.resolved if self.resolved else 0.0

    @property
    def is_enough(self) -> bool:
        return self.resolved >= ENOUGH


@dataclass(frozen=True, slots=True)
class Figures:
    """Appeals of a period, counted. ``by`` maps an axis to its lines, most appealed first."""

    lodged: int
    withdrawn: int
    moot: int
    overdue: int
    all: Tally
    median_hours: float | None
    by: dict[str, tuple[Tally, ...]]
