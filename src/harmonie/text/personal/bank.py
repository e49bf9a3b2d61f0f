"""Bank details: IBAN and payment cards, by their checksums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harmonie.text.personal.datum import REFERENCE, Find, before

_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w.,+\-])\d(?:[ \-.]?\d){12,18}(?![\w]|[.,]\d)")
#: Length of an IBAN by country (SWIFT IBAN registry), for those met in Europe and around.
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27,
    "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MA": 28,
    "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
_CARD_PREFIXES = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})\Z|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}\Z"
    r"|3[47]\d{13}\Z|3(?:0[0-5]|[68]\d)\d{11}\Z|(?:6011|65\d{2}|64[4-9]\d)\d{12}\Z"
    r"|35(?:2[89]|[3-8]\d)\d{12}\Z|(?:50|5[6-9]|6[0-9])\d{14,17}\Z"
)


def ibans(text: str) -> Iterator[Find]:
    """Account numbers with the length of their country and the right check digits."""
    from stdnum import iban  # loaded when a text first holds digits

    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match.group()[:2].upper())
        end = length and _end_of(text, match.start(), match.end(), length)
        if not end:
            continue
        value = re.sub(r"[ \-]", "", text[match.start() : end]).upper()
        if iban.is_valid(value, check_country=False):
            yield Find(match.start(), end, "iban", value, 0.99)


def _end_of(text: str, start: int, end: int, length: int) -> int | None:
    """Where the ``length``-th letter or digit ends, when a word ends there too."""
    seen = 0
    for position in range(start, end):
        seen += text[position].isalnum()
        if seen == length:
            after = text[position + 1 : position + 2]
            return None if after.isalnum() else position + 1
    return None


def payment_cards(text: str) -> Iterator[Find]:
    """Card numbers: length and prefix of a scheme, Luhn check, not told to be a reference."""
    from stdnum import luhn

    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(set(digits)) < 2 or not _CARD_PREFIXES.match(digits) or not luhn.is_valid(digits):
            continue
        grouped = re.fullmatch(
            r"\d{4}([ \-.])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ \-.])\d{6}\2\d{5}", match.group()
        )
        if grouped is None and (not match.group().isdigit() or digits[:2] in _MAESTRO):
            continue
        if REFERENCE.search(before(text, match.start())):
            continue
        yield Find(*match.span(), "payment_card", digits, 0.95)


#: Prefixes shared with too many other numbers to be trusted without the usual groups of four.
_MAESTRO = frozenset({"50", *(str(n) for n in range(56, 70))} - {"65"})
