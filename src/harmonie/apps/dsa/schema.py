"""The Commission's schema, and whether a record follows it.

The file beside this one says which fields, values and lengths the DSA Transparency Database takes.
Only the keywords that it uses are read; a keyword that is not known here is refused when the file
is loaded, so that no rule of the schema can be passed over (JSON Schema, draft 2020-12).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from harmonie.apps.dsa.contracts import Problem

FIRST_CONTENT_DATE = date(2000, 1, 1)
FIRST_APPLICATION_DATE = date(2020, 1, 1)
LAST_DATE = date(2038, 1, 1)
END_DATES = tuple(
    f"end_date_{name}_restriction" for name in ("visibility", "monetary", "service", "account")
)
_NOTES = frozenset({"$schema", "$comment", "title"})
_INSIDE = frozenset({"anyOf", "allOf"})
_ALONE = frozenset({"not", "if", "then", "items", "contains"})
_PLAIN = frozenset(
    {"type", "enum", "const", "required", "additionalProperties", "uniqueItems", "minItems",
     "minLength", "maxLength", "pattern", "format"}
)  # fmt: skip
_TYPES: Mapping[str, Any] = {"object": Mapping, "array": list, "string": str}


class UnknownKeyword(ValueError):
    """The schema uses a keyword that this validator does not read."""


@lru_cache(maxsize=1)
def schema() -> Mapping[str, Any]:
    """The schema file, every keyword of which is read here."""
    path = files("harmonie.apps.dsa") / "statement-of-reasons.schema.json"
    loaded: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    check_keywords(loaded)
    return loaded


def check_keywords(part: Any) -> None:
    """Raise :class:`UnknownKeyword` unless each keyword of a schema is one that is read here."""
    if not isinstance(part, Mapping):
        raise UnknownKeyword(f"a schema must be an object, not {part!r}")
    for name, value in part.items():
        if name == "properties":
            for child in value.values():
                check_keywords(child)
        elif name in _INSIDE:
            for child in value:
                check_keywords(child)
        elif name in _ALONE:
            check_keywords(value)
        elif name not in _PLAIN | _NOTES:
            raise UnknownKeyword(f"the schema uses {name!r}, which is not read here")
        elif name == "additionalProperties" and value is not False:
            raise UnknownKeyword("additionalProperties must be false")
        elif name == "format" and value not in _FORMATS:
            raise UnknownKeyword(f"the format {value!r} is not read here")


def problems(record: Any) -> tuple[Problem, ...]:
    """What the database would refuse in a record, each with its field; empty when it is valid."""
    found = list(_violations(record, schema(), ""))
    if not found:
        found = list(_dates(record))
    return tuple({(one.field, one.en): one for one in found}.values())


def is_valid(record: Any, part: Mapping[str, Any]) -> bool:
    """Whether a value follows a schema, or a part of one."""
    return next(_violations(record, part, ""), None) is None


def _violations(value: Any, part: Mapping[str, Any], field: str) -> Iterator[Problem]:
    """Walk a schema beside a value. ``field`` is the top-level field that is looked at."""
    if "type" in part and not _is(value, part["type"]):
        yield _wrong(field, f"must be of type {part['type']}", f"doit être de type {part['type']}")
        return
    if "const" in part and value != part["const"]:
        yield _wrong(field, f"must be {part['const']}", f"doit valoir {part['const']}")
    if "enum" in part and not any(_same(value, one) for one in part["enum"]):
        yield _wrong(field, f"{_shown(value)} is not a value that the database knows",
                     f"{_shown(value)} n’est pas une valeur connue de la base")  # fmt: skip
    if isinstance(value, str):
        yield from _text(value, part, field)
    if isinstance(value, list):
        yield from _array(value, part, field)
    if isinstance(value, Mapping):
        yield from _object(value, part, field)
    yield from _combined(value, part, field)


def _combined(value: Any, part: Mapping[str, Any], field: str) -> Iterator[Problem]:
    for child in part.get("allOf", ()):
        yield from _violations(value, child, field)
    choices = part.get("anyOf", ())
    if choices and not any(is_valid(value, child) for child in choices):
        yield from _none_of(value, choices, field)
    if "not" in part and is_valid(value, part["not"]):
        yield _wrong(field, "is required here", "est obligatoire ici")
    if "if" in part and "then" in part and is_valid(value, part["if"]):
        yield from _violations(value, part["then"], field)


def _none_of(value: Any, choices: Any, field: str) -> Iterator[Problem]:
    """Tell what the choice meant for this type of value lacks; else name what the choices ask."""
    names = sorted({name for child in choices for name in child.get("required", ())})
    if isinstance(value, Mapping) and names:
        listed = ", ".join(names)
        yield _wrong(field or names[-1], f"one of these is required: {listed}",
                     f"l’un de ces champs est obligatoire\u00a0: {listed}")  # fmt: skip
        return
    meant = [child for child in choices if "type" not in child or _is(value, child["type"])]
    yield from _violations(value, (meant or choices)[0], field)


def _text(value: str, part: Mapping[str, Any], field: str) -> Iterator[Problem]:
    length = len(value)
    if length < part.get("minLength", 0):
        yield _wrong(field, "must not be empty", "ne doit pas être vide")
    most = part.get("maxLength", length)
    if length > most:
        yield _wrong(field, f"has {length} characters, at most {most} are taken",
                     f"compte {length} caractères, {most} au plus sont acceptés")  # fmt: skip
    if "pattern" in part and re.search(_python(part["pattern"]), value) is None:
        yield _wrong(field, f"{_shown(value)} is not written as the database asks",
                     f"{_shown(value)} n’est pas écrit comme la base le demande")  # fmt: skip
    if "format" in part and not _FORMATS[part["format"]](value):
        yield _wrong(field, f"{_shown(value)} is no {part['format']}",
                     f"{_shown(value)} n’est pas au format {part['format']}")  # fmt: skip


def _array(value: list[Any], part: Mapping[str, Any], field: str) -> Iterator[Problem]:
    if len(value) < part.get("minItems", 0):
        yield _wrong(field, "must not be empty", "ne doit pas être vide")
    if part.get("uniqueItems") and any(_same(a, b) for n, a in enumerate(value) for b in value[:n]):
        yield _wrong(field, "holds a value twice", "contient deux fois une valeur")
    if "contains" in part and not any(is_valid(one, part["contains"]) for one in value):
        yield _wrong(field, "lacks a value", "il y manque une valeur")
    for one in value if "items" in part else ():
        yield from _violations(one, part["items"], field)


def _object(value: Mapping[str, Any], part: Mapping[str, Any], field: str) -> Iterator[Problem]:
    known = part.get("properties", {})
    for name in part.get("required", ()):
        if name not in value:
            yield _wrong(field or name, "is required", "est obligatoire")
    for name, child in known.items():
        if name in value:
            yield from _violations(value[name], child, field or name)
    if part.get("additionalProperties") is False:
        for name in value:
            if name not in known:
                yield _wrong(field or str(name), "is not a field of the schema",
                             "n’est pas un champ du schéma")  # fmt: skip


def _dates(record: Mapping[str, Any]) -> Iterator[Problem]:
    """The rules on dates that the schema cannot express."""
    bounds = {"content_date": FIRST_CONTENT_DATE, "application_date": FIRST_APPLICATION_DATE}
    application = date.fromisoformat(record["application_date"])
    for name in (*bounds, *END_DATES):
        if not record.get(name):
            continue
        day, first = date.fromisoformat(record[name]), bounds.get(name, application)
        if not first <= day <= LAST_DATE:
            yield _wrong(name, f"{day} is not between {first} and {LAST_DATE}",
                         f"{day} n’est pas entre {first} et {LAST_DATE}")  # fmt: skip


def _wrong(field: str, en: str, fr: str) -> Problem:
    return Problem(field or "record", en, fr)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _python(pattern: str) -> str:
    """ECMA's ``$`` means the very end; Python's would let a line break follow."""
    return pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern


def _is(value: Any, name: str) -> bool:
    return value is None if name == "null" else isinstance(value, _TYPES[name])


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(a == b)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_uri(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme) and bool(parts.netloc) and not re.search(r"[\s<>\"{}|\\^`]", value)


_FORMATS = {"date": _is_date, "uri": _is_uri}
