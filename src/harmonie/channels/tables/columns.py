"""Which column holds what, and a row as a Message.

A column named in the settings must be there and its values must be right: a wrong date is then an
error of that row. A column that was only recognised by its usual name never costs a message: an
unreadable value is left out, and that is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harmonie.channels.channel import InvalidPayload, Parsed
from harmonie.channels.tables.decoding import Limits
from harmonie.channels.wording import Wording, clip, problem
from harmonie.records import Author, AuthorRole, Message

#: Usual names of each field in both languages, the surest first. Compared without case or accents.
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "texte", "comment_text", "texte_commentaire", "message_text", "tweet_text",
        "full_text", "message", "comment", "commentaire", "content", "contenu", "body", "corps",
        "tweet", "comment_body", "msg", "post", "publication", "review", "avis", "verbatim",
        "sentence", "phrase", "utterance", "selftext", "question",
    ),
    "id": (
        "id", "message_id", "comment_id", "tweet_id", "post_id", "external_id", "identifiant",
        "id_message", "id_commentaire", "_id", "uuid", "guid",
    ),
    "author": (
        "author_id", "user_id", "id_auteur", "author", "auteur", "username", "user_name",
        "screen_name", "pseudo", "pseudonyme", "user", "utilisateur", "from", "sender",
        "expediteur", "name", "nom",
    ),
    "author_name": (
        "author_name", "nom_auteur", "display_name", "author_display_name", "author", "auteur",
        "username", "user_name", "screen_name", "pseudo", "pseudonyme", "user", "utilisateur",
        "sender", "name", "nom",
    ),
    "author_role": ("author_role", "role_auteur", "role"),
    "created_at": (
        "created_at", "date", "timestamp", "datetime", "created", "created_time", "published_at",
        "publie_le", "cree_le", "horodatage", "created_utc", "time", "heure",
    ),
    "thread": (
        "thread_id", "thread", "fil", "id_fil", "conversation_id", "conversation", "topic_id",
        "discussion", "discussion_id", "sujet_id",
    ),
    "parent": ("parent_id", "parent", "reply_to", "in_reply_to", "in_reply_to_id", "reponse_a"),
    "parent_text": ("parent_text", "texte_parent", "context", "contexte"),
    "language": ("language", "langue", "lang", "locale"),
    "reach": ("reach", "portee", "views", "vues", "impressions", "view_count"),
    "url": ("url", "link", "lien", "permalink", "adresse"),
    "reports": ("reports", "signalements", "report_count", "flags"),
}  # fmt: skip
FIELDS = tuple(USUAL_NAMES)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_LONGEST_NAME = 1_000
_LARGEST_NUMBER = 2**63 - 1


class BadValue(ValueError):
    """A value that is not what its column promises; holds the catalogue code."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The name of the column of each field; ``chosen`` are those the settings named."""

    names: Mapping[str, str]
    chosen: frozenset[str] = frozenset()


def fold(name: str) -> str:
    """``"Créé le"`` and ``"cree-le"`` are the same column name."""
    bare = unicodedata.normalize("NFKD", name.strip().casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[\s.-]+", "_", bare)


def find_columns(present: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """Match fields to the columns ``present``. Raises :class:`InvalidPayload` for want of text.

    A dotted name such as ``data.text`` reaches into nested objects.
    """
    exact = set(present)
    folded: dict[str, str] = {}
    for name in present:
        folded.setdefault(fold(name), name)
    names: dict[str, str] = {}
    for field_name in FIELDS:
        wanted = chosen.get(field_name)
        if wanted:
            found = wanted if wanted in exact else folded.get(fold(wanted))
            if found is None and wanted.split(".")[0] in exact:
                found = wanted
            if found is None:
                raise InvalidPayload(
                    problem("missing_column", field=wanted, names=_list_names(present))
                )
            names[field_name] = found
            continue
        for usual in USUAL_NAMES[field_name]:
            if usual in folded and folded[usual] != names.get("text"):
                names[field_name] = folded[usual]
                break
    if "text" not in names:
        raise InvalidPayload(problem("no_text_column", names=_list_names(present)))
    return Columns(names, frozenset(name for name in FIELDS if chosen.get(name)))


def _list_names(names: Sequence[str]) -> str:
    shown = ", ".join(clip(name, 30) for name in names[:10])
    return shown + (", …" if len(names) > 10 else "") if names else "-"


@dataclass(slots=True)
class RowReader:
    """Turns rows into messages; remembers which columns hold what for each shape of row.

    ``chosen`` names the columns of some fields, the others are recognised. ``fixed`` names all of
    them, none need be there but the text, and nothing is recognised.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] | None = None
    limits: Limits = field(default_factory=Limits)
    timezone: tzinfo = UTC
    channel: str = ""
    _shapes: dict[tuple[str, ...], Columns] = field(default_factory=dict)

    def columns(self, present: tuple[str, ...]) -> Columns:
        columns = self._shapes.get(present)
        if columns is None:
            if len(self._shapes) > 1_000:  # hostile rows must not fill the memory with shapes
                self._shapes.clear()
            if self.fixed is None:
                columns = find_columns(present, self.chosen)
            else:
                known = {name: column for name, column in self.fixed.items() if column in present}
                columns = Columns({"text": self.fixed["text"], **known})
            self._shapes[present] = columns
        return columns

    def read(
        self, row: int, values: Mapping[str, Any], notices: tuple[Wording, ...] = ()
    ) -> Parsed:
        """One row, as a message or as the reason why it is none."""
        try:
            columns = self.columns(tuple(values))
        except InvalidPayload as error:
            return Parsed(row, error=error.args[0])
        names = columns.names
        text = _reach_in(values, names["text"])
        if type(text) is not str:
            if text is None:
                return Parsed(row, error=problem("no_text", field=names["text"]))
            if isinstance(text, list | dict | bool):
                return Parsed(row, error=problem("text_not_text", field=names["text"]))
            text = str(text)
        if len(text) > self.limits.text_characters:
            limit = self.limits.text_characters
            return Parsed(row, error=problem("text_too_long", limit=limit))
        if len(names) == 1:
            number = str(row)
            return Parsed(row, Message(text, number, None, self.channel, number), None, notices)
        if len(names) == 2 and "id" in names:
            identifier = values.get(names["id"])
            if type(identifier) is str and 0 < len(identifier) < 200 and identifier.isalnum():
                # Most lines of most exports: a text and a plain id need no conversion.
                message = Message(text, identifier, None, self.channel, identifier)
                return Parsed(row, message, None, notices)
        return self._with_details(row, text, values, columns, notices)

    def _with_details(
        self,
        row: int,
        text: str,
        values: Mapping[str, Any],
        columns: Columns,
        notices: tuple[Wording, ...],
    ) -> Parsed:
        details: dict[str, Any] = {}
        for name, column in columns.names.items():
            if name == "text":
                continue
            value = _reach_in(values, column)
            if value is None or value == "":
                continue
            try:
                details[name] = self._convert(name, value)
            except BadValue as error:
                wording = problem(error.args[0], field=column, value=clip(value))
                if name == "id" or name in columns.chosen:
                    return Parsed(row, error=wording)
                notices = (*notices, wording)
        identifier = details.get("id") or str(row)
        message = Message(
            text=text,
            id=identifier,
            author=_author(details),
            channel=self.channel,
            external_id=identifier,
            thread_id=details.get("thread", ""),
            parent_id=details.get("parent", ""),
            parent_text=details.get("parent_text", ""),
            language=details.get("language"),
            created_at=details.get("created_at"),
            reach=details.get("reach", 0),
            url=details.get("url", ""),
            reports=details.get("reports", 0),
        )
        return Parsed(row, message, None, notices)

    def _convert(self, name: str, value: Any) -> Any:
        if name == "created_at":
            return to_datetime(value, self.timezone)
        if name == "author" and isinstance(value, dict):
            return to_author(value)
        convert: Callable[[Any], Any] = _CONVERTERS.get(name, to_name)
        return convert(value)


def _reach_in(values: Mapping[str, Any], name: str) -> Any:
    if name in values or "." not in name:
        return values.get(name)
    value: Any = values
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _author(details: Mapping[str, Any]) -> Author | None:
    author = details.get("author", "")
    if isinstance(author, Author):
        return author if author.external_id else None
    name = details.get("author_name", "")
    if not author and not name:
        return None
    role = details.get("author_role", "member")
    return Author(external_id=author or name, name=name or author, role=role)


def to_author(value: Mapping[str, Any]) -> Author:
    """An author object ``{"id", "name", "role"}``; without an id, the name stands for it."""
    identifier, name = (
        to_name(value[key]) if value.get(key) not in (None, "") else "" for key in ("id", "name")
    )
    role = to_role(value["role"]) if value.get("role") else "member"
    return Author(external_id=identifier or name, name=name or identifier, role=role)


def to_name(value: Any) -> str:
    """An identifier, a name or an address: a short text or a number."""
    if isinstance(value, bool | list | dict) or value is None:
        raise BadValue("bad_value")
    text = str(value).strip()
    if len(text) > _LONGEST_NAME:
        raise BadValue("bad_value")
    return text


def to_author_name(value: Any) -> str:
    """As :func:`to_name`, but an author object is read by the author column alone."""
    return "" if isinstance(value, dict) else to_name(value)


def to_parent_text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue("bad_value")
    return value


def to_count(value: Any) -> int:
    """A whole number from 0 to 2**63 - 1; ``"1 234"`` and ``12.0`` are taken for what they mean."""
    if isinstance(value, str):
        digits = re.sub(r"[\s\u00a0\u202f]", "", value)
        value = (
            int(digits)
            if re.fullmatch(r"[0-9]{1,19}(?:\.0+)?", digits) and ("." not in digits)
            else digits
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST_NUMBER:
        raise BadValue("bad_number")
    return value


def to_language(value: Any) -> str:
    """The language of a tag: ``fr-CA`` gives ``fr``."""
    if not isinstance(value, str) or not _LANGUAGE.match(value.strip()):
        raise BadValue("bad_language")
    return re.split("[-_]", value.strip())[0].lower()


def to_role(value: Any) -> AuthorRole:
    role = str(value).strip().lower()
    for known in get_args(AuthorRole):
        if role == known:
            return known  # type: ignore[no-any-return]
    raise BadValue("bad_role")


def to_datetime(value: Any, timezone: tzinfo = UTC) -> datetime:
    """A time with its zone: ISO 8601, RFC 2822, or Unix seconds or milliseconds.

    Times without a zone are in ``timezone``. 01/02/2026 is refused: nobody can tell its month.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _from_unix(float(value))
        if not isinstance(value, str):
            raise BadValue("bad_date")
        text = value.strip()
        if re.fullmatch(r"[0-9]{9,13}(?:\.[0-9]+)?", text):
            return _from_unix(float(text))
        moment = _from_text(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone)
        moment.astimezone(UTC)  # year 1 or 9999 beside a zone overflows later otherwise
    except (ValueError, OverflowError, OSError, TypeError, IndexError) as error:
        raise BadValue("bad_date") from error
    return moment


def _from_unix(seconds: float) -> datetime:
    if seconds >= 1e11:  # milliseconds: as seconds it would be after the year 5000
        seconds /= 1000
    if not 0 < seconds < 1e11:
        raise BadValue("bad_date")
    return datetime.fromtimestamp(seconds, UTC)


def _from_text(text: str) -> datetime:
    if len(text) > 64 or not re.match(r"[0-9]{4}-?[0-9]{2}|[A-Za-z]{3},? |[0-9]{1,2} [A-Z]", text):
        raise BadValue("bad_date")
    if text[0].isdigit() and text[:4].isdigit():
        return datetime.fromisoformat(text)
    return parsedate_to_datetime(text)


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "author_name": to_author_name,
    "author_role": to_role,
    "parent_text": to_parent_text,
    "language": to_language,
    "reach": to_count,
    "reports": to_count,
}


def to_timezone(name: str) -> tzinfo:
    """The zone named ``Europe/Paris`` and the like. Raises :class:`InvalidPayload`."""
    if not name or name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidPayload(
            problem("bad_setting", name="timezone", value=name, advice="Europe/Paris, UTC…")
        ) from error
