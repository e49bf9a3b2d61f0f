"""Words of this room in templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from harmonie.apps.moderation import labels
from harmonie.apps.moderation.queries.mandate_watch import ErrorPoint
from harmonie.apps.web import wording
from harmonie.apps.web.templatetags.web import chip, icon
from harmonie.records import Reason

register = template.Library()


@register.filter
def signal_label(name: str) -> object:
    return labels.SIGNALS.get(str(name).partition(".")[0], name)


@register.filter
def class_label(name: str) -> object:
    return labels.CLASSES.get(name, name)


@register.filter
def signal_word(name: str) -> object:
    return labels.WORDS.get(name, name)


@register.filter
def kind_label(kind: str) -> object:
    return labels.KINDS.get(kind, kind)


@register.filter
def kind_done(kind: str) -> object:
    return labels.DONE.get(kind, kind)


@register.filter
def team_did(kind: str) -> object:
    return labels.TEAM_DID.get(kind, kind)


@register.filter
def mode_label(mode: str) -> object:
    return labels.MODES.get(mode, mode)


@register.filter
def visibility_label(value: str) -> object:
    return labels.VISIBILITIES.get(value, value)


@register.filter
def event_label(kind: str) -> object:
    return labels.EVENTS.get(kind, kind)


@register.filter
def cannot_judge_label(code: str) -> object:
    return labels.CANNOT_JUDGE.get(code, code)


@register.filter
def answer_label(answer: str) -> object:
    return labels.ANSWERS.get(answer, answer)


@register.filter
def mandate_step(kind: str) -> object:
    return labels.MANDATE_STEPS.get(kind, kind)


@register.filter
def set_aside_label(reason: str) -> object:
    return labels.SET_ASIDE.get(reason, reason)


@register.simple_tag
def mandate_chip(state: str) -> SafeString:
    """The state of a mandate in words."""
    return chip(labels.MANDATE_STATES.get(state, state), labels.MANDATE_TONES.get(state, ""))


@register.filter
def channel_name(key: str) -> str:
    return labels.channel_name(key)


@register.simple_tag
def channel(key: str) -> SafeString:
    """The channel's icon and name."""
    return format_html(
        '<span class="channel">{}{}</span>',
        icon(labels.channel_icon(key)),
        labels.channel_name(key),
    )


@register.simple_tag
def done_chip(kind: str) -> SafeString:
    """What was decided, as a chip of its tone."""
    return chip(labels.DONE.get(kind, kind), labels.TONES.get(kind, ""))


@register.filter
def in_language(pair: Mapping[str, str]) -> str:
    """A text written in both languages, in the page's."""
    return pair.get(wording.language()) or pair.get("en") or pair.get("fr") or ""


@register.filter
def reason_text(reason: Reason) -> str:
    return reason.text(wording.language())


@register.filter
def certainty(score: float) -> str:
    from harmonie.policies.explain import certainty as in_words

    return in_words(score, wording.language())


@register.filter
def percentage(score: float) -> str:
    from harmonie.policies.explain import percentage as in_figures

    return in_figures(score, wording.language())


@register.filter
def duration(seconds: int) -> str:
    from harmonie.policies.explain import duration as in_words

    return in_words(int(seconds), wording.language())


@register.filter
def get(mapping: Mapping[str, object], key: str) -> object:
    return mapping.get(key, "")


@register.simple_tag
def bars(values: Sequence[int], width: int = 200, height: int = 40) -> SafeString:
    """A small bar chart: its table stands beside it, so it is hidden from readers."""
    most = max([*values, 1])
    step = width / max(len(values), 1)
    heights = [max(value / most * height, 1) for value in values]
    rectangles = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" rx="1.5"/>',
        (
            (f"{n * step + 1:.1f}", f"{height - tall:.1f}", f"{step - 2:.1f}", f"{tall:.1f}")
            for n, tall in enumerate(heights)
        ),
    )
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" '
        'focusable="false">{}</svg>',
        width, height, width, height, rectangles,
    )  # fmt: skip


@register.simple_tag
def error_chart(points: Sequence[ErrorPoint], limit: float) -> SafeString:
    """The error over the checks, its bounds and the maximum; the table stands beside it."""
    width, height = 560.0, 150.0
    most = points[-1].checked
    top = max([limit * 1.6, *(min(point.high, limit * 4) for point in points)])
    places = [
        (width * point.checked / most, [height * (1 - min(value, top) / top) for value in
                                        (point.low, point.rate, point.high)])
        for point in points
    ]  # fmt: skip
    lower = [f"{x:.1f},{ys[0]:.1f}" for x, ys in places]
    upper = [f"{x:.1f},{ys[2]:.1f}" for x, ys in places]
    limit_y = f"{height * (1 - limit / top):.1f}"
    return format_html(
        '<svg class="error-chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<polygon class="error-band" points="{}"/><polyline class="error-line" points="{}"/>'
        '<line class="chart-limit" x1="0" x2="{}" y1="{}" y2="{}"/></svg>',
        int(width), int(height), " ".join([*upper, *reversed(lower)]),
        " ".join(f"{x:.1f},{ys[1]:.1f}" for x, ys in places), int(width), limit_y, limit_y,
    )  # fmt: skip
