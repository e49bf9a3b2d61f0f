"""Tag: the team files the message under one or several names; and untag, its reverse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import InvalidAction, Target
from harmonie.actions.parameters import body, only
from harmonie.records import Action, Message

MAX_NAMES = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def tag_names(parameters: Mapping[str, Any], action: str) -> list[str]:
    """``names``, sorted and without doubles."""
    only(parameters, action, "names")
    names = parameters.get("names")
    if not isinstance(names, list | tuple) or not 1 <= len(names) <= MAX_NAMES:
        raise InvalidAction(
            f"{action} needs names: a list of 1 to {MAX_NAMES} names, such as [insult]",
            f"{action} demande names\u00a0: une liste de 1 à {MAX_NAMES} noms, comme [insult]",
            parameter="names",
        )
    for name in names:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InvalidAction(
                f"{name!r} is no tag name: use up to 40 small letters, digits, - or _",
                f"{name!r} n’est pas un nom d’étiquette\u00a0: 40 caractères au plus, parmi les "
                "minuscules sans accent, les chiffres, - et _",
                parameter="names",
            )
    return sorted(set(names))


class Tag:
    """Adds tags to the message, on the desk only."""

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "tag"
    label: ClassVar[Mapping[str, str]] = {"fr": "Étiqueter", "en": "Tag"}
    target: ClassVar[Target] = "desk"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = False
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 0

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {"names": tag_names(parameters, self.name)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("untag", self.validate(action.parameters))


class Untag:
    """Takes tags off the message, on the desk only."""

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "untag"
    label: ClassVar[Mapping[str, str]] = {"fr": "Retirer l’étiquette", "en": "Untag"}
    target: ClassVar[Target] = "desk"
    is_undo: ClassVar[bool] = True
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = False
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 0

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {"names": tag_names(parameters, self.name)}

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return Action("tag", self.validate(action.parameters))
