"""Words of this room in templates."""

from __future__ import annotations

from datetime import datetime

from django import template

from harmonie.apps.fairness import contracts, labels
from harmonie.apps.web import wording
from harmonie.apps.web.templatetags.web import chip

register = template.Library()


@register.filter
def language_name(code: str) -> object:
    return labels.LANGUAGES.get(code, code)


@register.filter
def tier_name(tier: str) -> object:
    return labels.TIERS.get(tier, tier)


@register.filter
def head_name(name: str) -> object:
    return labels.SIGNALS.get(name, name)


@register.filter
def what_name(key: str) -> object:
    return contracts.WHAT.get(key, key)


@register.filter
def towards_name(key: str) -> object:
    return contracts.TOWARDS.get(key, key)


@register.filter
def figure(value: float | None, is_area: bool = False) -> str:
    """An area as 0.97, a share as 1.9 %."""
    if value is None:
        return "—"
    return wording.number(value, 2) if is_area else wording.percent(value, 1)


@register.filter
def day(at: datetime | None) -> str:
    """A date inside a sentence."""
    return "" if at is None else wording.day(at)


@register.filter
def share(part: int, whole: int) -> float:
    """A part of a whole, between 0 and 1."""
    return part / whole if whole else 0.0


@register.simple_tag
def report_chip(state: str) -> object:
    """The state of a bias report."""
    return chip(contracts.STATES.get(state, state), contracts.TONES.get(state, ""))
