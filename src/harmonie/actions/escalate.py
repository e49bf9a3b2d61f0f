"""Escalate: the message goes to somebody who can carry it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from harmonie.actions.action import InvalidAction, Target
from harmonie.actions.parameters import MAX_NOTE, NARROW, body, only
from harmonie.records import Action, Message

#: Roles that exist in every community; any other name is a person's or a team's.
DEFAULT_RECIPIENT = "lead"


class Escalate:
    """Hands the message to ``to``: a role (lead, manager, owner) or the name of a team.

    ``note`` may add what the receiver needs to know. It stays on the desk. Somebody who was told
    cannot be untold, so nothing reverses it; the receiver closes the case.
    """

    kind_of_plugin: ClassVar[str] = "actions"
    name: ClassVar[str] = "escalate"
    label: ClassVar[Mapping[str, str]] = {"fr": "Escalader", "en": "Escalate"}
    target: ClassVar[Target] = "desk"
    is_undo: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False
    restricts: ClassVar[bool] = False
    expires: ClassVar[bool] = False
    severity: ClassVar[int] = 0

    def validate(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        only(parameters, self.name, "to", "note")
        recipient = parameters.get("to", DEFAULT_RECIPIENT)
        if not isinstance(recipient, str) or not 1 <= len(recipient.strip()) <= 80:
            raise InvalidAction(
                "escalate needs to: a role such as lead, or a team's name, 80 characters at most",
                "escalate demande to\u00a0: un rôle comme lead, ou le nom d’une équipe, "
                "80 caractères au plus",
                parameter="to",
            )
        note = parameters.get("note", "")
        if not isinstance(note, str) or len(note) > MAX_NOTE:
            raise InvalidAction(
                f"the note of escalate is a text of {MAX_NOTE} characters at most",
                f"la note d’escalate est un texte de {MAX_NOTE} caractères au plus{NARROW}; "
                "raccourcissez-la",
                parameter="note",
            )
        clean = {"to": recipient.strip()}
        return {**clean, "note": note.strip()} if note.strip() else clean

    def request(self, action: Action, message: Message) -> dict[str, Any]:
        return body(action, self.target, message, self.validate(action.parameters))

    def reverse(self, action: Action, message: Message) -> Action | None:
        return None
