"""Full-text search behind one function: FTS5 on SQLite, GIN on PostgreSQL.

What people type is data, never an expression: it is cut into words and phrases, and only those
reach the engine. Words match from their beginning, "quoted phrases" as they are, without accents
or case; ``-word`` excludes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

MAXIMUM_TERMS = 20
MAXIMUM_QUERY = 1_000
#: How many matches, newest first, a list looks at. Enough for any person; a bound for the machine.
MAXIMUM_MATCHES = 2_000

_IN_TEXT_OR_NAME = """(
    to_tsvector('simple', inbox_fold(m.text)) @@ to_tsquery('simple', %s)
    OR m.member_id IN (
        SELECT w.id FROM inbox_member w WHERE w.community_id = %s
        AND to_tsvector('simple', inbox_fold(w.name)) @@ to_tsquery('simple', %s)))"""
_PIECES = re.compile(r'(-?)(?:"([^"]*)"|«([^»]*)»|“([^”]*)”|([^\s"«»“”]+))')
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """Some words in a row; a prefix when it was not quoted."""

    words: tuple[str, ...]
    is_prefix: bool
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """Ids of messages, newest first; ``is_capped`` when there are more."""

    ids: tuple[int, ...]
    is_capped: bool = False


def terms(text: str) -> list[Term]:
    """The words and phrases of what somebody typed; at most twenty, signs alone are dropped."""
    found = []
    for minus, *quoted, plain in _PIECES.findall(text[:MAXIMUM_QUERY]):
        phrase = "".join(quoted)
        words = tuple(
            _WORDS.findall(unicodedata.normalize("NFC", phrase or plain).replace("_", " "))
        )
        if words:
            found.append(Term(words, is_prefix=not phrase, is_excluded=bool(minus)))
    return found[:MAXIMUM_TERMS]


def search(community_id: int, text: str, limit: int = MAXIMUM_MATCHES) -> Matches:
    """Messages of a community whose text or author matches; none when nothing was asked."""
    wanted = terms(text)
    if not any(not term.is_excluded for term in wanted):
        return Matches(())
    run = _search_postgresql if connection.vendor == "postgresql" else _search_sqlite
    ids = run(community_id, wanted, limit + 1)
    return Matches(tuple(ids[:limit]), len(ids) > limit)


def fts5_expression(community_id: int, wanted: Sequence[Term]) -> str:
    """The MATCH expression: every term is a quoted string, so nothing typed is an operator."""

    def joined(some: Sequence[Term], operator: str) -> str:
        return operator.join(
            f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}' for term in some
        )

    included = [term for term in wanted if not term.is_excluded]
    excluded = [term for term in wanted if term.is_excluded]
    expression = f'place : "c{community_id}" AND {{author text}} : ({joined(included, " AND ")})'
    if excluded:
        expression = f"({expression}) NOT {{author text}} : ({joined(excluded, ' OR ')})"
    return expression


def _search_sqlite(community_id: int, wanted: Sequence[Term], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM inbox_message_search WHERE inbox_message_search MATCH %s"
            " ORDER BY rowid DESC LIMIT %s",
            [fts5_expression(community_id, wanted), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def tsquery(term: Term) -> str:
    """One term as a tsquery: folded words, letters and digits only, and our own operators."""
    words = [word for part in term.words for word in _WORDS.findall(_fold(part))]
    return " <-> ".join(words) + (":*" if term.is_prefix else "")


def _search_postgresql(community_id: int, wanted: Sequence[Term], limit: int) -> list[int]:
    """Each term is in the text or in the author's name; an excluded one is in neither."""
    conditions: list[str] = []
    values: list[int | str] = [community_id]
    for term in wanted:
        query = tsquery(term)
        conditions.append(f"NOT {_IN_TEXT_OR_NAME}" if term.is_excluded else _IN_TEXT_OR_NAME)
        values += [query, community_id, query]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id FROM inbox_message m WHERE m.community_id = %s AND "  # noqa: S608
            f"{' AND '.join(conditions)} ORDER BY m.id DESC LIMIT %s",
            [*values, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _fold(word: str) -> str:
    """As ``inbox_fold`` does in the database."""
    lowered = word.lower().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFD", lowered)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    )
