"""Words of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harmonie.apps.moderation.labels import SIGNALS as ALL_SIGNALS

#: Signals by name, as the moderation room calls them.
SIGNALS = ALL_SIGNALS
LANGUAGES = {"fr": _("French"), "en": _("English"), "other": _("Another language")}
TIERS = {
    "fast": pgettext_lazy("a tier of models", "fast"),
    "full": pgettext_lazy("a tier of models", "full"),
    "deep": pgettext_lazy("a tier of models", "deep"),
}
#: The figures by which audits are compared: name, what it says, whether more is better.
FIGURES = {
    "accuracy": (_("Cases of the functional suite judged right"), True),
    "worst_auc": (_("Harmful told from harmless, in the group where it works worst"), True),
    "flips": (_("Swaps of one word that change the verdict"), False),
    "drop": (_("Accuracy lost when the spelling is disguised, at worst"), False),
}
