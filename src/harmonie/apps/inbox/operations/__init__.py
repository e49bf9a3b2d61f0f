"""Writes of the inbox: one function for each, audited, in one transaction."""

from harmonie.apps.inbox.operations.analyse import AnalysisUnavailable, analyse
from harmonie.apps.inbox.operations.answering import (
    Sent,
    note,
    record_delivery,
    reply,
    save_draft,
)
from harmonie.apps.inbox.operations.changing import forget_changes, undo
from harmonie.apps.inbox.operations.claims import claim, forget_lapsed, release
from harmonie.apps.inbox.operations.consider import (
    add_report,
    count_restriction,
    mark_considered,
    set_visibility,
    set_visibility_many,
)
from harmonie.apps.inbox.operations.reanalyse import reanalyse
from harmonie.apps.inbox.operations.receive import receive
from harmonie.apps.inbox.operations.settling import (
    delete_view,
    promise_answer,
    reveal,
    save_view,
)
from harmonie.apps.inbox.operations.sweep import sweep
from harmonie.apps.inbox.operations.tagging import tag, tag_thread_of, untag
from harmonie.apps.inbox.operations.threads import (
    assign,
    done,
    reopen,
    snooze,
    wake,
    wake_snoozed,
)
from harmonie.apps.inbox.operations.vectors import refresh_vectors
from harmonie.apps.inbox.operations.withdraw import withdraw

__all__ = [
    "AnalysisUnavailable",
    "Sent",
    "add_report",
    "analyse",
    "assign",
    "claim",
    "count_restriction",
    "delete_view",
    "done",
    "forget_changes",
    "forget_lapsed",
    "mark_considered",
    "note",
    "promise_answer",
    "reanalyse",
    "receive",
    "record_delivery",
    "refresh_vectors",
    "release",
    "reopen",
    "reply",
    "reveal",
    "save_draft",
    "save_view",
    "set_visibility",
    "set_visibility_many",
    "snooze",
    "sweep",
    "tag",
    "tag_thread_of",
    "undo",
    "untag",
    "wake",
    "wake_snoozed",
    "withdraw",
]
