"""What an action is. One file per action in this folder; found by the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from harmonie.plugins import Registry
from harmonie.records import Action, Message

Target = Literal["message", "author", "desk"]


class InvalidAction(ValueError):
    """The action's parameters are wrong; the message says which and what to write instead."""


@runtime_checkable
class ActionKind(Protocol):
    """Turns a decision into a request for a channel, and back.

    ``target``: what it changes; ``desk`` actions (tag, escalate) never leave the desk.
    ``needs_person``: never carried out by the AI alone, whatever the policy says (ban).
    ``restricts``: the author must receive a statement of reasons.
    ``expires``: takes ``duration_seconds`` and ends by itself.
    ``request`` gives the channel-neutral request body; ``reverse`` the action that undoes it, or
    ``None`` when nothing can.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str]
    target: ClassVar[Target]
    needs_person: ClassVar[bool]
    restricts: ClassVar[bool]
    expires: ClassVar[bool]
    severity: ClassVar[int]

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]: ...

    def request(self, action: Action, message: Message) -> dict[str, Any]: ...

    def reverse(self, action: Action, message: Message) -> Action | None: ...


ACTIONS: Registry[ActionKind] = Registry("actions", "harmonie.actions")
