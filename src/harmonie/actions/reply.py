"""Reply: an answer under the message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, only, text
from harmonie.records import Action, Message


class Reply:
    """Answers the message in the team's name; ``text`` holds the words.

    What was read cannot be unread: nothing reverses it.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "reply"
    label: ClassVar[Mapping[str, str]] = {"fr": "Répondre", "en": "Reply"}
    target: ClassVar[Target] = "message"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = False
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 1

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name, "text")
        return {"text": text(parameters, self.name)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return None
