"""Forms: a channel's settings form is built from the settings that the channel declares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from harmonie.apps.connections.contracts import EVENT_TYPES, ConnectionCard
from harmonie.channels.channel import Channel, Setting


class ConnectionForm(forms.Form):
    """The name, then one field per setting. Secrets are never sent back to the page."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(
        self, channel: type[Channel], *args: Any, card: ConnectionCard | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "en")[:2]
        if card is not None:
            self.fields["name"].initial = card.name
        for setting in channel.settings:
            self.fields[setting.name] = _field(setting, language, card)

    def values(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "name"}


class EndpointForm(forms.Form):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    types = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(name, name) for name in EVENT_TYPES],
        widget=forms.CheckboxSelectMultiple,
    )


def _field(setting: Setting, language: str, card: ConnectionCard | None) -> forms.CharField:
    is_kept = card is not None and setting.name in card.secret_names
    help_text = setting.help.get(language) or setting.help.get("en", "")
    field = forms.CharField(
        label=setting.label.get(language) or setting.label["en"],
        help_text=help_text,
        required=setting.is_required and not is_kept,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if setting.is_secret else None,
    )
    if card is not None and not setting.is_secret:
        field.initial = card.settings.get(setting.name, "")
    if is_kept:
        field.widget.attrs["placeholder"] = _("Set; leave empty to keep it")
    return field
