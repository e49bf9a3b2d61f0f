"""Reads of the inbox. Everything that leaves is a frozen contract."""

from harmonie.apps.inbox.queries.about import about
from harmonie.apps.inbox.queries.claims import claims, holder
from harmonie.apps.inbox.queries.full_text import search
from harmonie.apps.inbox.queries.judging import (
    analyses_of,
    analysis_of,
    history_of,
    judgeable,
    recent_ids,
    record_of,
    records_of,
    visibilities,
)
from harmonie.apps.inbox.queries.messages import (
    channels,
    drafts_of,
    member_card,
    message,
    message_detail,
    messages,
    messages_of,
    mood_history,
    notes_of,
    promise_seconds,
    saved_views,
    tag_names,
)
from harmonie.apps.inbox.queries.similar import nearest
from harmonie.apps.inbox.queries.syntax import ParsedQuery, parse_query
from harmonie.apps.inbox.queries.threads import (
    count,
    counters,
    thread,
    threads,
    threads_and_count,
    threads_by_id,
    threads_of,
)

__all__ = [
    "ParsedQuery",
    "about",
    "analyses_of",
    "analysis_of",
    "channels",
    "claims",
    "count",
    "counters",
    "drafts_of",
    "history_of",
    "holder",
    "judgeable",
    "member_card",
    "message",
    "message_detail",
    "messages",
    "messages_of",
    "mood_history",
    "nearest",
    "notes_of",
    "parse_query",
    "promise_seconds",
    "recent_ids",
    "record_of",
    "records_of",
    "saved_views",
    "search",
    "tag_names",
    "thread",
    "threads",
    "threads_and_count",
    "threads_by_id",
    "threads_of",
    "visibilities",
]
