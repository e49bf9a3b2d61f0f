"""Postal addresses: hints, since only a map could tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harmonie.text.personal.datum import Find

_FR_WAY = (
    r"(?P<way>rue|avenue|av\.?|ave|boulevard|bld|bd|bvd|place|impasse|all[ée]es?|chemin|quai|cours|route|rte|"
    r"square|passage|faubourg|lotissement|voie|venelle|sentier|esplanade|promenade|cit[ée]|r[ée]sidence|hameau)"
)
_FR_LINK = r"(?:\s+(?:de\s+la|de\s+l['’]|de|du|des|d['’]|la|le|les|l['’]|st|sainte?|saint))?"
_FR = re.compile(
    rf"(?<![\w.,/])\d{{1,4}}\s?(?:bis|ter|quater|[A-D])?\s*,?\s+{_FR_WAY}\b{_FR_LINK}\s*"
    r"(?P<name>[^\W\d_][\w'’.\-]*(?:[ \-][A-ZÀ-Ý][\w'’.\-]*){0,4})"
    r"(?P<town>\s*[,\n\-]?\s*(?:F-)?(?:0[1-9]|[1-8]\d|9[0-8])\d{3}\s+[^\W\d_][\w'’\-]*)?",
    re.IGNORECASE,
)
_EN = re.compile(
    r"(?<![\w.,/])\d{1,5}[A-Da-d]?\s+(?P<name>(?:[^\W\d_][\w'’.\-]*\s+){1,3})"
    r"(?P<way>street|st|road|rd|avenue|ave|lane|ln|drive|boulevard|blvd|court|close|terrace|crescent|gardens|"
    r"grove|mews|parkway|highway|square|row)\b\.?"
    r"(?P<town>,?\s+(?:[A-Z][\w'’\-]+,?\s+){0,3}(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]{2},?\s+\d{5}(?:-\d{4})?)\b)?",
    re.IGNORECASE,
)
_UK_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?!\w)")
_CUE = re.compile(
    r"(?:habit\w*|adresse|address|domicile"
    r"|demeure\w*|r[ée]sid\w*|loge\w*|liv(?:e|es|ing)|livr\w*"
    r"|chez|deliver\w*|"
    r"ship\w*|home|house|maison|situ[ée]e?)\b[^.!?\n]{0,28}$",
    re.IGNORECASE,
)
_ALSO_COUNTED = frozenset(
    (
        "place",
        "cours",
        "passage",
        "voie",
        "route",
        "cité",
        "cite",
        "square",
        "row",
        "court",
        "close",
    )
)


def postal_addresses(text: str) -> Iterator[Find]:
    """A number, a kind of way, a name; surer with a postcode and town or words that tell."""
    for pattern in (_FR, _EN):
        for match in pattern.finditer(text):
            if confidence := _confidence(text, match):
                value = " ".join(match.group().split()).lower()
                yield Find(*match.span(), "postal_address", value, confidence)
    for match in _UK_POSTCODE.finditer(text):
        if _CUE.search(text[max(0, match.start() - 48) : match.start()]):
            yield Find(*match.span(), "postal_address", match.group().lower(), 0.6)


def _confidence(text: str, match: re.Match[str]) -> float:
    told = _CUE.search(text[max(0, match.start() - 48) : match.start()]) is not None
    if match["town"]:
        return 0.95
    if told:
        return 0.85
    named = all(word[:1].isupper() for word in match["name"].split() if len(word) > 3)
    if not named or not match["name"][:1].isupper() or match["way"].lower() in _ALSO_COUNTED:
        return 0.0
    return 0.7
