"""Forms of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from harmonie.apps.fairness.contracts import (
    HEADS,
    LONGEST_NOTE,
    LONGEST_TEXT,
    TOWARDS,
    WHAT,
    ReportView,
)
from harmonie.apps.fairness.labels import SIGNALS
from harmonie.apps.inbox.contracts import MessageView
from harmonie.text.personal_data import pseudonymise

_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
_JUDGEMENTS = [
    ("harmless", _("It is harmless: nothing should be held against it")),
    ("hurtful", _("It is hurtful: this should be found")),
]


class CaseFields(forms.Form):
    """A text without what names anybody, and what a fair judgement finds in it."""

    text = forms.CharField(
        label=_("The text, without what names anybody"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Addresses and numbers are already out. Replace names, nicknames and places too, keep "
            "the words that made the AI err: this text may be kept longer than the message."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=_LANGUAGES)
    judgement = forms.ChoiceField(
        label=_("What a fair judgement says"), choices=_JUDGEMENTS, widget=forms.RadioSelect
    )
    heads = forms.MultipleChoiceField(
        label=_("If it is hurtful, what should be found"),
        choices=[(name, SIGNALS[name]) for name in HEADS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    #: What the AI had found, which a fair judgement of a harmless text would not.
    found: Iterable[str] = ()

    def expected(self) -> dict[str, int]:
        """0 or 1 by signal, from the choices."""
        if self.cleaned_data["judgement"] == "hurtful":
            return dict.fromkeys(self.cleaned_data["heads"] or ["toxicity"], 1)
        return dict.fromkeys(["toxicity", *(name for name in self.found if name in HEADS)], 0)


class BiasForm(CaseFields):
    """Reporting a bias from a message."""

    what = forms.ChoiceField(
        label=_("What was unfair"), choices=list(WHAT.items()), widget=forms.RadioSelect
    )
    towards = forms.ChoiceField(
        label=_("Towards whom"), choices=[("", _("Choose…")), *TOWARDS.items()]
    )
    towards_whom = forms.CharField(
        label=_("More precisely"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("A word for the team lead"), max_length=LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    field_order = ["what", "towards", "towards_whom", "judgement", "heads", "text", "language",
                   "note"]  # fmt: skip

    def __init__(self, *args: Any, message: MessageView, text: str, **kwargs: Any) -> None:
        language = message.language if message.language in ("fr", "en") else "fr"
        initial = {
            "text": pseudonymise(text, language=language, handles=True)[:LONGEST_TEXT],
            "language": language,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.found = [signal.name for signal in message.signals if signal.score >= 0.5]

    def fields_of_report(self) -> dict[str, Any]:
        """Arguments of ``operations.report``."""
        data = self.cleaned_data
        return {
            "what": data["what"],
            "towards": data["towards"],
            "towards_whom": data["towards_whom"],
            "text": data["text"],
            "language": data["language"],
            "expected": self.expected(),
            "note": data["note"],
        }


class CaseForm(CaseFields):
    """Making a confirmed report a case of every audit."""

    field_order = ["judgement", "heads", "text", "language"]

    def __init__(self, *args: Any, report: ReportView, **kwargs: Any) -> None:
        expected: Mapping[str, int] = report.expected
        hurtful = [name for name, value in expected.items() if value]
        initial = {
            "text": report.text,
            "language": report.language,
            "judgement": "hurtful" if hurtful else "harmless",
            "heads": hurtful,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.found = [name for name, value in expected.items() if not value]

    def fields_of_case(self) -> dict[str, Any]:
        """Arguments of ``operations.add_case``."""
        return {
            "text": self.cleaned_data["text"],
            "language": self.cleaned_data["language"],
            "expected": self.expected(),
        }
