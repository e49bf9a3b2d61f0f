"""Writes of the appeals room: one function for each, audited, in one transaction."""

from harmonie.apps.appeals.operations.converse import add, answer
from harmonie.apps.appeals.operations.lodge import lodge
from harmonie.apps.appeals.operations.resolve import resolve
from harmonie.apps.appeals.operations.settle import close_moot, withdraw
from harmonie.apps.appeals.operations.take import give_back, take
from harmonie.apps.appeals.operations.terms import set_terms

__all__ = [
    "add", "answer", "close_moot", "give_back", "lodge", "resolve", "set_terms", "take",
    "withdraw",
]  # fmt: skip
