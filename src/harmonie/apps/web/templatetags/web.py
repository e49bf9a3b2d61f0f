"""Small parts that every page uses: icons, figures, times, chips, avatars, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harmonie.apps.web import navigation, wording

register = template.Library()
_ICONS = Path(__file__).resolve().parents[1] / "icons"
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_SEVERITIES = {
    0: ("", pgettext_lazy("severity", "None")),
    1: ("", pgettext_lazy("severity", "Low")),
    2: ("warn", pgettext_lazy("severity", "Medium")),
    3: ("bad", pgettext_lazy("severity", "High")),
    4: ("bad", pgettext_lazy("severity", "Critical")),
}


@lru_cache(maxsize=512)
def _drawing(name: str) -> str:
    path = _ICONS / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.exists():
        raise template.TemplateSyntaxError(
            f"no icon {name!r}: add it to vendor.toml and run python -m harmonie.apps.web.vendor"
        )
    found = _DRAWING.search(path.read_text())
    return re.sub(r"\s+", " ", found.group(1)).strip() if found else ""


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An inline Tabler icon; hidden from readers unless it has a ``label``."""
    return _icon(name, str(css), str(label))


# A page draws the same parts hundreds of times. ``typed`` keeps safe and unsafe texts apart.
@lru_cache(maxsize=2048, typed=True)
def _icon(name: str, css: str, label: str) -> SafeString:
    hidden = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="18" height="18" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" focusable="false" {}>{}</svg>',
        css,
        mark_safe(hidden),  # noqa: S308
        mark_safe(_drawing(name)),  # noqa: S308
    )


@register.simple_tag
def avatar(name: str, size: str = "", decorative: bool = True) -> SafeString:
    """Initials on a stable tint; ``size`` is "", "sm" or "lg"."""
    return _avatar(str(name), size, decorative)


@lru_cache(maxsize=2048, typed=True)
def _avatar(name: str, size: str, decorative: bool) -> SafeString:
    shown = 'aria-hidden="true"' if decorative else format_html('role="img" aria-label="{}"', name)
    return format_html(
        '<span class="avatar avatar-{} {}" title="{}" {}>{}</span>',
        wording.tint(name),
        f"avatar-{size}" if size else "",
        name,
        mark_safe(shown),  # noqa: S308
        wording.initials(name),
    )


@register.simple_tag
def chip(text: object, tone: str = "", dot: bool = False, icon_name: str = "") -> SafeString:
    """A soft label. ``tone``: "", bad, warn, ok, accent, outline, unsure (hatched)."""
    return _chip(str(text), tone, dot, icon_name)


@lru_cache(maxsize=2048, typed=True)
def _chip(text: str, tone: str, dot: bool, icon_name: str) -> SafeString:
    classes = " ".join(filter(None, [f"chip-{tone}" if tone else "", "chip-dot" if dot else ""]))
    drawing = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip {}">{}{}</span>', classes, drawing, text)


@register.simple_tag
def severity(level: int) -> SafeString:
    """The severity in words with a dot: colour never speaks alone."""
    tone, words = _SEVERITIES[max(0, min(4, int(level)))]
    return chip(words, tone, True)


@register.simple_tag
def unsure(text: object = _("Cannot judge")) -> SafeString:
    """The hatched chip of "cannot judge" and "too few to tell"."""
    return chip(text, "unsure")


@register.simple_tag
def when(at: datetime | None, style: str = "ago") -> SafeString:
    """``<time>`` with a relative text; ``style``: ago, moment, day, time."""
    if at is None:
        return SafeString("")
    words = {
        "ago": wording.ago, "moment": wording.moment, "day": wording.day,
        "time": wording.clock_time,
    }[style](at)  # fmt: skip
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        wording.moment(at),
        words,
    )


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    return "" if share is None else wording.percent(float(share), int(digits))


@register.filter
def number(value: float | None, digits: int | None = None) -> str:
    return "" if value is None else wording.number(value, digits)


@register.filter
def is_past(at: datetime | None) -> bool:
    return at is not None and at < timezone.now()


@register.simple_tag
def mark(text: str, spans: Iterable[Sequence[float]] = ()) -> SafeString:
    """The text, escaped, with its evidence spans (code points) in ``<mark>``.

    ``spans`` holds (start, end[, weight]); overlaps are merged and what lies outside is ignored.
    """
    pieces: list[str] = []
    position = 0
    for start, end in _merged(spans, len(text)):
        pieces.append(escape(text[position:start]))
        pieces.append(f"<mark>{escape(text[start:end])}</mark>")
        position = end
    pieces.append(escape(text[position:]))
    return mark_safe("".join(pieces))  # noqa: S308


def _merged(spans: Iterable[Sequence[float]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, int(s[0])), min(length, int(s[1]))) for s in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@register.inclusion_tag("web/parts/state.html")
def state(
    icon_name: str, title: object, text: object = "", tone: str = "", url: str = "",
    action: object = "",
) -> dict[str, object]:  # fmt: skip
    """A designed empty, done or refused state; ``tone``: "", bad, done, accent."""
    return {
        "icon_name": icon_name, "title": title, "text": text, "tone": tone, "url": url,
        "action": action,
    }  # fmt: skip


@register.inclusion_tag("web/parts/field.html")
def field(bound: object) -> dict[str, object]:
    """A form field with its label, help and errors, tied together for screen readers."""
    return {"field": bound}


@register.inclusion_tag("web/parts/message_menu.html", takes_context=True)
def message_menu(context: template.Context, message_id: int) -> dict[str, object]:
    """The menu beside a message: what other rooms offer to do with it; nothing when none does."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if actor is None or request is None:
        return {"links": []}
    links = navigation.message_links(actor, request.community.slug, message_id)
    return {"links": links, "message_id": message_id}


@register.simple_tag
def kbd(key: str) -> SafeString:
    return format_html('<kbd class="kbd" aria-hidden="true">{}</kbd>', conditional_escape(key))


@register.simple_tag(takes_context=True)
def querystring_with(context: template.Context, **changes: object) -> str:
    """The page's query string with some parameters changed (None removes one)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
