"""What the families of personal data share: a find, and the words around it."""

from __future__ import annotations

import re
from typing import NamedTuple

#: How far before a number a word may tell what it is (code points).
_BEFORE = 32


class Find(NamedTuple):
    """A stretch of text that identifies somebody; ``value`` is its canonical spelling."""

    start: int
    end: int
    kind: str
    value: str
    confidence: float


#: Words that say a number is something ordered, filed or counted, not a person's.
REFERENCE = re.compile(
    r"(?:commandes?|order|n[°ºo]\.?|num[ée]ro de (?:commande|suivi|dossier|client|billet|s[ée]rie)"
    r"|r[ée]f(?:[ée]rences?|erence)?\.?|factures?|invoices?|tickets?|colis|tracking|suivi|dossiers?"
    r"|billets?|booking|reservations?|r[ée]servations?|parcel|package|case|isbn|ean|sku|imei|serial"
    r"|id|code|train|vol|flight|bus|lignes?|lines?|version|build|commit|issue|#|pr)"
    r"\s*(?:number|no\.?|n[°º]|id)?\s*(?:est|is|:|=|,|-)?\s*[#:]?\s*$",
    re.IGNORECASE,
)


def before(text: str, start: int) -> str:
    """The words just before an offset."""
    return text[max(0, start - _BEFORE) : start]
