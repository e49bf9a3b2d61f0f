"""``harmonie evaluate``: figures of the models on labelled texts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from harmonie.cli.options import Refused, Say, option

TIERS = ("fast", "full", "deep")


def evaluate(say: Say) -> click.Command:
    return click.Command(
        "evaluate",
        params=[*_what(say), *_how(say)],
        callback=_evaluate,
        help=say(
            "Measure the models on labelled texts: figures with intervals, beside published ones.",
            "Mesurer les modèles sur des textes étiquetés\u00a0: chiffres avec intervalles, à côté "
            "de ceux qui sont publiés.",
        ),
    )


def _evaluate(**given: Any) -> int:
    from harmonie.channels.wording import in_language
    from harmonie.learning.report.beside import aims
    from harmonie.learning.report.plain import plain
    from harmonie.learning.suites.run import run
    from harmonie.learning.suites.suite import CannotEvaluate
    from harmonie.weights.store import WeightsError

    language: str = click.get_current_context().obj
    folder = given["data"] or os.environ.get("HARMONIE_DATA")
    progress = _Progress()
    try:
        evaluation = run(
            Path(folder) if folder else None,
            given["suite"],
            _own(given),
            given["tier"],
            given["limit"],
            given["baselines"],
            progress.tell,
        )
    except (CannotEvaluate, WeightsError) as error:
        raise Refused(in_language(error.args[0], language)) from error
    finally:
        progress.end()
    click.echo(plain(evaluation, language, given["targets"] or given["gate"]), nl=False)
    if given["output"]:
        _write(Path(given["output"]), evaluation, language)
    missed = [aim for aim in aims(evaluation) if aim.found is not None and not aim.is_reached]
    return 1 if given["gate"] and missed else 0


def _own(given: dict[str, Any]) -> Any:
    """The user's table, when one is given."""
    if not given["csv"]:
        return None
    from harmonie.learning.suites.own_table import OwnTable

    names = ("signal", "text", "label", "language", "group", "positive")
    return OwnTable(Path(given["csv"]), **{name: given[name] or "" for name in names})


def _write(folder: Path, evaluation: Any, language: str) -> None:
    import json

    from harmonie.learning.report.document import document
    from harmonie.learning.report.page import page
    from harmonie.learning.report.plain import plain

    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(document(evaluation), ensure_ascii=False, indent=1) + "\n"
    (folder / "evaluation.json").write_text(told, "utf-8")
    (folder / "evaluation.txt").write_text(plain(evaluation, language, True), "utf-8")
    (folder / "evaluation.html").write_text(page(evaluation, language), "utf-8")


class _Progress:
    """One line that rewrites itself on a terminal; a line per task elsewhere."""

    def __init__(self) -> None:
        self._lively = sys.stderr is not None and sys.stderr.isatty()

    def tell(self, line: str, passing: bool = False) -> None:
        if self._lively:
            click.echo(f"\r\x1b[K{line[:100]}", err=True, nl=False)
        elif not passing:
            click.echo(line, err=True)

    def end(self) -> None:
        if self._lively:
            click.echo("\r\x1b[K", err=True, nl=False)


#: Name, English help, French help.
_TABLE = (
    (
        "--csv",
        "Measure on a CSV file of your own, or in the format of HateCheck.",
        "Mesurer sur un fichier CSV à vous, ou au format de HateCheck.",
    ),
    ("--text", "Its column of the text; recognised.", "Sa colonne du texte\u202f; reconnue."),
    ("--label", "Its column of the label.", "Sa colonne de l’étiquette."),
    (
        "--signal",
        "The signal that the label is about, such as toxicity.",
        "Le signal dont parle l’étiquette, comme toxicity.",
    ),
    (
        "--positive",
        "The label that means yes; 1, true, yes and oui are recognised.",
        "L’étiquette qui veut dire oui\u202f; 1, true, yes et oui sont reconnus.",
    ),
    (
        "--group",
        "A column by which to cut the figures.",
        "Une colonne selon laquelle détailler les chiffres.",
    ),
    (
        "--language",
        "Language of its texts; else each text shows its own.",
        "Langue de ses textes\u202f; sinon chaque texte montre la sienne.",
    ),
)
_FLAGS = (
    (
        "--baselines",
        "Measure known libraries and simple models in the same run, where installed.",
        "Mesurer dans la foulée des bibliothèques connues et des modèles simples, s’ils sont "
        "installés.",
    ),
    (
        "--targets",
        "Show the project’s targets, reached or not.",
        "Montrer les objectifs du projet, atteints ou non.",
    ),
    (
        "--gate",
        "Exit with 1 when a measured target is missed.",
        "Sortir avec 1 si un objectif mesuré est manqué.",
    ),
)


def _what(say: Say) -> list[click.Parameter]:
    kinds: dict[str, Any] = {"--language": click.Choice(["fr", "en"])}
    return [
        option(
            "--data",
            say(
                "Folder that holds dev/ and train/; else HARMONIE_DATA.",
                "Dossier qui contient dev/ et train/\u202f; sinon HARMONIE_DATA.",
            ),
            type=click.Path(file_okay=False),
        ),
        option(
            "--suite",
            say(
                "Measure this suite only; may be repeated. An unknown name lists those that exist.",
                "Ne mesurer que cette suite\u202f; peut se répéter. Un nom inconnu donne la liste.",
            ),
            multiple=True,
            metavar="NAME",
        ),
        *(option(name, say(en, fr), type=kinds.get(name)) for name, en, fr in _TABLE),
    ]


def _how(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--tier",
            say(
                "Models: fast, full or deep; the best installed, not above this.",
                "Modèles\u00a0: fast, full ou deep\u202f; le meilleur installé, pas au-delà.",
            ),
            type=click.Choice(TIERS),
            default="full",
        ),
        option(
            "--limit",
            say(
                "At most so many texts a task, always the same ones.",
                "Au plus tant de textes par tâche, toujours les mêmes.",
            ),
            type=click.IntRange(1),
        ),
        *(option(name, say(en, fr), is_flag=True) for name, en, fr in _FLAGS),
        option(
            "--output",
            say(
                "Folder in which to write evaluation.html, .json and .txt.",
                "Dossier où écrire evaluation.html, .json et .txt.",
            ),
            type=click.Path(file_okay=False),
        ),
    ]
