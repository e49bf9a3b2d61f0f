"""Personal data in a text, by rules with checksums, and pseudonyms to put in its place.

Order numbers, prices, dates, times and bus lines are not personal data: a number counts only with
a valid checksum, a valid telephone plan, or words around it that say what it is.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from harmonie.text.personal.addresses import postal_addresses
from harmonie.text.personal.bank import ibans, payment_cards
from harmonie.text.personal.contacts import emails, phones
from harmonie.text.personal.datum import Find
from harmonie.text.personal.identity import companies, nirs, social_security
from harmonie.text.personal.network import ip_addresses
from harmonie.text.spans import Claims

#: Kinds of personal data and what a pseudonym calls them.
KINDS = {
    "fr": {
        "email": "e-mail", "phone": "téléphone", "iban": "IBAN", "payment_card": "carte bancaire",
        "nir": "numéro de sécurité sociale", "siret": "SIRET", "siren": "SIREN",
        "ip_address": "adresse IP", "postal_address": "adresse", "ssn": "numéro SSN",
        "nino": "numéro NI", "handle": "pseudo",
    },
    "en": {
        "email": "e-mail", "phone": "phone", "iban": "IBAN", "payment_card": "payment card",
        "nir": "French social security number", "siret": "SIRET", "siren": "SIREN",
        "ip_address": "IP address", "postal_address": "address", "ssn": "SSN",
        "nino": "NI number", "handle": "handle",
    },
}  # fmt: skip
_MAYBE = re.compile(r"[0-9@:]|[\[({ ]a(?:t|robas)")
_MAYBE_EMAIL = re.compile(r"@(?<=[^\W_].)[^\W_]|[\[({]\s?(?:@|[aA][tT]|arobas)|\sarobas")
_MAYBE_IP = re.compile(r"\.\d{1,3}\.\d|:[0-9a-fA-F]{0,4}:")
_MAYBE_LONG_NUMBER = re.compile(r"\d(?:[\s.\-()/]{0,2}\d){7}")
_MAYBE_IBAN = re.compile(r"[A-Za-z]{2}\d{2}")
_MAYBE_ADDRESS = re.compile(r"\d\w{0,6},? +[^\W\d_]{2}|[A-Z]\d[A-Z\d]? \d[A-Z]")
_HANDLE = re.compile(r"(?<![\w@.])@[^\W_][\w.\-]{1,48}")
_LONGEST_SEARCHED = 200_000


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """What identifies a person. ``start`` and ``end`` are code points of the searched text.

    ``kind`` is a key of :data:`KINDS`; ``value`` the canonical spelling (E.164 for a phone, digits
    alone for a card), so that one datum written twice has one value. ``confidence`` is in [0, 1].
    """

    start: int
    end: int
    kind: str
    value: str
    confidence: float


def find_personal_data(
    text: str, language: str | None = None, *, handles: bool = False
) -> list[PersonalDatum]:
    """The personal data of a text, in order and without overlaps.

    ``language`` ("fr", "en") chooses the countries whose national telephone numbers are read.
    ``handles`` also reports mentions such as "@name". Only the first 200,000 code points are read.
    """
    if _MAYBE.search(text) is None:
        return []
    text = text[:_LONGEST_SEARCHED]
    finds: list[Find] = []
    if _MAYBE_EMAIL.search(text):
        finds += emails(text)
    if _MAYBE_IBAN.search(text):
        finds += ibans(text)
    if _MAYBE_LONG_NUMBER.search(text):
        finds += (*nirs(text), *payment_cards(text), *companies(text))
        finds += (*phones(text, language), *social_security(text))
    if _MAYBE_IP.search(text):
        finds += ip_addresses(text)
    if _MAYBE_ADDRESS.search(text):
        finds += postal_addresses(text)
    if handles:
        finds += (Find(*m.span(), "handle", m.group().lower(), 0.5) for m in _HANDLE.finditer(text))
    return _without_overlaps(finds)


def _without_overlaps(finds: list[Find]) -> list[PersonalDatum]:
    """Of two finds that share characters, the surer; they come surest family first."""
    if len(finds) < 2:
        return [PersonalDatum(*find) for find in finds]
    taken = Claims(max(find.end for find in finds))
    surest_first = sorted(finds, key=lambda find: -find.confidence)
    kept = [find for find in surest_first if taken.claim(find.start, find.end)]
    return [PersonalDatum(*find) for find in sorted(kept)]


def pseudonymise(
    text: str, key: bytes | None = None, *, language: str = "en", handles: bool = False
) -> str:
    """The text with each personal datum replaced by a pseudonym, "[e-mail 1]".

    The same datum has the same pseudonym throughout the text. With a ``key``, throughout all texts:
    "[e-mail 3f9a2c71]", a keyed hash (HMAC-SHA256) that cannot be undone without trying the key.
    ``language`` is that of the labels.
    """
    labels = KINDS["fr" if language == "fr" else "en"]
    numbers: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    pieces: list[str] = []
    at = 0
    for datum in find_personal_data(text, language, handles=handles):
        identity = (datum.kind, datum.value)
        if identity not in numbers:
            counts[datum.kind] = counts.get(datum.kind, 0) + 1
            numbers[identity] = _keyed(key, identity) if key else str(counts[datum.kind])
        pieces += (text[at : datum.start], f"[{labels[datum.kind]} {numbers[identity]}]")
        at = datum.end
    return "".join((*pieces, text[at:]))


def _keyed(key: bytes, identity: tuple[str, str]) -> str:
    message = "\x00".join(identity).encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:8]
