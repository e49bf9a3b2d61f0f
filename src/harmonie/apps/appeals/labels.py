"""Words of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harmonie.apps.moderation.labels import SIGNALS as ALL_SIGNALS

#: Signals by name, as the moderation room calls them.
SIGNALS = ALL_SIGNALS
STATES = {
    "lodged": pgettext_lazy("an appeal", "To take"),
    "taken": pgettext_lazy("an appeal", "Being examined"),
    "upheld": pgettext_lazy("an appeal", "Decision upheld"),
    "overturned": pgettext_lazy("an appeal", "Decision overturned"),
    "withdrawn": pgettext_lazy("an appeal", "Closed without examination"),
}
TONES = {"lodged": "accent", "taken": "accent", "overturned": "warn", "withdrawn": "outline"}
TABS = {
    "waiting": pgettext_lazy("appeals", "Open"),
    "mine": pgettext_lazy("appeals", "Mine"),
    "taken": pgettext_lazy("appeals", "Being examined"),
    "overdue": pgettext_lazy("appeals", "Overdue"),
    "closed": pgettext_lazy("appeals", "Closed"),
}
CLOSED_BECAUSE = {
    "member": _("the member took it back"),
    "moot": _("the decision had been undone"),
}
LANGUAGES = {"fr": _("French"), "en": _("English")}
#: What appeals are counted by: title of the table, title of its first column.
AXES = {
    "rule": (_("By rule"), pgettext_lazy("appeals", "Rule")),
    "model": (_("By model"), _("Model version")),
    "group": (_("By group"), _("What the message was about")),
    "language": (_("By language of the message"), pgettext_lazy("appeals", "Language")),
    "moderator": (_("By person who decided"), pgettext_lazy("appeals", "Person")),
}
NO_RULE = _("A person, without a rule")
NOT_TOLD = _("Not told")
#: Who decided, when it was no person.
DECIDERS = {"machine": _("The AI alone"), "program": _("A program with a key")}
