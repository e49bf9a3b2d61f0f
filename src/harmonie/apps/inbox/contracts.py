"""What other rooms, pages and programs may hold of the inbox: frozen values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from harmonie import records

T = TypeVar("T")

#: From this severity on (3 high, 4 critical) a text stays out of the page until somebody asks.
CONCEALED_FROM = 3
#: What people feel, in the words of the list; "negative" in a filter means the first two.
MOODS = ("angry", "upset", "neutral", "happy")
MAXIMUM_TEXT = 50_000
MAXIMUM_BATCH = 1_000

RestrictionKind = Literal["restriction", "warning"]
Visibility = Literal["visible", "hidden", "removed"]
Sort = Literal["due", "newest"]


class NotFound(LookupError):
    """There is no such thing in this community."""


class Held(RuntimeError):
    """Somebody else works on it right now; repeat with ``is_sure`` to go on all the same."""

    def __init__(self, holder: ClaimResult) -> None:
        super().__init__(f"held by user {holder.holder_id} until {holder.until.isoformat()}")
        self.holder = holder


class Refused(ValueError):
    """The request makes no sense as it stands; ``str()`` says what to do, to the user."""


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """What became of one message of a batch.

    ``is_new`` is true for a message or a revision stored by this very call. ``error`` is a code
    (see :data:`RECEIVE_ERRORS`), empty when the message is stored; ``warnings`` says what was
    cleaned ("nul", "surrogate", "control", "future_date", "long_name", "bad_url", ...).
    """

    id: int | None
    external_id: str
    is_new: bool = False
    error: str = ""
    warnings: tuple[str, ...] = ()
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class SignalView:
    name: str
    score: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as people read it. ``text`` is empty while ``is_concealed``."""

    id: int
    community_id: int
    thread_id: int
    member_id: int
    author_name: str
    author_role: str
    channel: str
    external_id: str
    text: str
    is_concealed: bool
    language: str
    is_outgoing: bool
    sent_by_name: str
    created_at: datetime
    edited_at: datetime | None
    revision: int
    stage: str
    visibility: str
    reach: int
    reports: int
    url: str
    severity: int
    cannot_judge: str
    parent_id: int | None = None
    mood: str = ""
    mood_score: float | None = None
    valence: float | None = None
    intent: str = ""
    intent_score: float | None = None
    hidden_characters: tuple[str, ...] = ()
    signals: tuple[SignalView, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadCard:
    """A conversation as one row of the list."""

    id: int
    community_id: int
    subject: str
    channel: str
    state: str
    needs_answer: bool
    due_at: datetime | None
    snoozed_until: datetime | None
    first_at: datetime
    last_at: datetime
    message_count: int
    starter_id: int | None
    starter_name: str
    excerpt: str
    is_concealed: bool
    language: str
    mood: str
    mood_score: float | None
    intent: str
    cannot_judge: bool
    assignee_id: int | None
    assignee_name: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteView:
    id: int
    author_name: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    author_id: int
    author_name: str
    text: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Somebody who writes: what a reply or a decision should know of them."""

    id: int
    community_id: int
    name: str
    channel: str
    external_id: str
    role: str
    language: str
    joined_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    message_count: int
    restriction_count: int
    warning_count: int


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """Who works on a subject, and until when nobody else should."""

    holder_id: int
    holder_name: str
    is_mine: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """What an operation on threads did; ``id`` undoes it, ``None`` when nothing changed."""

    id: int | None
    thread_ids: tuple[int, ...]
    unchanged_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedViewCard:
    id: int
    name: str
    query: str
    is_shared: bool
    is_mine: bool

    @property
    def key(self) -> str:
        """How the address names this view."""
        return f"v{self.id}"


@dataclass(frozen=True, slots=True)
class SignalFilter:
    """At least ``minimum`` of a signal, or one of its labels."""

    name: str
    minimum: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What to show. Empty fields do not filter; ``assignee`` is "me", "none" or a user id."""

    states: tuple[str, ...] = ("open",)
    text: str = ""
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    assignee: str = ""
    assignee_id: int | None = None
    signals: tuple[SignalFilter, ...] = ()
    cannot_judge: bool = False
    needs_answer: bool = False
    due: Literal["", "late", "soon"] = ""
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = "due"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``next_cursor`` is empty on the last page; ``is_capped``: older matches were not read."""

    items: tuple[T, ...]
    next_cursor: str = ""
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A count that stops: ``value`` is exact unless ``is_more``."""

    value: int
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Judgeable:
    """All that a policy needs to judge one analysed message, read in one go."""

    message_id: int
    community_id: int
    member_id: int
    thread_id: int
    revision: int
    text_hash: str
    record: records.Message
    analysis: records.Analysis
    history: records.History


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """A message with everything the analysers said, for programs."""

    view: MessageView
    record: records.Message
    analysis: Mapping[str, Any] | None = field(default=None)
