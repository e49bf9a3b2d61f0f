"""Forms of this room: what a member writes, the outcome, the deadline."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from harmonie.apps.appeals.contracts import LONGEST_TEXT, MOST_DAYS


def random_mark() -> str:
    """What tells one form from another; 128 random bits."""
    return secrets.token_hex(16)


class WrittenText(forms.CharField):
    """A text of at most 2,000 characters, however the browser sends its line breaks."""

    def __init__(self, *, label: Any, rows: int = 6, help_text: Any = "", **more: Any) -> None:
        attrs = {"rows": rows, "maxlength": LONGEST_TEXT, "dir": "auto"}
        super().__init__(
            label=label, max_length=LONGEST_TEXT, help_text=help_text,
            widget=forms.Textarea(attrs), **more,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class MemberForm(forms.Form):
    """What a member writes, with a field that nobody sees: a program that fills everything in
    gives itself away, a person may send again.
    """

    text = WrittenText(label="")
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            # Emptied for the next try: a browser may have filled it without being asked.
            self.data = {**self.data.dict(), "website": ""}  # type: ignore[attr-defined]
            self.add_error(
                None,
                _("A field that must stay empty was filled, as programs do. Send it once more."),
            )
        return ""


class ContestForm(MemberForm):
    #: Sent back as it was given, so that pressing twice does not lodge, or refuse, twice.
    once = forms.CharField(
        max_length=32, required=False, widget=forms.HiddenInput, initial=random_mark
    )
    text = WrittenText(
        label=_("Why do you think the decision is wrong?"),
        rows=8,
        help_text=_(
            "Up to 2,000 characters. Say what the team may have missed; tell no more about "
            "yourself than needed."
        ),
    )


class AddForm(MemberForm):
    text = WrittenText(label=_("Add something"), rows=4, help_text=_("Up to 2,000 characters."))


class TermsForm(forms.Form):
    answer_within_days = forms.IntegerField(
        label=_("Days to answer an appeal"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Members read the deadline. Appeals that already wait keep theirs."),
    )
