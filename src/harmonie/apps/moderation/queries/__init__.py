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
from harmonie.apps.moderation.queries.mandate_reviews import (
    answered,
    next_review,
    overdue_reviews,
    review_of,
    waiting_reviews,
)
from harmonie.apps.moderation.queries.mandates import mandate, mandates, stepped_back, subjects
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
    "answered", "author", "author_of", "case", "cases", "certainty_record", "counts", "decision",
    "decisions", "diff", "exposure", "mandate", "mandates", "next_case", "next_review", "one_line",
    "open_count", "overdue_reviews", "restricting", "restricting_by_id", "review_of", "rule_page",
    "rules_in_force", "similar_cases", "source", "statement", "statement_address", "stepped_back",
    "subjects", "thread_around", "versions", "waiting_reviews",
]  # fmt: skip
