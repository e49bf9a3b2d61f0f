"""The forms of the page: a period to export, and how the community reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from harmonie.apps.dsa.contracts import COUNTRIES, ReportingCard

PROFILES = (
    ("page_operator", _("Keeper of a page on somebody else’s platform")),
    ("hosting", _("Hosting service")),
    ("online_platform", _("Online platform")),
)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


class ExportForm(forms.Form):
    first = _day(_("From"))
    last = _day(_("To"))
    form = forms.ChoiceField(
        label=_("Form"),
        choices=[
            ("lines", _("One statement a line")),
            ("batches", _("Calls of the database’s API, a hundred statements a line")),
        ],
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data and {"first", "last"} <= data.keys() and data["first"] > data["last"]:
            self.add_error("last", _("The last day is before the first."))
        return data


class ReportingForm(forms.Form):
    profile = forms.ChoiceField(label=_("What your organisation is"), choices=PROFILES)
    is_small = forms.BooleanField(
        label=_("A micro or small enterprise"),
        required=False,
        help_text=_("Fewer than 50 people and at most 10 million euros a year."),
    )
    is_voluntary = forms.BooleanField(
        label=_("Send although the regulation does not ask for it"), required=False
    )
    address = forms.CharField(
        label=_("Address of the database’s API"),
        required=False,
        max_length=500,
        help_text=_("It ends in “/statements”; your test account has another one."),
    )
    token = forms.CharField(
        label=_("Token"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted; never shown again."),
    )
    territories = forms.CharField(
        label=_("Countries"),
        max_length=200,
        help_text=_("Two-letter codes of EU and EEA countries where the community can be seen."),
    )
    is_on = forms.BooleanField(
        label=_("Send the statements of decisions taken from now on"), required=False
    )

    def __init__(self, card: ReportingCard, *args: Any) -> None:
        super().__init__(*args)
        self.initial = {
            "profile": card.profile, "is_small": card.is_small, "is_voluntary": card.is_voluntary,
            "is_on": card.is_on, "address": card.address,
            "territories": " ".join(card.scope.territories),
        }  # fmt: skip
        if card.has_token:
            self.fields["token"].widget.attrs["placeholder"] = _("Set; leave empty to keep it")

    def clean_territories(self) -> list[str]:
        given: list[str] = self.cleaned_data["territories"].upper().replace(",", " ").split()
        unknown = [code for code in given if code not in COUNTRIES]
        if unknown:
            raise forms.ValidationError(
                _("%(code)s is no country of the EU or the EEA."), params={"code": unknown[0]}
            )
        return given
