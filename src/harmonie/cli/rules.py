"""``harmonie rules import automoderator``: another moderator's rules, made a policy."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harmonie.cli.options import Refused, Say, language_option, option

if TYPE_CHECKING:
    from harmonie.policies.automoderator import Imported

#: Exit code when something of the file was not translated.
INCOMPLETE = 3


def rules(say: Say) -> click.Group:
    group = click.Group("rules", help=say("The rules of a policy.", "Les règles d’une charte."))
    importers = click.Group(
        "import", help=say("Import another tool’s rules.", "Importer les règles d’un autre outil.")
    )
    automoderator = _automoderator(say)
    for command in (importers, automoderator):
        command.params.append(language_option(say))
    importers.add_command(automoderator)
    group.add_command(importers)
    return group


def _automoderator(say: Say) -> click.Command:
    def callback(path: str, out: str | None, as_json: bool) -> int:
        from harmonie.policies.automoderator import import_rules
        from harmonie.policies.policy import PolicyErrors

        language: str = click.get_current_context().obj
        try:
            result = import_rules(_read(path))
        except PolicyErrors as error:
            raise Refused(f"{path}: {error.render(language)}") from error
        if result.source and out is not None:
            Path(out).write_text(result.source, encoding="utf-8", newline="\n")
        _tell(result, out, as_json, language)
        if not result.source:
            return 1
        return 0 if result.is_complete else INCOMPLETE

    return click.Command(
        "automoderator",
        params=[click.Argument(["path"], metavar="FILE|-"), *_options(say)],
        callback=callback,
        help=say(
            "Translate Reddit’s AutoModerator rules into a policy, and name what was not. Exit "
            "code 3 when something was not translated, 1 when nothing was.",
            "Traduire les règles AutoModerator de Reddit en une charte, et nommer ce qui ne l’a "
            "pas été. Code de sortie 3 si quelque chose n’a pas été traduit, 1 si rien ne l’a été.",
        ),
    )


def _options(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--out",
            say(
                "Where to write the policy; without it, the standard output.",
                "Où écrire la charte\u202f; sinon, la sortie standard.",
            ),
            type=click.Path(dir_okay=False),
            metavar="FILE",
        ),
        option(
            "--json as_json",
            say("Write the report as JSON.", "Écrire le rapport en JSON."),
            is_flag=True,
        ),
    ]


def _read(path: str) -> str:
    from harmonie.policies.document import MAX_BYTES

    if path == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(path).open("rb") as file:  # one byte too many is enough to refuse a giant
            content = file.read(MAX_BYTES + 1)
    return content.decode("utf-8-sig", "surrogateescape")


def _tell(result: Imported, out: str | None, as_json: bool, language: str) -> None:
    """The report: on the standard output with ``--out``, else beside the policy that goes there."""
    if as_json:
        text = json.dumps(result.as_json(), ensure_ascii=False, indent=2)
    else:
        text = result.render(language)
    if out is None and result.source:
        click.echo(result.source, nl=False)
        click.echo(text, err=True)
    else:
        click.echo(text)
