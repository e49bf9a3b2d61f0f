"""The community's own settings."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import operations as audit

FIELDS = ("name", "colour", "language", "time_zone", "charter_url", "contact_email")


def change(actor: Actor, values: Mapping[str, str]) -> list[str]:
    """Change some of :data:`FIELDS`; return the names of those that differ. The slug stays."""
    actor.require("settings.edit", actor.community_id)
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=actor.community_id)
        changed = [
            name for name in FIELDS if name in values and values[name] != getattr(community, name)
        ]
        for name in changed:
            setattr(community, name, values[name])
        if changed:
            community.save(update_fields=changed)
            audit.record(
                "community.changed", actor=actor.label, community_id=community.pk,
                subject=f"community:{community.pk}", data={"fields": changed},
            )  # fmt: skip
    return changed
