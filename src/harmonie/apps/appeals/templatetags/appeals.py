"""Words of this room in templates."""

from __future__ import annotations

from django import template

from harmonie.apps.appeals import labels
from harmonie.apps.web.templatetags.web import chip

register = template.Library()


@register.simple_tag
def appeal_chip(state: str) -> object:
    """The state of an appeal."""
    return chip(labels.STATES.get(state, state), labels.TONES.get(state, ""))


@register.filter
def tally_name(key: str, axis: str) -> object:
    """What a line of the figures is about."""
    if axis == "group":
        return labels.SIGNALS.get(key, key) if key else labels.NOT_TOLD
    if axis == "language":
        return labels.LANGUAGES.get(key, key) if key else labels.NOT_TOLD
    if axis == "moderator":
        return labels.DECIDERS.get(key, key)
    return key or (labels.NO_RULE if axis == "rule" else labels.NOT_TOLD)
