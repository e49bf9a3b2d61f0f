"""The command line: ``harmonie score``, ``decide``, ``train``, ``evaluate``, and the desk's own.

Everything a command needs is imported inside it, so that ``harmonie score`` on one line answers in
well under a second. Help and messages are in French or English (``--lang``, else the locale).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from harmonie import __version__
from harmonie.cli import aspects, auditing, desk, dsa, judging, mandating, measuring, models, rules
from harmonie.cli.french import speak
from harmonie.cli.options import language_of, language_option

__all__ = ["commands", "main", "run"]
BROKEN_PIPE, INTERRUPTED = 141, 130
_BUILDERS = (
    judging.score, judging.decide, aspects.aspects, judging.train, measuring.evaluate,
    auditing.audit, models.models, rules.rules, mandating.mandate, desk.import_command, desk.up,
    desk.web, desk.worker, desk.clock, desk.demo, desk.doctor, desk.audit_log, dsa.dsa,
)  # fmt: skip


def main() -> None:
    """Entry point. Exits 0, 1 (nothing judged, or ``--strict``), 2 (refused), 130 or 141."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; usual mishaps end in a sentence, no traceback."""
    language = language_of(arguments, os.environ)
    speak(language)
    try:
        group = commands(language)
        # Not group.main(): it turns a broken pipe and ctrl-C into exit code 1.
        with group.make_context("harmonie", list(arguments)) as context:
            code = group.invoke(context)
        _flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        _silence_output()
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        return _interrupted(language)
    except OSError as error:
        return _failed(error, language)
    return code if isinstance(code, int) else 0


def commands(language: str) -> click.Group:
    """All commands, speaking ``language``."""

    def say(en: str, fr: str) -> str:
        return fr if language == "fr" else en

    group = click.Group(
        "harmonie",
        help=say(
            "Judge what a community writes, in French and in English, and say why.",
            "Juger ce qu’écrit une communauté, en français et en anglais, et dire pourquoi.",
        ),
        params=[language_option(say)],
        callback=lambda: None,
        context_settings={"help_option_names": ["-h", "--help"], "obj": language},
    )
    click.version_option(__version__, "--version", message="%(prog)s %(version)s")(group)
    for build in _BUILDERS:
        command = build(say)
        command.params.append(language_option(say))
        group.add_command(command)
    return group


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _interrupted(language: str) -> int:
    from harmonie.bulk.wording import tell

    try:
        _flush()
    except OSError:
        _silence_output()
    click.echo(f"harmonie: {tell('interrupted').text(language)}", err=True)
    return INTERRUPTED


def _failed(error: OSError, language: str) -> int:
    from harmonie.bulk.wording import system_error
    from harmonie.channels.wording import in_language

    _silence_output()
    click.echo(f"harmonie: {in_language(system_error(error), language)}", err=True)
    return 1


def _silence_output() -> None:
    """Nothing can be written any more: keep the interpreter from trying again as it leaves."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.__stdout__.fileno() if sys.__stdout__ else nowhere)
    finally:
        os.close(nowhere)
