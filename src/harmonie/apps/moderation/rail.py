"""This room's place in the shell: a link with the number of waiting cases, and the day's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.moderation.queries.listing import open_count
from harmonie.apps.moderation.queries.wellbeing import exposure
from harmonie.apps.web.navigation import Entry, Panel, register_panel
from harmonie.apps.web.navigation import register as register_entry


def register(label: Any) -> None:
    register_entry(
        Entry(
            key="moderation",
            label=label,
            icon="shield-check",
            url_name="moderation:queue",
            order=20,
            permission="case.read",
            counter=lambda community_id, actor: open_count(community_id),
            is_urgent=True,
        )
    )
    register_panel(
        Panel(
            key="day",
            template="moderation/parts/day.html",
            context=_day,
            permission="case.decide",
        )
    )


def _day(community_id: int, actor: Actor) -> Mapping[str, Any] | None:
    if not actor.is_person or actor.id is None:
        return None
    return {"exposure": exposure(actor.id)}
