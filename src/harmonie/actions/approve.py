"""Approve: a message that waited or was reported is fine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, only
from harmonie.records import Action, Message


class Approve:
    """Says that the message is fine and, where the channel held it back, publishes it.

    Nothing undoes an approval on the channel: to go back on it, hide or remove the message.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "approve"
    label: ClassVar[Mapping[str, str]] = {"fr": "Approuver", "en": "Approve"}
    target: ClassVar[Target] = "message"
    is_undo: ClassVar[bool] = False
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
        return None
