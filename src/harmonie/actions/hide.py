"""Hide: the message is no longer seen by others, nothing is lost; and show, its reverse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, only
from harmonie.records import Action, Message


class Hide:
    """Makes the message invisible to other members; it is kept and can be shown again."""

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "hide"
    label: ClassVar[Mapping[str, str]] = {"fr": "Masquer", "en": "Hide"}
    target: ClassVar[Target] = "message"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = True
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 2

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name)
        return {}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("show")


class Show:
    """Makes a hidden message visible again."""

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "show"
    label: ClassVar[Mapping[str, str]] = {
        "fr": "Afficher de nouveau",
        "en": "Show again",
    }
    target: ClassVar[Target] = "message"
    is_undo: ClassVar[bool] = True
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = False
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 0

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name)
        return {}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("hide")
