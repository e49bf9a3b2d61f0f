"""Ban: the author is kept out for a while, only ever by a person; and unban, its reverse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import Target
from harmonie.actions.parameters import body, duration, only
from harmonie.records import Action, Message

LONGEST_DAYS = 3_660


class Ban:
    """Keeps the author out for ``duration_seconds``, ten years at most.

    A ban always ends, and the AI never carries it out alone.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "ban"
    label: ClassVar[Mapping[str, str]] = {"fr": "Bannir", "en": "Ban"}
    target: ClassVar[Target] = "author"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = True
    restricts: ClassVar[bool] = True
    expires: ClassVar[bool] = True
    severity: ClassVar[int] = 4

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name, "duration_seconds")
        return {"duration_seconds": duration(parameters, self.name, LONGEST_DAYS)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("unban", self.validate(action.parameters))


class Unban:
    """Lets a banned author back in.

    It remembers the ``duration_seconds`` it cut short, so that it can be taken back; without it,
    nothing can reverse it.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "unban"
    label: ClassVar[Mapping[str, str]] = {
        "fr": "Lever le bannissement",
        "en": "Lift the ban",
    }
    target: ClassVar[Target] = "author"
    is_undo: ClassVar[bool] = True
    needs_person: ClassVar[bool] = True
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
        return Action("ban", parameters) if parameters else None
