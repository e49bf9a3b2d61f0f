"""Reads of the moderation room; what leaves is a frozen contract."""

from harmonie.apps.moderation.queries.case import (
    author,
    case,
    certainty_record,
    one_line,
    similar_cases,
    thread_around,
)
from harmonie.apps.moderation.queries.decisions import (
    author_of,
    decision,
    decisions,
    statement_address,
)
from harmonie.apps.moderation.queries.listing import cases, counts, next_case, open_count
from harmonie.apps.moderation.queries.restricting import restricting, restricting_by_id
from harmonie.apps.moderation.queries.rules import (
    diff,
    rule_page,
    rules_in_force,
    source,
    versions,
)
from harmonie.apps.moderation.queries.statements import statement
from harmonie.apps.moderation.queries.wellbeing import exposure

__all__ = [
    "author", "author_of", "case", "cases", "certainty_record", "counts", "decision", "decisions",
    "diff", "exposure", "next_case", "one_line", "open_count", "restricting", "restricting_by_id",
    "rule_page", "rules_in_force",
    "similar_cases", "source", "statement", "statement_address", "thread_around", "versions",
]  # fmt: skip
