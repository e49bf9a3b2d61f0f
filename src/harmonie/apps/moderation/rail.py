"""This room's place in the shell: a link with the number of waiting cases, and the day's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.moderation.queries.listing import open_count
from harmonie.apps.moderation.queries.mandate_reviews import waiting_reviews
from harmonie.apps.moderation.queries.mandates import stepped_back
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
    register_panel(
        Panel(
            key="mandates",
            template="moderation/parts/mandate_news.html",
            context=_mandate_news,
            order=40,
            permission="case.decide",
        )
    )


def _mandate_news(community_id: int, actor: Actor) -> Mapping[str, Any] | None:
    """What a lead must know at once, and what waits for a blind check."""
    if not actor.is_person:
        return None
    back = stepped_back(community_id) if actor.may("rule.edit") else []
    reviews = waiting_reviews(community_id)
    if not back and not reviews:
        return None
    slug = accounts.community(community_id).slug
    return {"stepped_back": back, "reviews": reviews, "slug": slug}


def _day(community_id: int, actor: Actor) -> Mapping[str, Any] | None:
    if not actor.is_person or actor.id is None:
        return None
    return {"exposure": exposure(actor.id)}
