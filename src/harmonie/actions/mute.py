"""Mute: the author cannot write for a while; and unmute, its reverse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, duration, only
from harmonie.records import Action, Message

LONGEST_DAYS = 366


class Mute:
    """Silences the author for ``duration_seconds``; it ends by itself."""

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "mute"
    label: ClassVar[Mapping[str, str]] = {"fr": "Rendre muet", "en": "Mute"}
    target: ClassVar[Target] = "author"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = True
    expires: ClassVar[bool] = True
    severity: ClassVar[int] = 3

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name, "duration_seconds")
        return {"duration_seconds": duration(parameters, self.name, LONGEST_DAYS)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("unmute", self.validate(action.parameters))


class Unmute:
    """Lets a muted author write again.

    It remembers the ``duration_seconds`` it cut short, so that it can be taken back; without it,
    nothing can reverse it.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "unmute"
    label: ClassVar[Mapping[str, str]] = {"fr": "Rendre la parole", "en": "Unmute"}
    target: ClassVar[Target] = "author"
    is_undo: ClassVar[bool] = True
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = False
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 0

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name, "duration_seconds")
        if "duration_seconds" not in parameters:
            return {}
        return {"duration_seconds": duration(parameters, self.name, LONGEST_DAYS)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        parameters = self.validate(action.parameters)
        return Action("mute", parameters) if parameters else None
