"""The rooms' entries in the rail and in the settings menu; each room registers its own.

Called from ``AppConfig.ready()``, so that only rooms that exist appear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.urls import reverse


class Actor(Protocol):
    """What the shell needs to know about the person (``accounts.contracts.Actor`` fits)."""

    @property
    def community_id(self) -> int: ...

    def may(self, permission: Any) -> bool: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. ``counter(community_id, actor)`` gives the live figure beside it (0 hides it);
    ``is_urgent`` draws that figure in the colour of "bad".
    """

    key: str
    label: Any
    icon: str
    url_name: str
    order: int
    permission: str
    counter: Callable[[int, Any], int] | None = None
    section: Literal["rail", "settings"] = "rail"
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A small card at the foot of the rail (« Votre journée »): a template and its context.

    ``context`` returns None when there is nothing to show.
    """

    key: str
    template: str
    context: Callable[[int, Any], Mapping[str, Any] | None]
    order: int = 50
    permission: str = "case.read"


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """Something to do with one message, wherever it is shown: ``url_name`` takes ``community`` and
    ``message_id``.
    """

    key: str
    label: Any
    icon: str
    url_name: str
    permission: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to be drawn."""

    key: str
    label: str
    icon: str
    url: str
    count: int
    is_urgent: bool


_entries: dict[str, Entry] = {}
_panels: dict[str, Panel] = {}
_message_entries: dict[str, MessageEntry] = {}


def register(entry: Entry) -> None:
    """Add (or replace, by key) an entry."""
    _entries[entry.key] = entry


def register_panel(panel: Panel) -> None:
    """Add (or replace, by key) a card at the foot of the rail."""
    _panels[panel.key] = panel


def register_message_entry(entry: MessageEntry) -> None:
    """Add (or replace, by key) an entry of the menu beside every message."""
    _message_entries[entry.key] = entry


def message_links(actor: Actor, slug: str, message_id: int) -> list[Link]:
    """What the actor may do with a message, in order."""
    chosen = [entry for entry in _message_entries.values() if actor.may(entry.permission)]
    return [
        Link(
            key=entry.key,
            label=str(entry.label),
            icon=entry.icon,
            url=reverse(entry.url_name, kwargs={"community": slug, "message_id": message_id}),
            count=0,
            is_urgent=False,
        )
        for entry in sorted(chosen, key=lambda entry: (entry.order, entry.key))
    ]


def links(
    actor: Actor, slug: str, section: str = "rail", *, with_counts: bool = True
) -> list[Link]:
    """The entries of ``section`` that the actor may open, in order, with their counters."""
    chosen = [e for e in _entries.values() if e.section == section and actor.may(e.permission)]
    return [
        Link(
            key=entry.key,
            label=str(entry.label),
            icon=entry.icon,
            url=reverse(entry.url_name, kwargs={"community": slug}),
            count=entry.counter(actor.community_id, actor) if with_counts and entry.counter else 0,
            is_urgent=entry.is_urgent,
        )
        for entry in sorted(chosen, key=lambda entry: (entry.order, entry.key))
    ]


def panels(actor: Actor) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, context) of each card with something to say to the actor."""
    found = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        if actor.may(panel.permission):
            context = panel.context(actor.community_id, actor)
            if context is not None:
                found.append((panel.template, context))
    return found
