"""What channels can do, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CAPABILITIES = {
    "read": _("receive messages"),
    "reply": _("reply"),
    "approve": _("approve"),
    "hide": _("hide"),
    "remove": _("remove"),
    "warn": _("warn"),
    "mute": _("mute"),
    "ban": _("ban"),
    "undo": _("undo"),
    "history": _("read the past"),
    "webhook": _("by webhook"),
    "polling": _("by regular reading"),
    "media": _("images and files"),
}


def in_words(capabilities: frozenset[str] | tuple[str, ...]) -> list[object]:
    """The capabilities in a fixed order, each in the reader's language."""
    return [label for name, label in CAPABILITIES.items() if name in capabilities]
