"""The filter form: writes the search that somebody could have typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harmonie.apps.inbox import words

_ANY = ("", pgettext_lazy("filter", "Any"))


class FilterForm(forms.Form):
    """Each field becomes a ``key:value`` of the search box."""

    text = forms.CharField(label=_("Words"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[
        ("", words.STATES["open"]), ("snoozed", words.STATES["snoozed"]),
        ("done", words.STATES["done"]), ("any", pgettext_lazy("conversations", "All")),
    ])  # fmt: skip
    channel = forms.CharField(label=_("Channel"), required=False, max_length=60)
    mood = forms.ChoiceField(label=_("Mood"), required=False, choices=[
        _ANY, *((name, word) for name, (word, _tone) in words.MOODS.items()),
    ])  # fmt: skip
    intent = forms.ChoiceField(
        label=_("Intent"), required=False, choices=[_ANY, *words.INTENTS.items()]
    )
    lang = forms.ChoiceField(
        label=_("Language"), required=False, choices=[_ANY, *words.LANGUAGES.items()]
    )
    tag = forms.CharField(label=_("Tag"), required=False, max_length=40)
    signal = forms.ChoiceField(
        label=_("Signal"),
        required=False,
        choices=[_ANY, *((name, word) for name, word in words.SIGNALS.items()
                         if name not in ("sentiment", "emotion", "intent"))],
    )  # fmt: skip
    minimum = forms.ChoiceField(label=_("At least"), required=False, choices=[
        ("0.5", "50 %"), ("0.3", "30 %"), ("0.7", "70 %"), ("0.9", "90 %"),
    ])  # fmt: skip
    since = forms.DateField(label=_("Since"), required=False)
    until = forms.DateField(label=_("Until"), required=False)
    unanswered = forms.BooleanField(label=_("Waits for an answer"), required=False)
    unjudged = forms.BooleanField(label=_("Could not be judged"), required=False)

    def __init__(
        self, *args: Any, channels: Sequence[str] = (), tags: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        self.known_channels = channels
        self.known_tags = tags
        for name, field in self.fields.items():
            css = "" if isinstance(field, forms.BooleanField) else "form-control"
            field.widget.attrs |= {"class": css} if css else {}
            if name in ("channel", "tag"):
                field.widget.attrs["list"] = f"filter-{name}-list"
            if name in ("since", "until"):
                field.widget.input_type = "date"

    def query(self) -> str:
        """The query string of the list that shows this."""
        chosen = self.cleaned_data
        parts = [chosen["text"]] if chosen["text"] else []
        keys = {"state": "is", "channel": "channel", "mood": "mood", "intent": "intent",
                "lang": "lang", "tag": "tag", "since": "since", "until": "until"}  # fmt: skip
        for name, key in keys.items():
            if value := chosen[name]:
                shown = str(value).replace('"', "")
                parts.append(f'{key}:"{shown}"' if " " in shown else f"{key}:{shown}")
        if chosen["signal"]:
            parts.append(f"signal:{chosen['signal']}>{chosen['minimum'] or '0.5'}")
        parts += ["is:unanswered"] if chosen["unanswered"] else []
        parts += ["is:unjudged"] if chosen["unjudged"] else []
        if not parts:
            return ""
        view = {} if chosen["state"] else {"view": "open"}
        return urlencode({**view, "q": " ".join(parts)})
