"""Numbers that a state gives: NIR, SIRET, SIREN (France), social security (US, UK)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harmonie.text.personal.datum import Find, before

_NIR = re.compile(
    r"(?<![\w.,])(?P<body>[1-478][\s.\-]?\d{2}[\s.\-]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.\-]?"
    r"(?:\d{2}|2[ABab])[\s.\-]?\d{3}[\s.\-]?\d{3})(?:[\s.\-/]{0,3}(?P<key>\d{2}))?(?!\w)"
)
_NIR_CUE = re.compile(
    r"(?:nir|s[ée]cu(?:rit[ée]\s+sociale)?|num[ée]ro\s+d'assur[ée]|carte\s+vitale|\bss)\W{0,4}(?:\w{1,4}\W{1,3}){0,2}$",
    re.I,
)
_SIRET = re.compile(r"(?<![\w.,+])\d{3}([ .\u00a0]?)\d{3}\1\d{3}[ .\u00a0]?\d{5}(?![\w]|[.,]\d)")
_SIREN = re.compile(r"(?<![\w.,+])\d{3}([ .\u00a0]?)\d{3}\1\d{3}(?![\w]|[ .,]?\d)")
_SIRET_CUE = re.compile(r"siret\W{0,4}(?:\w{1,4}\W{1,3}){0,2}$", re.I)
_SIREN_CUE = re.compile(r"(?:siren|rcs(?:\s+[\w\-]+)?)\W{0,4}(?:\w{1,4}\W{1,3}){0,2}$", re.I)
_SSN = re.compile(r"(?<![\w\-])\d{3}-\d{2}-\d{4}(?![\w\-])")
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)"
)


def nirs(text: str) -> Iterator[Find]:
    """French social security numbers with the right key; without a key, only where words tell."""
    from stdnum.fr import nir

    for match in _NIR.finditer(text):
        body = re.sub(r"[\s.\-]", "", match["body"]).upper()
        if match["key"] is not None:
            if nir.is_valid(body + match["key"]):
                # A provisional number (3, 4, 7, 8) may as well be an American Express card.
                confidence = 0.98 if body[0] in "12" else 0.9
                yield Find(*match.span(), "nir", body + match["key"], confidence)
        elif _NIR_CUE.search(before(text, match.start())):
            yield Find(*match.span(), "nir", body, 0.8)


def companies(text: str) -> Iterator[Find]:
    """SIRET and SIREN: a sole trader's identify a person."""
    from stdnum.fr import siren, siret

    for match in _SIRET.finditer(text):
        value = re.sub(r"\D", "", match.group())
        told = _SIRET_CUE.search(before(text, match.start())) is not None
        spaced = not match.group().isdigit()
        if (told or spaced) and len(set(value)) > 2 and siret.is_valid(value):
            yield Find(*match.span(), "siret", value, 0.95 if told else 0.85)
    for match in _SIREN.finditer(text):
        value = re.sub(r"\D", "", match.group())
        if _SIREN_CUE.search(before(text, match.start())) and siren.is_valid(value):
            yield Find(*match.span(), "siren", value, 0.9)


def social_security(text: str) -> Iterator[Find]:
    """US social security numbers and UK national insurance numbers, in their usual shape."""
    from stdnum.us import ssn

    for match in _SSN.finditer(text):
        if ssn.is_valid(match.group()):
            yield Find(*match.span(), "ssn", match.group(), 0.85)
    for match in _NINO.finditer(text):
        yield Find(*match.span(), "nino", re.sub(r"\s", "", match.group()), 0.85)
