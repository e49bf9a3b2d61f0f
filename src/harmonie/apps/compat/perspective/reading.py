"""Reads the bodies of ``comments:analyze`` and ``comments:suggestscore``, or says what is wrong.

As in every API of Google's, ``null`` is a field that was left out and unknown fields are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harmonie.apps.compat.perspective.errors import Refusal
from harmonie.apps.compat.perspective.mapping import TABLE

MAXIMUM_BYTES = 20_480
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_NOT_PLAIN = "Currently, only 'PLAIN_TEXT' comments are supported"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for scores; ``thresholds`` holds each attribute's, 0 when none was given."""

    text: str
    thresholds: Mapping[str, float]
    languages: tuple[str, ...] = ()
    wants_spans: bool = False
    drops_unsupported: bool = False
    client_token: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A person's own verdict on a comment, by attribute."""

    text: str
    scores: Mapping[str, float]
    languages: tuple[str, ...] = ()
    community: str = ""
    client_token: str = ""


def asked(body: Mapping[str, Any]) -> Asked:
    """The request for scores that ``body`` is. Raises :class:`Refusal`."""
    text = _text(body)
    _check_context(body)
    _string(body, "sessionId")
    _string(body, "communityId")
    _flag(body, "doNotStore")
    return Asked(
        text=text,
        thresholds=_thresholds(body),
        languages=_languages(body),
        wants_spans=_flag(body, "spanAnnotations"),
        drops_unsupported=_flag(body, "dropUnsupportedAttributes"),
        client_token=_string(body, "clientToken"),
    )


def suggested(body: Mapping[str, Any]) -> Suggested:
    """The verdict that ``body`` is. Raises :class:`Refusal`."""
    text = _text(body)
    _check_context(body)
    given = _object(body, "attributeScores")
    if not given:
        raise Refusal("INVALID_REQUEST", "Missing attribute_scores")
    scores = {}
    for name in given:
        _check_name(name)
        scores[name] = _suggested_score(_object(given, name), name)
    return Suggested(
        text, scores, _languages(body), _string(body, "communityId"), _string(body, "clientToken")
    )


def _text(body: Mapping[str, Any]) -> str:
    comment = _object(body, "comment")
    text = _string(comment, "text")
    kind = _string(comment, "type")
    if kind not in ("", "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT"):
        raise Refusal("INVALID_REQUEST", _NOT_PLAIN if kind == "HTML" else "Unknown text type")
    if not text.strip():
        raise Refusal("COMMENT_EMPTY", "Comment must be non-empty.")
    if len(text.encode()) > MAXIMUM_BYTES:
        raise Refusal("COMMENT_TOO_LONG", "Comment text too long.")
    return text


def _thresholds(body: Mapping[str, Any]) -> dict[str, float]:
    given = _object(body, "requestedAttributes")
    if not given:
        raise Refusal("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    found = {}
    for name in given:
        _check_name(name)
        wanted = _object(given, name)
        _check_score_type(wanted, name)
        found[name] = _number(wanted, "scoreThreshold") or 0.0
    return found


def _check_name(name: str) -> None:
    if name not in TABLE:
        raise Refusal("INVALID_REQUEST", f"Unknown requested attribute: {name[:100]}")


def _check_score_type(score: Mapping[str, Any], name: str, field: str = "scoreType") -> None:
    kind = _string(score, field)
    if kind not in ("", "SCORE_TYPE_UNSPECIFIED", "PROBABILITY"):
        message = f"Requested score type {kind[:100]} is not supported by attribute {name}"
        raise Refusal("INVALID_REQUEST", message)


def _suggested_score(given: Mapping[str, Any], name: str) -> float:
    summary = _object(given, "summaryScore")
    _check_score_type(summary, name, "type")
    value = _number(summary, "value")
    if value is None or not 0 <= value <= 1:
        raise Refusal("INVALID_REQUEST", f"Attribute {name} needs a summary score from 0 to 1")
    return value


def _check_context(body: Mapping[str, Any]) -> None:
    context = _object(body, "context")
    if context.get("entries") and context.get("articleAndParentComment"):
        raise Refusal(
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, but both fields were "
            "populated.",
        )


def _languages(body: Mapping[str, Any]) -> tuple[str, ...]:
    given = body.get("languages")
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > 20:
        raise _wrong("languages", "a list of at most 20 language codes")
    for code in given:
        if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
            raise _wrong("languages", "a list of language codes, such as fr")
    return tuple(given)


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong(name, "an object")
    return value


def _string(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(name, "a string")
    return value


def _flag(body: Mapping[str, Any], name: str) -> bool:
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise _wrong(name, "true or false")
    return bool(value)


def _number(body: Mapping[str, Any], name: str) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(name, "a number")
    return float(value)


def _wrong(name: str, wanted: str) -> Refusal:
    return Refusal("INVALID_REQUEST", f"Invalid value at '{name[:100]}': it must be {wanted}")
