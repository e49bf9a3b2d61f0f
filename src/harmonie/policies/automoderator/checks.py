"""AutoModerator's checks as CEL: what a rule looks at, and texts that would meet it.

``body`` and ``title`` read ``message.text``; ``url`` and ``domain`` read ``links``. A check without
counterpart is never dropped from a rule: that would widen it (see ``translate``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harmonie.policies.automoderator.patterns import (
    AFTER,
    BEFORE,
    NOT_WORD,
    Rim,
    Untranslatable,
    Value,
    literal,
    regular,
)
from harmonie.policies.bounds import MAX_LITERAL, MAX_PATTERN, pattern_error
from harmonie.text.links import find_links

Place = Literal["start", "end", "whole", "any"]
Fact = int | bool | str
#: Hears ``(level, code, **values)`` of what is lost or adapted.
Note = Callable[..., None]
MATCHES = ("full-exact", "full-text", "includes", "includes-word", "starts-with", "ends-with")
TEXT_FIELDS, LINK_FIELDS = ("body", "title"), ("url", "domain")
#: Fields of AutoModerator that a message of Harmonie does not have.
OTHER_FIELDS = (
    "id", "name", "flair_text", "flair_css_class", "flair_template_id", "media_author",
    "media_author_url", "media_title", "media_description", "poll_option_text", "crosspost_id",
    "crosspost_title",
)  # fmt: skip
_PLACES: Mapping[str, Place] = {
    "full-exact": "whole", "full-text": "whole", "starts-with": "start", "ends-with": "end",
}  # fmt: skip
_RIMS: Mapping[str, tuple[Rim, Rim]] = {
    "full-exact": ("tied", "tied"), "full-text": ("tied", "tied"), "domain": ("tied", "tied"),
    "starts-with": ("tied", "rim"), "ends-with": ("rim", "tied"),
}  # fmt: skip
_KEY = re.compile(r"(~?)([a-z_]+(?:\s*\+\s*[a-z_]+)*)(?:#\w+)?\s*(?:\(([^()]*)\))?")
_COMPARISON = re.compile(r"(<|>|==?)\s*(-?\d+)\s*([a-z]*)")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_HOURS = {"minute": 1 / 1440, "hour": 1 / 24}


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that meets one atom of a check, and where it must stand."""

    text: str
    place: Place = "any"


@dataclass(frozen=True, slots=True)
class Check:
    """``atoms`` are CEL conditions of which one must hold; none of them when it is negated.

    ``samples`` (one for each atom that looks for a text), ``facts`` and ``length`` help to find
    examples: texts, what surrounds the message, a number of characters around which the answer
    changes.
    """

    atoms: tuple[str, ...]
    is_negated: bool = False
    samples: tuple[Sample, ...] = ()
    facts: tuple[Mapping[str, Fact], ...] = ()
    length: int = -1

    def cel(self, atoms: Sequence[str] | None = None) -> str:
        """The condition, of ``atoms`` alone when given."""
        chosen = self.atoms if atoms is None else atoms
        joined = " || ".join(chosen)
        if self.is_negated:
            return f"!({joined})"
        return f"({joined})" if len(chosen) > 1 else joined


@dataclass(frozen=True, slots=True)
class Key:
    """A field key taken apart: ```~body+title (regex, includes)``."""

    fields: tuple[str, ...]
    is_negated: bool
    match: str
    is_regex: bool
    is_case_sensitive: bool


class Refusal(ValueError):
    """A check without counterpart: ``code`` names the sentence, ``values`` fill it in."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def is_field_key(name: str) -> bool:
    """Whether a key names fields to search in."""
    found = _KEY.fullmatch(name)
    known = (*TEXT_FIELDS, *LINK_FIELDS, *OTHER_FIELDS)
    return found is not None and all(f.strip() in known for f in found[2].split("+"))


def read_key(name: str) -> Key:
    """The key's fields and modifiers, defaults filled in."""
    found = _KEY.fullmatch(name)
    if found is None:
        raise Refusal("unknown_key", key=name)
    fields = tuple(dict.fromkeys(field.strip() for field in found[2].split("+")))
    given = [word for word in re.split(r"[\s,]+", found[3] or "") if word]
    matches = [word for word in given if word in MATCHES]
    if len(matches) > 1 or set(given) - {*MATCHES, "regex", "case-sensitive"}:
        raise Refusal("bad_modifier", modifiers=", ".join(given))
    match = matches[0] if matches else _default(fields)
    return Key(fields, bool(found[1]), match, "regex" in given, "case-sensitive" in given)


def _default(fields: tuple[str, ...]) -> str:
    if fields == ("domain",):
        return "domain"
    return "includes" if fields == ("url",) else "includes-word"


def field_check(key: Key, values: Sequence[str], note: Note) -> Check:
    """Texts or patterns looked for in fields.

    ``note(level, code, **values)`` hears what is lost or adapted; raises :class:`Refusal`.
    """
    unknown = [f for f in key.fields if f in OTHER_FIELDS]
    known = [f for f in key.fields if f not in OTHER_FIELDS]
    if unknown and (key.is_negated or not known):
        raise Refusal("unsupported_field", field=unknown[0])
    for field in unknown:  # one field of several: the check is met less often, never more
        note("lost", "unsupported_field", field=field)
    found: dict[str, Sample] = {}
    targets = ["text"] if set(known) & set(TEXT_FIELDS) else []
    for field in (*targets, *(field for field in known if field in LINK_FIELDS)):
        found |= dict(_atoms(field, key, values, note))
    if "title" in known:
        note("adapted", "title_and_text")
    if "body" not in known:
        note("adapted", "posts_only", fields=" + ".join(known))
    for field in known:
        if field in LINK_FIELDS:
            note("adapted", "links_in_text", field=field)
    return Check(tuple(found), key.is_negated, tuple(found.values()))


def _atoms(field: str, key: Key, values: Sequence[str], note: Note) -> Iterator[tuple[str, Sample]]:
    """Conditions of which one must hold, each with a text that meets it."""
    target = {"text": "message.text", "url": "l.url", "domain": "l.host"}[field]
    exact, rest, start = list[str](), list(values), "^"
    if key.match == "domain":
        start = r"^(?:.*\.)?"
        if not key.is_regex:
            exact, rest = _domains(values)
    for part in _parts(exact):
        listed = ", ".join(map(quoted, part))
        yield f"links.exists(l, l.domain in [{listed}])", Sample(f"https://{part[0]}")
    for pattern, text in _patterns(key, rest, note, start):
        condition = f"{target}.matches({quoted(pattern)})"
        if field == "text":
            yield condition, Sample(text, _PLACES.get(key.match, "any"))
        else:
            yield f"links.exists(l, {condition})", Sample(_linked(field, text))


def _linked(field: str, text: str) -> str:
    """A link that holds the text, in its host or behind it."""
    bare = text.strip().removeprefix("https://").removeprefix("http://").strip("/.")
    if "." in bare:
        return f"https://{bare}"
    return f"https://{bare}.example.org" if field == "domain" else f"https://example.org/{bare}"


def _parts(values: Sequence[str]) -> list[Sequence[str]]:
    step = MAX_LITERAL // 2
    return [values[start : start + step] for start in range(0, len(values), step)]


def _domains(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """Registrable domains, of which every host is meant, and the rest."""
    exact, rest = list[str](), list[str]()
    for value in values:
        domain = value.strip().lower()
        links = find_links(f"https://{domain}/")
        is_whole = len(links) == 1 and links[0].registrable_domain == links[0].host == domain
        (exact if is_whole else rest).append(domain)
    return exact, rest


def _patterns(
    key: Key, values: Sequence[str], note: Note, start: str = "^"
) -> list[tuple[str, str]]:
    """Patterns, each with a text that it finds."""
    flags = "(?s)" if key.is_case_sensitive else "(?is)"
    grouped: dict[tuple[str, str], dict[str, str]] = {}
    for value in values:
        for each in _values(key, value):
            if not each.is_exact:
                note("adapted", "boundary", value=value)
            if key.match == "includes-word" and "either" in (each.first, each.last):
                note("adapted", "edge", value=value)
            grouped.setdefault(_frame(key.match, each, start), {})[each.re2] = each.sample
    found = list[tuple[str, str]]()
    for (before, after), inner in grouped.items():
        room = MAX_PATTERN - len(flags) - len(before) - len(after) - len("(?:)")
        for part in _packed(list(inner), room):
            pattern = f"{flags}{before}(?:{'|'.join(part)}){after}"
            error = pattern_error(pattern) if len(pattern) <= MAX_PATTERN else "too long"
            if error:
                raise _bad_pattern(part[0], error, "trop long" if error == "too long" else error)
            found.append((pattern, inner[part[0]]))
    return found


def _bad_pattern(value: str, en: str, fr: str) -> Refusal:
    return Refusal("bad_pattern", value=value, why_en=en, why_fr=fr)


def _values(key: Key, value: str) -> list[Value]:
    if not key.is_regex:
        return [literal(value)]
    try:
        return regular(value, MAX_PATTERN - 60, _RIMS.get(key.match, ("rim", "rim")))
    except Untranslatable as error:
        raise _bad_pattern(value, str(error), error.fr) from None


def _frame(match: str, value: Value, start: str) -> tuple[str, str]:
    """What stands around a value; AutoModerator's own patterns, written for RE2."""
    if match == "includes-word":
        before = "" if value.first in ("other", "boundary") else BEFORE
        return before, "" if value.last in ("other", "boundary") else AFTER
    return {
        "full-exact": (start, r"\n?$"),
        "domain": (start, "$"),
        "full-text": (f"^{NOT_WORD}*", f"{NOT_WORD}*$"),
        "includes": ("", ""),
        "starts-with": ("^", ""),
        "ends-with": ("", r"\n?$"),
    }[match]


def _packed(values: list[str], room: int) -> list[list[str]]:
    """Lists of values that fit in one pattern."""
    packed: list[list[str]] = []
    left = -1
    for value in values:
        if len(value) + 1 > left:
            packed.append([])
            left = room + 1
        packed[-1].append(value)
        left -= len(value) + 1
    return packed


def quoted(text: str) -> str:
    """A CEL string in single quotes."""
    pieces = []
    for character in text:
        if character in "\\'":
            pieces.append(f"\\{character}")
        elif character.isprintable():
            pieces.append(character)
        else:
            pieces.append(f"\\U{ord(character):08x}")
    return f"'{''.join(pieces)}'"


# Other checks -------------------------------------------------------------------------------------


def type_check(value: str, note: Note) -> Check | None:
    """The kind of message a rule is for; ``None`` for all of them."""
    kind = " ".join(value.lower().split())
    if kind == "any":
        return None
    if kind == "comment":
        return Check(("message.is_reply",), facts=({"is_reply": True}, {"is_reply": False}))
    if kind == "submission":
        return posts_only()
    if kind == "text submission":
        note("adapted", "kind_of_post", value=kind)
        return posts_only()
    raise Refusal("unknown_type", value=value)


def posts_only() -> Check:
    """Messages that answer no other: comments have neither title, nor url, nor domain."""
    return Check(("!message.is_reply",), facts=({"is_reply": False}, {"is_reply": True}))


def reports_check(value: str) -> Check:
    """At least so many reports."""
    if not re.fullmatch(r"\d{1,6}", value.strip()):
        raise Refusal("bad_value", key="reports")
    number = int(value)
    below = max(number - 1, 0)
    return Check((f"message.reports >= {number}",), facts=({"reports": number}, {"reports": below}))


def length_check(key: str, value: str, note: Note) -> Check:
    """A body longer or shorter than so many characters."""
    if not re.fullmatch(r"\d{1,6}", value.strip()):
        raise Refusal("bad_value", key=key)
    note("adapted", "edge_punctuation")
    sign = ">" if key == "body_longer_than" else "<"
    return Check((f"message.length {sign} {int(value)}",), length=int(value))


def age_check(value: str, note: Note) -> Check:
    """Days since the author joined: ``< 2 days``, ``> 1 week``; a bare number counts days."""
    found = _COMPARISON.fullmatch(value.strip().lower())
    if found is None:
        raise Refusal("bad_threshold", value=value)
    sign, number, unit = found[1], int(found[2]), found[3].removesuffix("s") or "day"
    if (unit not in _DAYS and unit not in _HOURS) or number < 0 or number > 100_000_000:
        raise Refusal("bad_threshold", value=value)
    scaled = number * _DAYS.get(unit, 0) if unit in _DAYS else number * _HOURS[unit]
    days = round(scaled)
    if abs(days - scaled) > 1e-6 or sign not in "<>":
        raise Refusal("part_of_a_day", value=value)
    note("adapted", "joined")
    facts = tuple({"author_days": n} for n in dict.fromkeys((days, max(days - 1, 0), days + 1)))
    if sign == "<":
        return Check((f"(author.days >= 0 && author.days < {days})",), facts=facts)
    return Check((f"author.days >= {days}",), facts=facts)


def moderator_check(is_wanted: bool) -> Check:
    """Whether the author is of the team."""
    return Check(
        (f"author.role {'==' if is_wanted else '!='} 'staff'",),
        facts=tuple(
            {"role": role} for role in (("staff", "member") if is_wanted else ("member", "staff"))
        ),
    )
