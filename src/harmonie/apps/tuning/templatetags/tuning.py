"""Words of this room in templates."""

from __future__ import annotations

from django import template

from harmonie.apps.moderation.labels import MODES, SIGNALS
from harmonie.apps.tuning import labels
from harmonie.apps.web import wording
from harmonie.wording import in_language

register = template.Library()


@register.filter
def tier_label(tier: str) -> object:
    return labels.TIERS.get(tier, tier)


@register.filter
def how_label(how: str) -> object:
    return labels.HOW.get(how, how)


@register.filter
def language_label(code: str) -> object:
    return labels.LANGUAGES.get(code, code)


@register.filter
def head_label(name: str) -> object:
    return SIGNALS.get(name, name)


@register.filter
def does_label(mode: str) -> object:
    """What the AI would do."""
    return MODES.get(mode, "—")


@register.filter
def in_words(sentence: str) -> str:
    """A sentence that may know both languages."""
    return in_language(sentence, wording.language())


@register.filter
def told(value: float | None, is_area: bool = False) -> str:
    """An area as 0.97, a share as 1.9 %."""
    if value is None:
        return "—"
    return wording.number(value, 2) if is_area else wording.percent(value, 1)
