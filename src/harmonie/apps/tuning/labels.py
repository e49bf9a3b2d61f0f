"""Words of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES = {"fr": _("French"), "en": _("English"), "other": _("Another language")}
TIERS = {
    "fast": pgettext_lazy("a tier of models", "fast"),
    "full": pgettext_lazy("a tier of models", "full"),
    "deep": pgettext_lazy("a tier of models", "deep"),
}
HOW = {
    "installed": pgettext_lazy("how a model came into use", "came with Harmonie"),
    "promoted": pgettext_lazy("how a model came into use", "promoted"),
    "rolled_back": pgettext_lazy("how a model came into use", "put back"),
}
