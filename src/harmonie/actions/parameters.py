"""Checks and request bodies that several actions share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.actions.action import InvalidAction, Target
from harmonie.records import LANGUAGES, Action, Message

NARROW = "\u202f"
DAY_SECONDS = 86_400
MAX_TEXT = 10_000
MAX_NOTE = 1_000


def only(parameters: Mapping[str, Any], action: str, *known: str) -> None:
    """Refuse parameters that the action does not have: a misspelt one must not be lost."""
    for name in parameters:
        if name not in known:
            listed = ", ".join(known)
            raise InvalidAction(
                f"{action} has no parameter {name!r}; "
                + (f"it takes: {listed}" if known else "it takes none"),
                f"{action} n’a pas de paramètre « {name} »{NARROW}; "
                + (f"il accepte\u00a0: {listed}" if known else "il n’en accepte aucun"),
                parameter=str(name),
            )


def duration(parameters: Mapping[str, Any], action: str, longest_days: int) -> int:
    """``duration_seconds``: a whole number of seconds, a minute at least."""
    value = parameters.get("duration_seconds")
    longest = longest_days * DAY_SECONDS
    if isinstance(value, bool) or not isinstance(value, int) or not 60 <= value <= longest:
        given = "none was given" if value is None else f"not {value!r}"
        donne = "rien n’a été donné" if value is None else f"pas {value!r}"
        raise InvalidAction(
            f"{action} needs duration_seconds, a whole number from 60 to {longest} "
            f"({longest_days} days); {given}. One day is 86400.",
            f"{action} demande duration_seconds, un nombre entier de 60 à {longest} "
            f"({longest_days} jours){NARROW}; {donne}. Un jour fait 86400.",
            parameter="duration_seconds",
        )
    return value


def text(parameters: Mapping[str, Any], action: str) -> str | dict[str, str]:
    """``text``: a string, or one string in each language (a policy says both, a person one)."""
    value = parameters.get("text")
    if isinstance(value, Mapping):
        return _in_both_languages(value, action)
    return _one_text(value, action, "text")


def _in_both_languages(value: Mapping[str, Any], action: str) -> dict[str, str]:
    if set(value) != set(LANGUAGES):
        raise InvalidAction(
            f"the text of {action} must be written in French (fr) and in English (en), "
            "and in nothing else",
            f"le texte de {action} doit être écrit en français (fr) et en anglais (en), "
            "et en rien d’autre",
            parameter="text",
        )
    return {code: _one_text(value[code], action, f"text.{code}") for code in LANGUAGES}


def _one_text(value: Any, action: str, parameter: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidAction(
            f"{action} needs {parameter}: the words to send, not empty",
            f"{action} demande {parameter}\u00a0: les mots à envoyer, non vides",
            parameter="text",
        )
    if len(value) > MAX_TEXT:
        raise InvalidAction(
            f"the {parameter} of {action} has {len(value)} characters; at most {MAX_TEXT}",
            f"le {parameter} de {action} compte {len(value)} caractères{NARROW}; "
            f"{MAX_TEXT} au plus",
            parameter="text",
        )
    return value.strip()


def in_language(action: Action, language: str) -> Action:
    """The same action with a text written in both languages reduced to one of them."""
    value = action.parameters.get("text")
    if not isinstance(value, Mapping):
        return action
    chosen = value.get(language) or value.get("en") or value.get("fr") or ""
    return Action(action.kind, {**action.parameters, "text": chosen})


def body(
    action: Action, target: Target, message: Message, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """The channel-neutral request: what to do, to which message and author."""
    author = message.author
    return {
        "action": action.kind,
        "target": target,
        "channel": message.channel,
        "message": {
            "id": message.id,
            "external_id": message.external_id,
            "thread_id": message.thread_id,
            "url": message.url,
        },
        "author": {"external_id": author.external_id if author else ""},
        "parameters": dict(parameters),
    }
