"""Remove: the message is taken down; and restore, its reverse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, only
from harmonie.records import Action, Message


class Remove:
    """Takes the message down.

    Whether it can be restored depends on the channel (its ``undo`` capability): where it cannot,
    the desk says so before a person confirms.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "remove"
    label: ClassVar[Mapping[str, str]] = {"fr": "Retirer", "en": "Remove"}
    target: ClassVar[Target] = "message"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = True
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 3

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name)
        return {}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("restore")


class Restore:
    """Puts a removed message back."""

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "restore"
    label: ClassVar[Mapping[str, str]] = {"fr": "Rétablir", "en": "Restore"}
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
        return Action("remove")
