"""What an action is. One file per action in this folder; found by the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from harmonie.plugins import Registry
from harmonie.records import Action, Message

Target = Literal["message", "author", "desk"]


class InvalidAction(ValueError):
    """The action's parameters are wrong; the message says which and what to write instead.

    ``str(error)`` is English; ``fr`` and ``en`` hold both, ``parameter`` the guilty name.
    """

    def __init__(self, en: str, fr: str = "", parameter: str = "") -> None:
        super().__init__(en)
        self.en = en
        self.fr = fr or en
        self.parameter = parameter


@runtime_checkable
class ActionKind(Protocol):
    """Turns a decision into a request for a channel, and back.

    ``target``: what it changes; ``desk`` actions (tag, escalate) never leave the desk.
    ``needs_person``: never carried out by the AI alone, whatever the policy says (ban).
    ``restricts``: the author must receive a statement of reasons.
    ``expires``: takes ``duration_seconds`` and ends by itself.
    ``is_undo``: exists only to take another action back (show, restore, unmute, unban, untag).
    ``severity``: how much it weighs on the author, 0 (approve, tag: nothing) to 4 (ban).
    ``label``: its name in the imperative, in both languages.
    ``validate`` returns the parameters complete and clean, and raises :class:`InvalidAction`;
    ``request`` gives the channel-neutral request body, plain JSON; ``reverse`` the action that
    undoes it, or ``None`` when nothing can.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str]
    label: ClassVar[Mapping[str, str]]
    target: ClassVar[Target]
    is_undo: ClassVar[bool]
    needs_person: ClassVar[bool]
    restricts: ClassVar[bool]
    expires: ClassVar[bool]
    severity: ClassVar[int]

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]: ...

    def request(self, action: Action, message: Message) -> dict[str, Any]: ...

    def reverse(self, action: Action, message: Message) -> Action | None: ...


ACTIONS: Registry[ActionKind] = Registry("actions", "harmonie.actions")
