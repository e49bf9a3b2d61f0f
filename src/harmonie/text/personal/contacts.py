"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from harmonie.text.personal.datum import REFERENCE, Find, before

_AT = r"\s?[\[({]\s?(?:@|at|arobase)\s?[\])}]\s?|\s(?:arobase|arobas)\s"
_EMAIL = re.compile(
    rf"(?<![\w.+\-@])(?P<user>[^\W_][\w.+\-]{{0,63}})(?P<at>@|{_AT})"
    r"(?P<host>(?:[^\W_](?:[\w\-]{0,61}[^\W_])?(?:\.|\s?[\[({]\s?(?:\.|dot|point)\s?[\])}]\s?|\s(?:point|dot)\s)){1,5}"
    r"[^\W\d_]{2,24})(?![\w@])",
    re.IGNORECASE,
)
_POINT = re.compile(r"\s?[\[({]\s?(?:\.|dot|point)\s?[\])}]\s?|\s(?:point|dot)\s", re.IGNORECASE)
_FRENCH = r"0[1-9](?P<fr>[ .\-/]?)\d\d(?:(?P=fr)\d\d){3}(?!(?P=fr)\d)"
_AMERICAN = r"\(?[2-9]\d{2}\)?[ .\-] ?\d{3}[ .\-]\d{4}|[2-9]\d{9}"
_NUMBER = re.compile(
    r"(?<![\w.,/+\-])(?<!\d[ .\-])(?:"
    r"(?P<abroad>(?:\+|00)[1-9](?:[ .\-()/]{0,2}\d){6,14})"
    rf"|(?P<french>{_FRENCH})|(?P<american>{_AMERICAN})"
    r"|(?P<national>(?:\(0\d{1,4}\)|0\d{1,4})(?:[ .\-/]?\d){6,9})"
    r")(?!\w|[.,\-/]\d|\s?(?:[€$£%]|(?:eur|euros?|dollars?|km|kg|vues|views)\b))"
)
_CUE = re.compile(
    r"(?:t[ée]l(?:[ée]phone)?|phone|portable|mobile|cell|fixe|appel\w*|joindre|whats?app|sms|text|call"
    r"|contact\w*|num|num[ée]ro|number|06|signal|telegram|fax)\W{0,4}(?:\w{1,6}\W{1,3}){0,3}$",
    re.IGNORECASE,
)
_REGIONS = {"fr": ("FR", "BE", "CH"), "en": ("GB", "US"), None: ("FR", "GB", "US")}
#: Where else a number may come from once words say that it is one.
_ELSEWHERE = ("FR", "BE", "CH", "LU", "GB", "IE", "US", "AU", "NZ")


def emails(text: str) -> Iterator[Find]:
    """Addresses written openly, or with "[at]", "arobase", "[dot]"."""
    if "@" not in text and re.search(_AT, text, re.IGNORECASE) is None:
        return
    for match in _EMAIL.finditer(text):
        host = _POINT.sub(".", match["host"]).lower()
        user = match["user"].rstrip(".").lower()
        plain = match["at"] == "@" and host == match["host"].lower()
        yield Find(*match.span(), "email", f"{user}@{host}", 0.98 if plain else 0.85)


def phones(text: str, language: str | None = None) -> Iterator[Find]:
    """Valid numbers, in E.164. National ones are read as those of the countries of the language."""
    regions = _REGIONS.get(language, _REGIONS[None])
    for match in _NUMBER.finditer(text):
        context = before(text, match.start())
        told = _CUE.search(context) is not None
        if not told and REFERENCE.search(context):
            continue
        if len(set(match.group()) - set(" .-()/+")) < 3:  # 00 00 00 00 00
            continue
        for region in _readings(match, regions, told):
            if e164 := _parse(match.group(), region):
                yield Find(*match.span(), "phone", e164, 0.97 if told else 0.9)
                break


def _readings(match: re.Match[str], regions: tuple[str, ...], told: bool) -> Iterator[str | None]:
    """The countries that may have given a number; bare digits need words that tell."""
    written = match.group()
    spaced = not written.isdigit()
    if match["abroad"]:
        yield None
        return
    if told:
        everywhere = dict.fromkeys((*regions, *_ELSEWHERE))
        yield from (region for region in everywhere if region != "FR" or match["french"])
        return
    for region in regions:
        if (
            (region == "FR" and match["french"])
            or (region == "US" and match["american"] and spaced)
            or (region == "GB" and written.lstrip("(").startswith("0") and spaced)
        ):
            yield region


def _parse(written: str, region: str | None) -> str | None:
    library = _phonenumbers()
    if region is None and written.startswith("00"):
        written = f"+{written[2:]}"
    try:
        parsed = library.parse(written, region)
    except library.NumberParseException:
        return None
    if not library.is_valid_number(parsed):
        return None
    e164: str = library.format_number(parsed, library.PhoneNumberFormat.E164)
    return e164


@cache
def _phonenumbers() -> Any:
    import phonenumbers  # loaded when a text first holds enough digits

    return phonenumbers
