"""``harmonie score``, ``decide`` and ``train``: what works on files, without the desk."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harmonie.bulk.collector import without_collector
from harmonie.cli.options import Refused, Say, option

if TYPE_CHECKING:
    from harmonie.policies.policy import Policy

TIERS = ("fast", "full", "deep")
INPUTS = ("jsonl", "csv", "parquet", "text")


def score(say: Say) -> click.Command:
    def callback(**given: Any) -> int:
        with without_collector():
            return _judge(None, given)

    aspects_option = option(
        "--aspects",
        say(
            "Add what each message speaks of, and how it is felt; several times slower.",
            "Ajouter de quoi parle chaque message, et comment c’est ressenti\u202f; plusieurs fois "
            "plus lent.",
        ),
        is_flag=True,
    )
    return click.Command(
        "score",
        params=[*_bulk_options(say), aspects_option],
        callback=callback,
        help=say(
            "Score each message of a file: one JSON line per row, in order. A row that cannot be "
            'read gives a line with "row" and "error".',
            "Noter chaque message d’un fichier\u00a0: une ligne JSON par ligne, dans l’ordre. Une "
            'ligne illisible donne une ligne avec "row" et "error".',
        ),
    )


def decide(say: Say) -> click.Command:
    def callback(policy: str, **given: Any) -> int:
        with without_collector():
            return _judge(policy, given)

    policy_option = option(
        "--policy",
        say(
            "A policy pack (brand_page, forum, young_audience) or the path of a YAML file.",
            "Une politique livrée (brand_page, forum, young_audience) ou le chemin d’un fichier "
            "YAML.",
        ),
        required=True,
        metavar="PACK|PATH",
    )
    return click.Command(
        "decide",
        params=[*_bulk_options(say), policy_option],
        callback=callback,
        help=say(
            "Score each message and say what the policy decides, with its reasons.",
            "Noter chaque message et dire ce que la politique décide, avec ses raisons.",
        ),
    )


def _judge(policy_name: str | None, given: dict[str, Any]) -> int:
    """The work of both commands; ``given`` holds the options of :func:`_bulk_options`."""
    from harmonie.bulk.run import CannotStart, Job, run
    from harmonie.bulk.score import aspect_scorer, decider, scorer
    from harmonie.channels.channel import InvalidPayload
    from harmonie.channels.file import delimiter_of, row_reader
    from harmonie.channels.wording import in_language
    from harmonie.weights.store import WeightsError

    language: str = click.get_current_context().obj
    settings = {"text_field": given["text_field"], "id_field": given["id_field"]}
    try:
        job = Job(
            path=given["path"],
            reader=row_reader(settings),
            kind=given["kind"],
            delimiter=delimiter_of(given["delimiter"]),
            out=given["out"],
            batch_size=given["batch"],
            with_verdict=policy_name is not None,
            with_aspects=given.get("aspects", False),
            language=language,
        )
        policy = _policy(policy_name, language) if policy_name is not None else None
        tier = given["tier"]
        score_with = aspect_scorer if job.with_aspects else scorer
        totals = run(job, score_with(tier) if policy is None else decider(policy, tier))
    except (CannotStart, InvalidPayload, WeightsError) as error:
        raise Refused(in_language(error.args[0], language)) from error
    nothing_judged = 0 < totals.rows == totals.failed
    return 1 if nothing_judged or (given["strict"] and totals.failed) else 0


def _policy(name_or_path: str, language: str) -> Policy:
    from harmonie.policies.policy import PolicyErrors, load_policy, packs

    try:
        return load_policy(name_or_path)
    except PolicyErrors as error:
        lines = [
            f"{name_or_path}:{problem.line}:{problem.column}: "
            f"{problem.text(language)} {problem.advice(language)}".rstrip()
            for problem in error.problems
        ]
        raise Refused("\n".join(lines)) from error
    except OSError as error:
        from harmonie.bulk.wording import system_error, tell
        from harmonie.channels.wording import in_language

        reason = system_error(error) if error.errno else tell("no_policy", packs=", ".join(packs()))
        raise Refused(f"{name_or_path}: {in_language(reason, language)}") from error


def train(say: Say) -> click.Command:
    def callback(data: str, output: str, every: bool, work: str | None) -> None:
        for module, extra in (("sklearn", "train"), ("torch", "encoder")):
            if (every or extra == "train") and find_spec(module) is None:
                raise Refused(
                    say(
                        f"training needs {module}: pip install 'harmonie[{extra}]'",
                        f"l’entraînement demande {module}\u00a0: pip install 'harmonie[{extra}]'",
                    )
                )
        try:
            _train(Path(data), Path(output), every, Path(work) if work else None)
        except FileNotFoundError as error:
            raise Refused(str(error)) from error

    return click.Command(
        "train",
        params=_train_options(say),
        callback=callback,
        help=say(
            "Train the models and write their weights and cards.",
            "Entraîner les modèles et écrire leurs poids et leurs fiches.",
        ),
    )


def _train_options(say: Say) -> list[click.Parameter]:
    folder = click.Path(file_okay=False)
    texts = (
        say("Folder of the training sets.", "Dossier des jeux d’entraînement."),
        say("Folder of the weights to write.", "Dossier des poids à écrire."),
        say(
            "Every tier, encoders included (about two hours), and not the fast one alone.",
            "Tous les niveaux, encodeurs compris (environ deux heures), et non le seul rapide.",
        ),
        say(
            "Folder that keeps each step, so that an interrupted training goes on; "
            "else OUTPUT/steps.",
            "Dossier qui garde chaque étape, pour reprendre un entraînement interrompu\u202f; "
            "sinon OUTPUT/steps.",
        ),
    )
    return [
        option("--data", texts[0], required=True, type=folder),
        option("--output", texts[1], required=True, type=folder),
        option("--all every", texts[2], is_flag=True),
        option("--work", texts[3], type=folder),
    ]


def _train(data: Path, output: Path, every: bool, work: Path | None) -> None:
    def tell(line: str) -> None:
        click.echo(line, err=True)

    if every:
        from harmonie.learning.encoder.train import train_all

        train_all(data, output, work or output / "steps", progress=tell)
    else:
        from harmonie.learning.train import train

        train(data, output, progress=tell)


def _bulk_options(say: Say) -> list[click.Parameter]:
    return [
        click.Argument(["path"], metavar="FILE|-"),
        *input_options(say),
        option(
            "--out",
            say(
                "Where to write: .jsonl, .csv or .parquet, .gz too; - is the standard output.",
                "Où écrire\u00a0: .jsonl, .csv ou .parquet, aussi .gz\u202f; - est la sortie "
                "standard.",
            ),
            default="-",
            metavar="FILE",
        ),
        *judging_options(say),
    ]


def input_options(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--in kind",
            say(
                "Format of the input; recognised when left out.",
                "Format de l’entrée\u202f; reconnu s’il n’est pas donné.",
            ),
            type=click.Choice(INPUTS),
        ),
        option(
            "--text-field",
            say("Column of the text; recognised.", "Colonne du texte\u202f; reconnue."),
        ),
        option(
            "--id-field",
            say(
                "Column of the id; recognised, else the row’s number.",
                "Colonne de l’identifiant\u202f; reconnue, sinon le numéro de la ligne.",
            ),
        ),
        option(
            "--delimiter",
            say(
                "Delimiter of CSV, one of , ; | tab; recognised.",
                "Séparateur du CSV, un de , ; | tab\u202f; reconnu.",
            ),
            default="",
        ),
    ]


def judging_options(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--tier",
            say(
                "Models: fast, full (finer) or deep (slower); the best installed, not above this.",
                "Modèles\u00a0: fast, full (plus fin) ou deep (plus lent)\u202f; le meilleur "
                "installé, pas au-delà.",
            ),
            type=click.Choice(TIERS),
            default="full",
        ),
        option(
            "--batch",
            say(
                "Rows judged together; 1 answers each line at once.",
                "Lignes jugées ensemble\u202f; 1 répond aussitôt à chaque ligne.",
            ),
            type=click.IntRange(1, 10_000),
            default=512,
        ),
        option(
            "--strict",
            say(
                "Exit with 1 when a single row failed.",
                "Sortir avec 1 si une seule ligne a échoué.",
            ),
            is_flag=True,
        ),
    ]
