"""Warn: a private word to the author about a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, only, text
from harmonie.records import Action, Message


class Warn:
    """Sends the author a warning; ``text`` holds its words.

    What was read cannot be unread: nothing reverses it. A person may write to apologise.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "warn"
    label: ClassVar[Mapping[str, str]] = {"fr": "Avertir", "en": "Warn"}
    target: ClassVar[Target] = "author"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = True
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 1

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name, "text")
        return {"text": text(parameters, self.name)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return None
