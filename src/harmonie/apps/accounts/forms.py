"""Forms of set-up, invitations and settings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from harmonie.apps.accounts import keys
from harmonie.apps.accounts.models import Language, Role

PACKS = (
    ("brand_page", _("Brand page: a public service or a brand that people write to")),
    ("forum", _("Forum: members talk with each other")),
    ("young_audience", _("Young audience: minors are likely, the strictest rules")),
)
#: What each role is for, in the words of the team page.
ROLE_HELP = {
    "viewer": _("reads messages, cases and rules"),
    "auditor": _("reads everything, the log included; changes nothing"),
    "moderator": _("answers, decides cases"),
    "manager": _("answers, decides, imports messages"),
    "lead": _("also changes rules, keys, connections and the team"),
    "owner": _("a lead in every community, who names the owners"),
}


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, str]]:
    """The zones that people live in, by name; the legacy aliases are left out."""
    kept = (z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/")))
    return [(zone, zone.replace("_", " ")) for zone in sorted(kept)]


class _PersonFields(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Three unrelated words do well."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            from harmonie.apps.accounts.models import User

            likeness = User(email=data.get("email", ""), name=data.get("name", ""))
            try:
                password_validation.validate_password(password, likeness)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class SetupForm(_PersonFields):
    organisation = forms.CharField(label=_("Organisation"), max_length=120)
    community = forms.CharField(
        label=_("First community"),
        max_length=120,
        help_text=_("The name members know: a brand, a game, a town."),
    )
    language = forms.ChoiceField(label=_("Main language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="Europe/Paris")
    policy_pack = forms.ChoiceField(
        label=_("Rules to start from"),
        choices=PACKS,
        initial="brand_page",
        widget=forms.RadioSelect,
        help_text=_("Every rule can be changed later. Nothing is removed without a person."),
    )
    field_order = ("organisation", "community", "language", "time_zone", "policy_pack")


class JoinForm(_PersonFields):
    """A new person who accepts an invitation."""


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Seen by the team."))
    pseudonym = forms.CharField(
        label=_("Name shown to members"),
        max_length=80,
        required=False,
        help_text=_("For your safety, members may see another name than yours."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=(("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))),
    )


class CommunityForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    colour = forms.CharField(
        label=_("Colour"),
        validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write a colour as #0B6E75."))],
        widget=forms.TextInput({"type": "color"}),
        help_text=_("Tells communities apart in the switcher and on members’ pages."),
    )
    language = forms.ChoiceField(label=_("Main language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    charter_url = forms.URLField(
        label=_("Rules page"),
        required=False,
        assume_scheme="https",
        help_text=_("The public page of your rules; statements of reasons link to it."),
    )
    contact_email = forms.EmailField(
        label=_("Contact for members"),
        required=False,
        help_text=_("Where members may write to a person of the team."),
    )


class InviteForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MODERATOR)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Optional: only this address can then use the link."),
    )
    everywhere = forms.BooleanField(
        label=_("In every community of the organisation"), required=False
    )


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Which program will use it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=lambda: [(name, words) for name, (words, _granted) in keys.SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    requests_per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=1, max_value=60_000, initial=600
    )
    expires_in_days = forms.IntegerField(
        label=_("Expires in (days)"),
        min_value=1,
        max_value=3650,
        initial=365,
        required=False,
        help_text=_("Empty: never. A year is wise."),
    )
