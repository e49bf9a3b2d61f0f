"""Makes an incoming message storable, and says what had to be changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import orjson

from harmonie import records
from harmonie.apps.inbox.contracts import MAXIMUM_TEXT

#: What makes a message impossible to store; explained in the API's documentation.
RECEIVE_ERRORS = (
    "external_id_missing",
    "external_id_too_long",
    "external_id_invalid",
    "text_too_long",
    "author_id_invalid",
    "created_at_invalid",
)
MAXIMUM_ID = 200
MAXIMUM_EXTRA_BYTES = 10_000
#: A clock may be a little ahead of ours without being wrong.
FUTURE_TOLERANCE = timedelta(minutes=5)
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_BIGGEST = 2_147_483_647

_SURROGATE = re.compile("[\ud800-\udfff]")
# Line feed and tab are text; every other control character is not. Bidi controls stay in texts
# (they are isolated when shown and reported by the analysis) but have no place in a name.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAME_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


class Unstorable(ValueError):
    """``args[0]`` is one of :data:`RECEIVE_ERRORS`."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A message ready for the database."""

    external_id: str
    text: str
    author: records.Author
    thread_id: str
    parent_id: str
    created_at: datetime
    language: str
    reach: int
    reports: int
    url: str
    extra: dict[str, Any]
    warnings: tuple[str, ...]


def clean(message: records.Message, now: datetime) -> Clean:
    """Clean one message; raises :class:`Unstorable` when it cannot be stored at all."""
    warnings: list[str] = []
    external_id = _identifier(message.external_id or message.id)
    text = clean_text(message.text, warnings)
    if len(text) > MAXIMUM_TEXT:
        raise Unstorable("text_too_long")
    author = _author(message.author, warnings)
    thread_id, parent_id = (_reference(v, warnings) for v in (message.thread_id, message.parent_id))
    return Clean(
        external_id=external_id,
        text=text,
        author=author,
        thread_id=thread_id,
        parent_id="" if parent_id == external_id else parent_id,
        created_at=_moment(message.created_at, now, warnings),
        language=message.language if message.language in records.LANGUAGES else "",
        reach=max(0, min(int(message.reach), _BIGGEST)),
        reports=max(0, min(int(message.reports), _BIGGEST)),
        url=_url(message.url, warnings),
        extra=_extra(message, warnings),
        warnings=tuple(warnings),
    )


def clean_text(text: str, warnings: list[str]) -> str:
    """Remove what no database or page can hold, and note it in ``warnings``."""
    if "\x00" in text:
        warnings.append("nul")
        text = text.replace("\x00", "")
    if _SURROGATE.search(text):
        warnings.append("surrogate")
        text = _SURROGATE.sub("\ufffd", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        warnings.append("control")
        text = _CONTROL.sub("", text)
    return text


def hashes(texts: Sequence[str]) -> list[str]:
    """A fingerprint of each text as it reads: 32 hexadecimal digits, the same for disguised copies.

    Case, spacing, look-alike letters, invisible characters and stretched letters do not count.
    """
    from harmonie.text.normalise import normalise_many  # the first page need not wait for it

    return [
        blake2b(" ".join(n.text.split()).encode("utf-8", "replace"), digest_size=16).hexdigest()
        for n in normalise_many(texts)
    ]


def _identifier(value: str) -> str:
    value = value.strip()
    if not value:
        raise Unstorable("external_id_missing")
    if len(value) > MAXIMUM_ID:
        raise Unstorable("external_id_too_long")
    if _CONTROL.search(value) or _SURROGATE.search(value):
        raise Unstorable("external_id_invalid")
    return value


def _reference(value: str, warnings: list[str]) -> str:
    """The id of another thing: a bad one is dropped, the message itself is kept."""
    value = value.strip()
    if value and (len(value) > MAXIMUM_ID or _CONTROL.search(value) or _SURROGATE.search(value)):
        warnings.append("bad_reference")
        return ""
    return value


def _author(author: records.Author | None, warnings: list[str]) -> records.Author:
    if author is None:
        return records.Author("anonymous")
    identifier = author.external_id.strip()
    if not identifier or len(identifier) > MAXIMUM_ID or _SURROGATE.search(identifier):
        raise Unstorable("author_id_invalid")
    if _CONTROL.search(identifier):
        raise Unstorable("author_id_invalid")
    name = _SURROGATE.sub("\ufffd", author.name)
    if _NAME_CONTROL.search(name):
        warnings.append("control")
        name = _NAME_CONTROL.sub("", name)
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if len(name) > MAXIMUM_ID:
        warnings.append("long_name")
        name = name[:MAXIMUM_ID]
    return records.Author(
        external_id=identifier,
        name=name,
        role=author.role if author.role in ("member", "staff", "bot") else "member",
        joined_at=_aware(author.joined_at) if author.joined_at else None,
        language=author.language if author.language in records.LANGUAGES else None,
    )


def _aware(moment: datetime) -> datetime:
    """A naive time is read as UTC; one that has no UTC equivalent is refused."""
    try:
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        raise Unstorable("created_at_invalid") from None


def _moment(moment: datetime | None, now: datetime, warnings: list[str]) -> datetime:
    if moment is None:
        return now
    moment = _aware(moment)
    if moment < _OLDEST:
        raise Unstorable("created_at_invalid")
    if moment > now + FUTURE_TOLERANCE:
        warnings.append("future_date")
        return now
    return moment


def _url(url: str, warnings: list[str]) -> str:
    url = url.strip()
    if not url:
        return ""
    is_web = url.startswith(("https://", "http://")) and len(url) <= 500
    if not is_web or re.search(r"[\s<>\"'\x00-\x1f\x7f-\x9f\ud800-\udfff]", url):
        warnings.append("bad_url")
        return ""
    return url


def _extra(message: records.Message, warnings: list[str]) -> dict[str, Any]:
    extra = dict(message.extra)
    if message.parent_text:
        extra["parent_text"] = clean_text(message.parent_text[:MAXIMUM_TEXT], [])[:2000]
    if not extra:
        return {}
    try:
        encoded = orjson.dumps(extra)
    except (TypeError, orjson.JSONEncodeError):
        warnings.append("bad_extra")
        return {}
    if len(encoded) > MAXIMUM_EXTRA_BYTES or b"\\u0000" in encoded:
        warnings.append("bad_extra")
        return {}
    return extra
