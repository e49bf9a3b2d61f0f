"""Showing members how the AI treats them, or not."""

from __future__ import annotations

from django.db import transaction

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.fairness.models import PublicPage


def show_public_page(is_on: bool, actor: Actor) -> None:
    """Publish the page of figures, or take it off."""
    actor.require("fairness.edit", actor.community_id)
    with transaction.atomic():
        row, _is_new = PublicPage.objects.select_for_update().get_or_create(
            community_id=actor.community_id
        )
        if row.is_on == is_on:
            return
        row.is_on = is_on
        row.save(update_fields=["is_on"])
        audit_log.record(
            "bias.page_changed",
            actor=actor.label,
            community_id=actor.community_id,
            subject=f"community:{actor.community_id}",
            data={"is_on": is_on},
        )
