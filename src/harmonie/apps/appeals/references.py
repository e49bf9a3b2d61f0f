"""Names of an appeal outside the desk: random, and signed for the one who holds the receipt."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "harmonie.appeals.receipt"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoReceipt(LookupError):
    """No receipt has this address."""


def random_reference() -> str:
    """Eighty random bits in Crockford's base 32: tells neither the rank nor the number."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def token(public_id: str) -> str:
    return Signer(salt=_SALT).sign(public_id).replace(":", ".")


def public_id(value: str) -> str:
    """The appeal's public id in a receipt's token; raises :class:`NoReceipt`."""
    body, _, signature = value.rpartition(".")
    try:
        return Signer(salt=_SALT).unsign(f"{body}:{signature}")
    except BadSignature:
        raise NoReceipt(value[:8]) from None


def receipt_path(public_id: str) -> str:
    return reverse("appeal_receipt", args=[token(public_id)])


def receipt_url(public_id: str) -> str:
    """The member's own address of an appeal."""
    return settings.PUBLIC_URL.rstrip("/") + receipt_path(public_id)
