"""API keys made and revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from harmonie.apps.accounts import keys
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import ApiKey
from harmonie.apps.accounts.operations.entry import Refused
from harmonie.apps.audit import operations as audit


def create(
    actor: Actor, *, name: str, scopes: Sequence[str], requests_per_minute: int = 600,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:  # fmt: skip
    """Create a key; return it with its text, which is shown once and never stored."""
    actor.require("key.manage", actor.community_id)
    unknown = set(scopes) - set(keys.SCOPES)
    if unknown or not scopes:
        raise Refused(_("Choose at least one scope from the list."))
    text, prefix, secret_hash = keys.make()
    with transaction.atomic():
        key = ApiKey.objects.create(
            community_id=actor.community_id, name=name, prefix=prefix, secret_hash=secret_hash,
            scopes=sorted(scopes), requests_per_minute=requests_per_minute,
            created_by_id=actor.id, expires_at=expires_at,
        )  # fmt: skip
        audit.record(
            "key.created", actor=actor.label, community_id=actor.community_id,
            subject=f"key:{key.pk}", data={"scopes": sorted(scopes)},
        )  # fmt: skip
    return key, text


def revoke(actor: Actor, key_id: int) -> None:
    """Refuse the key from now on. Revoking twice changes nothing."""
    actor.require("key.manage", actor.community_id)
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().get(pk=key_id, community_id=actor.community_id)
        if key.revoked_at is not None:
            return
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        audit.record(
            "key.revoked", actor=actor.label, community_id=actor.community_id,
            subject=f"key:{key.pk}",
        )  # fmt: skip
