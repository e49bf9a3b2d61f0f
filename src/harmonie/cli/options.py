"""How the commands say themselves in both languages, and the options that several share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

Say = Callable[[str, str], str]


class Refused(click.ClickException):
    """A command cannot do what was asked; says why in the person's language. Exit code 2."""

    exit_code = 2


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """``fr`` or ``en``: ``--lang``, else the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
        if argument == "--lang" and position + 1 < len(arguments):
            return _known(arguments[position + 1])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _known(environment[name])
    return "en"


def _known(locale: str) -> str:
    return "fr" if locale.lower().startswith("fr") else "en"


def option(declaration: str, text: str, **more: Any) -> click.Option:
    """An option declared as ``"--long name"``; its default is shown when it says something."""
    return click.Option(
        declaration.split(), help=text, show_default=bool(more.get("default")), **more
    )


def language_option(say: Say) -> click.Option:
    """Read by :func:`language_of` before anything else; declared so that it is known and shown."""
    return option(
        "--lang",
        say("Language of help and messages.", "Langue de l’aide et des messages."),
        type=click.Choice(["fr", "en"]),
        expose_value=False,
    )
