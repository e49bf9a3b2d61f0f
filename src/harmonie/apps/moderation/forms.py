"""Forms of this room: asking for a mandate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from harmonie.apps.moderation import labels
from harmonie.apps.moderation.contracts import KINDS
from harmonie.apps.web import wording

#: “Fewer than N wrong in 100”.
LIMITS = (1, 2, 3, 5, 10)
SHARES = (5, 10, 20, 50, 100)


class MandateForm(forms.Form):
    """What the AI may do alone, up to which error, at which hours."""

    subject = forms.ChoiceField(
        label=_("For which rule or signal"),
        help_text=_("Only rules whose text says “under_mandate: act” are listed."),
    )
    action = forms.ChoiceField(label=_("What the AI may do alone"))
    language = forms.ChoiceField(
        label=_("Language of the messages"),
        required=False,
        choices=[("", _("Both")), ("fr", _("French")), ("en", _("English"))],
        help_text=_("One mandate per language makes sure that neither hides the other’s errors."),
    )
    hours_text = forms.CharField(
        label=_("Hours of the week"),
        required=False,
        max_length=300,
        help_text=_("Such as mon-fri 09:00-18:00, sat 22:00-02:00; empty: at any hour."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    wrong_in_100 = forms.TypedChoiceField(
        label=_("Fewer than how many wrong in 100"), coerce=int, initial=5,
        choices=[(value, str(value)) for value in LIMITS],
    )  # fmt: skip
    certainty = forms.TypedChoiceField(
        label=_("How certain this must be"), coerce=float, initial=0.95, choices=[],
    )  # fmt: skip
    minimum_evidence = forms.IntegerField(
        label=_("Decisions of people needed, at least"), min_value=1, max_value=100_000, initial=50
    )
    review_percent = forms.TypedChoiceField(
        label=_("Share of its actions that people check"), coerce=int, initial=20, choices=[],
        help_text=_("Drawn at random. The more are checked, the sooner an error is noticed."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        rules: Sequence[tuple[str, Mapping[str, str]]],
        signals: Sequence[str],
        actions: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = wording.language()
        self._choices("subject", [
            (_("Signals"), [(f"signal:{name}", _signal(name)) for name in signals]),
            (_("Rules"), [(f"rule:{id}", title[language]) for id, title in rules]),
        ])  # fmt: skip
        known = [kind for kind in actions if kind in KINDS and kind not in ("ban", "escalate")]
        self._choices("action", [(kind, labels.KINDS[kind]) for kind in known])
        self._choices("certainty", [(value, wording.percent(value)) for value in (0.9, 0.95, 0.99)])
        self._choices("review_percent", [(value, wording.percent(value / 100)) for value in SHARES])

    def _choices(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    def asked(self) -> dict[str, Any]:
        """Arguments of ``operations.mandates.ask``."""
        data = self.cleaned_data
        kind, _sep, name = data["subject"].partition(":")
        return {
            "action": data["action"],
            "rule_id": name if kind == "rule" else "",
            "signal": name if kind == "signal" else "",
            "language": data["language"],
            "hours_text": data["hours_text"],
            "maximum_error": data["wrong_in_100"] / 100,
            "confidence": data["certainty"],
            "minimum_evidence": data["minimum_evidence"],
            "review_share": data["review_percent"] / 100,
        }


def _signal(name: str) -> str:
    """ "Emotion: anger" for "emotion.anger"."""
    signal, _sep, label = name.partition(".")
    told = str(labels.SIGNALS.get(signal, signal))
    return f"{told} ({labels.CLASSES.get(label, label)})" if label else told
