"""Small parts of the inbox's pages: chips of mood and intent, time left, the mood line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harmonie.apps.inbox import words
from harmonie.apps.inbox.contracts import Count
from harmonie.apps.web import wording
from harmonie.apps.web.templatetags.web import chip, icon
from harmonie.policies.explain import certainty_with_figure
from harmonie.records import Aspect

register = template.Library()
WIDTH, HEIGHT = 264, 48


@register.simple_tag
def mood(name: str, score: float | None = None) -> SafeString:
    """The mood's chip; with a score, how sure in words and in figures."""
    if name not in words.MOODS:
        return SafeString("")
    word, tone = words.MOODS[name]
    if score is None:
        return chip(word, tone)
    sure = certainty_with_figure(score, wording.language())
    return chip(_("%(mood)s, %(certainty)s") % {"mood": word, "certainty": sure}, tone)


@register.simple_tag
def intent(name: str) -> SafeString:
    """The intent's chip."""
    return chip(words.INTENTS[name]) if name in words.INTENTS else SafeString("")


@register.simple_tag
def aspect(it: Aspect) -> SafeString:
    """The chip of a thing that is spoken of: « livraison − », in words and with how sure on hover
    and for readers."""
    sign, word, tone = words.FELT[it.sentiment]
    sure = certainty_with_figure(it.score, wording.language())
    mark = format_html(' <span aria-hidden="true">{}</span>', sign) if sign else ""
    return format_html(
        '<span class="chip {}" title="{}"><bdi>{}</bdi>{}<span class="visually-hidden"> : {}</span>'
        "</span>",
        f"chip-{tone}" if tone else "",
        _("%(felt)s, %(certainty)s") % {"felt": word, "certainty": sure},
        it.text,
        mark,
        word,
    )


@register.simple_tag
def unjudged(reason: str) -> SafeString:
    """The hatched chip of "cannot judge", with its reason on hover and for readers."""
    return format_html(
        '<span class="chip chip-unsure" title="{}">{}</span>',
        words.CANNOT_JUDGE.get(reason, ""),
        _("Cannot judge"),
    )


@register.simple_tag
def channel(name: str) -> SafeString:
    """The channel's icon and name."""
    return format_html(
        '<span class="channel">{}<bdi>{}</bdi></span>', icon(words.channel_icon(name)), name
    )


@register.simple_tag
def channel_mark(name: str) -> SafeString:
    """The channel's icon alone, named for readers."""
    return icon(words.channel_icon(name), "icon-sm", name)


@register.simple_tag
def due_chip(due_at: datetime | None) -> SafeString:
    """ "Answer due in 18 min", amber within the hour, red when late."""
    if due_at is None:
        return SafeString("")
    seconds = (due_at - timezone.now()).total_seconds()
    if seconds <= 0:
        text, tone = _("Late by %(time)s"), "bad"
    else:
        text, tone = _("Due in %(time)s"), "warn" if seconds < 3600 else ""
    return chip(text % {"time": span(abs(seconds))}, tone, False, "clock")


@register.filter
def signal_word(name: str) -> object:
    return words.SIGNALS.get(name, name)


@register.filter
def state_word(name: str) -> object:
    return words.STATES.get(name, name)


@register.filter
def visibility_word(name: str) -> object:
    return words.VISIBILITIES.get(name, "")


@register.filter
def language_word(name: str) -> object:
    return words.LANGUAGES.get(name, "")


@register.filter
def reason_word(name: str) -> object:
    return words.CANNOT_JUDGE.get(name, "")


@register.filter
def capped(count: Count) -> str:
    """41, or 999+ when counting stopped."""
    return f"{wording.number(count.value)}{'+' if count.is_more else ''}"


@register.simple_tag
def time_left(due_at: datetime | None, css: str = "") -> SafeString:
    """ "18 min left", or how late in red; nothing when no answer is due."""
    if due_at is None:
        return SafeString("")
    now = timezone.now()
    is_late = due_at <= now
    amount = span(abs((due_at - now).total_seconds()))
    text = _("late %(time)s") if is_late else _("%(time)s left")
    return format_html(
        '<time class="{} {}" datetime="{}" title="{}">{}</time>',
        css,
        "is-late" if is_late else "",
        due_at.isoformat(timespec="seconds"),
        wording.moment(due_at, now),
        text % {"time": amount},
    )


def span(seconds: float) -> str:
    """A duration in its two largest units: "1 h 20", "18 min", "3 days"."""
    minutes = max(1, int(seconds // 60))
    if minutes < 60:
        return f"{minutes}{wording.NARROW}min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return (
            f"{hours}{wording.NARROW}h{wording.NARROW}{rest:02}"
            if rest
            else f"{hours}{wording.NARROW}h"
        )
    return ngettext("%(days)d day", "%(days)d days", hours // 24) % {"days": hours // 24}


@register.simple_tag
def duration(seconds: int) -> str:
    return span(seconds)


@register.inclusion_tag("inbox/parts/mood_line.html")
def mood_line(history: Sequence[tuple[datetime, float]]) -> dict[str, object]:
    """A member's mood over their last messages, from -1 to 1, with its table."""
    step = WIDTH / max(1, len(history) - 1)
    points = [
        (round(4 + at * (step - 8 / max(1, len(history) - 1)), 1), _height(value))
        for at, (_moment, value) in enumerate(history)
    ]
    return {
        "history": history,
        "points": " ".join(f"{x:g},{y:g}" for x, y in points),
        "last": [f"{part:g}" for part in points[-1]] if points else None,
        "middle": HEIGHT // 2,
        "width": WIDTH,
        "height": HEIGHT,
        "finding": finding([value for _moment, value in history]),
    }


def _height(value: float) -> float:
    return round(5 + (1 - (max(-1.0, min(1.0, value)) + 1) / 2) * (HEIGHT - 10), 1)


def finding(values: Sequence[float]) -> str:
    """What the line says, in a sentence."""
    if len(values) < 3:
        return _("Too few messages to tell.")
    *before, last = values
    usual = sum(before) / len(before)
    if usual > 0.25:
        words_usual = _("Usually warm")
    elif usual < -0.25:
        words_usual = _("Usually displeased")
    else:
        words_usual = _("Usually even-tempered")
    change = last - usual
    if change < -0.4:
        return _("%(usual)s; colder in the last message.") % {"usual": words_usual}
    if change > 0.4:
        return _("%(usual)s; warmer in the last message.") % {"usual": words_usual}
    return _("%(usual)s, as in the last message.") % {"usual": words_usual}
