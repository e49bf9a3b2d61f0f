"""``harmonie audit``: does a model treat every group, dialect and spelling alike."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harmonie.cli.options import Refused, Say, option

TIERS = ("fast", "full", "deep")


def audit(say: Say) -> click.Command:
    return click.Command(
        "audit",
        params=[*_model(say), *_extent(say), *_gate(say)],
        callback=_audit,
        help=say(
            "Audit a model for bias: groups, dialects, swapped names, spelling. Exits with 1 when "
            "it is refused.",
            "Auditer les biais d’un modèle\u00a0: groupes, parlers, noms échangés, graphies. Sort "
            "avec 1 s’il est refusé.",
        ),
    )


def _audit(**given: Any) -> int:
    from harmonie.channels.wording import in_language
    from harmonie.learning.fairness import CannotAudit
    from harmonie.learning.fairness.plain import plain
    from harmonie.weights.store import WeightsError

    language: str = click.get_current_context().obj
    progress = _Progress(language)
    try:
        report = _made(given, progress)
    except (CannotAudit, WeightsError) as error:
        raise Refused(in_language(error.args[0], language)) from error
    finally:
        progress.end()
    click.echo(plain(report, language), nl=False)
    if given["output"]:
        _write(Path(given["output"]), report, language)
    return 0 if report.passed else 1


def _made(given: dict[str, Any], progress: _Progress) -> Any:
    from dataclasses import replace

    from harmonie.learning.fairness import audit as audited
    from harmonie.learning.fairness.reading import read_audit
    from harmonie.pipeline import Pipeline
    from harmonie.records import LANGUAGES
    from harmonie.weights.store import FOLDER

    older = read_audit(Path(given["against"])) if given["against"] else None
    bounds = Path(given["thresholds"]) if given["thresholds"] else None
    folder = Path(given["weights"]) if given["weights"] else FOLDER
    report = audited(
        Pipeline(given["tier"], folder),
        given["language"] or LANGUAGES,
        bounds,
        given["limit"],
        progress.tell,
        older,
    )
    if given["data"]:
        found = _counted(Path(given["data"]), progress)
        report = replace(report, representativeness=found)
    return report


def _counted(data: Path, progress: _Progress) -> Any:
    """The training texts of ``data``, counted anew."""
    from harmonie.learning import sources
    from harmonie.learning.fairness.representativeness import representativeness
    from harmonie.learning.train import folder_of_sets

    try:
        folder = folder_of_sets(data)
    except FileNotFoundError as error:
        raise Refused(str(error)) from error
    return representativeness(sources.read(folder, 7, progress.say))


def _write(folder: Path, report: Any, language: str) -> None:
    import json

    from harmonie.learning.fairness.page import page
    from harmonie.learning.fairness.plain import plain

    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n"
    (folder / "audit.json").write_text(told, "utf-8")
    (folder / "audit.txt").write_text(plain(report, language), "utf-8")
    (folder / "audit.html").write_text(page(report, language), "utf-8")


class _Progress:
    """How many texts are judged: on a terminal a line that rewrites itself, elsewhere nothing."""

    def __init__(self, language: str) -> None:
        self._lively = sys.stderr is not None and sys.stderr.isatty()
        self._word = "textes jugés" if language == "fr" else "texts judged"

    def tell(self, done: int, total: int) -> None:
        self.say(f"{done} / {total} {self._word}")

    def say(self, line: str) -> None:
        if self._lively:
            click.echo(f"\r\x1b[K{line[:100]}", err=True, nl=False)

    def end(self) -> None:
        if self._lively:
            click.echo("\r\x1b[K", err=True, nl=False)


def _model(say: Say) -> list[click.Parameter]:
    """Which model is audited."""
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
            "--weights",
            say(
                "Folder of weights to audit, such as newly trained ones; else those shipped.",
                "Dossier de poids à auditer, par exemple fraîchement entraînés\u202f; sinon ceux "
                "fournis.",
            ),
            type=click.Path(file_okay=False, exists=True),
        ),
    ]


def _extent(say: Say) -> list[click.Parameter]:
    """What it is audited on."""
    return [
        option(
            "--language",
            say("Audit this language only.", "N’auditer que cette langue."),
            type=click.Choice(["fr", "en"]),
            multiple=True,
        ),
        option(
            "--limit",
            say(
                "At most so many sentences or cases a part, always the same ones.",
                "Au plus tant de phrases ou de cas par partie, toujours les mêmes.",
            ),
            type=click.IntRange(1),
        ),
        option(
            "--data",
            say(
                "Folder of the training sets: count anew whom they speak of (minutes).",
                "Dossier des jeux d’apprentissage\u00a0: recompter de qui ils parlent (quelques "
                "minutes).",
            ),
            type=click.Path(file_okay=False),
        ),
    ]


def _gate(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--thresholds",
            say(
                "YAML file of bounds put over the shipped ones.",
                "Fichier YAML de seuils, mis par-dessus ceux fournis.",
            ),
            type=click.Path(dir_okay=False),
        ),
        option(
            "--against",
            say(
                "An earlier audit.json: refuse a model that is worse than it on a group.",
                "Un audit.json antérieur\u00a0: refuser un modèle pire que lui sur un groupe.",
            ),
            type=click.Path(dir_okay=False),
        ),
        option(
            "--output",
            say(
                "Folder in which to write audit.html, .json and .txt.",
                "Dossier où écrire audit.html, .json et .txt.",
            ),
            type=click.Path(file_okay=False),
        ),
    ]
