"""API keys as text: made, hashed, recognised; and what each scope lets a program do."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import ApiKey

#: What a key may be given, in words, and the permissions that come with it.
SCOPES: dict[str, tuple[object, frozenset[str]]] = {
    "messages:write": (_("Send messages in"), frozenset({"inbox.ingest"})),
    "messages:read": (_("Read messages"), frozenset({"inbox.read"})),
    "cases:read": (_("Read moderation cases"), frozenset({"case.read"})),
    "cases:write": (_("Decide cases"), frozenset({"case.read", "case.decide"})),
    "decisions:read": (_("Read decisions"), frozenset({"case.read", "rule.read"})),
    "judge": (_("Analyse and judge texts without storing them"), frozenset({"rule.read"})),
    "appeals:read": (_("Read appeals"), frozenset({"appeal.read"})),
    "appeals:write": (_("Lodge appeals for members"), frozenset({"appeal.lodge"})),
    "events:write": (
        _("Manage webhooks"),
        frozenset({"connection.read", "connection.edit"}),
    ),
    "fairness:read": (_("Read audits and bias reports"), frozenset({"fairness.read"})),
    "fairness:write": (
        _("Ask for audits, report a bias"),
        frozenset({"fairness.read", "fairness.report", "fairness.edit"}),
    ),
    "models:read": (_("Read models, comparisons and their audits"), frozenset({"model.read"})),
    "models:write": (
        _("Compare and audit a model, without putting it in use"),
        frozenset({"model.read", "model.promote"}),
    ),
}


def make() -> tuple[str, str, str]:
    """(text shown once, prefix, hash of the secret). The secret has 256 random bits."""
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    return f"hk_{prefix}_{secret}", prefix, digest(secret)


def digest(secret: str) -> str:
    """SHA-256 is enough for a random secret of 256 bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(text: str) -> ApiKey | None:
    """The live key that ``text`` is, or None: unknown, wrong, expired or revoked."""
    kind, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if kind != "hk" or not secret or len(text) > 200:
        return None
    key = ApiKey.objects.filter(prefix=prefix).first()
    expected = key.secret_hash if key else digest("nobody")
    if not hmac.compare_digest(expected, digest(secret)) or key is None:
        return None
    if key.revoked_at or (key.expires_at and key.expires_at <= timezone.now()):
        return None
    return key


def touch(key: ApiKey) -> None:
    """Remember the use, at most once a minute: a write per request would cost too much."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > timedelta(minutes=1):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def actor_of(key: ApiKey) -> Actor:
    granted = (SCOPES[scope][1] for scope in key.scopes if scope in SCOPES)
    return Actor(
        kind="key", id=key.pk, name=key.name, community_id=key.community_id,
        permissions=frozenset().union(*granted), role="key",
    )  # fmt: skip
