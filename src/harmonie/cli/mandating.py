"""``harmonie mandate check``: could the AI be given a mandate, on a table of past decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harmonie.cli.options import Refused, Say, language_option, option

if TYPE_CHECKING:
    from harmonie.autonomy.calibrate import Calibration


def mandate(say: Say) -> click.Group:
    group = click.Group(
        "mandate",
        help=say("What the AI may do alone.", "Ce que l’IA peut faire seule."),
    )
    command = click.Command(
        "check",
        params=[
            click.Argument(["file"], type=click.Path(dir_okay=False, exists=True)),
            *_subject(say),
            *_promise(say),
            *_repeated(say),
        ],
        callback=_check,
        help=say(
            "Tell from a CSV file of past human decisions whether a mandate could be granted, from "
            "which confidence, or how many decisions are missing. Exits with 1 when it could not.",
            "Dire, d’après un fichier CSV de décisions humaines passées, si un mandat pourrait "
            "être accordé, à partir de quelle confiance, ou combien de décisions il manque. Sort "
            "avec 1 s’il ne peut pas l’être.",
        ),
    )
    command.params.append(language_option(say))
    group.add_command(command)
    return group


def _check(**given: Any) -> int:
    from harmonie.autonomy.calibrate import calibrate
    from harmonie.autonomy.request import InvalidRequest, Request
    from harmonie.autonomy.table import InvalidTable, decisions_of
    from harmonie.wording import in_language

    language: str = click.get_current_context().obj
    try:
        request = Request(
            given["action"],
            given["rule"],
            given["signal"],
            given["language"],
            maximum_error=given["max_error"],
            confidence=given["confidence"],
            minimum_evidence=given["min_evidence"],
        )
        decisions, columns = decisions_of(Path(given["file"]))
    except InvalidRequest as error:
        raise Refused(error.text(language)) from error
    except InvalidTable as error:
        raise Refused(in_language(error.args[0], language)) from error
    found = calibrate(request, decisions, attempt=given["attempt"], together=given["together"])
    if given["format"] == "json":
        click.echo(_document(found, language))
    else:
        click.echo(_table(found, "source" in columns, language))
    return 0 if found.is_granted else 1


def _table(found: Calibration, has_source: bool, language: str) -> str:
    from harmonie.autonomy.evidence import REASONS
    from harmonie.autonomy.wording import reason_set_aside

    french = language == "fr"
    lines = [found.why.text(language), ""]
    lines.append(
        f"décisions qui comptent\u00a0: {found.decisions}"
        if french
        else f"decisions that count: {found.decisions}"
    )
    for reason in REASONS:
        if count := found.set_aside[reason]:
            told = reason_set_aside(reason).text(language)
            lines.append(f"écartées, {told}\u00a0: {count}" if french else f"left out, {told}: "
                         f"{count}")  # fmt: skip
    if found.threshold is not None:
        low, high = (f"{100 * bound:.1f}" for bound in found.interval)
        told = f"{found.wrong} / {found.cases}"
        lines.append(
            f"erreurs à partir de {found.threshold:g}\u00a0: {told} (intervalle à 95\u202f%\u00a0: "
            f"{low} à {high}\u202f%)".replace(".", ",")
            if french
            else f"wrong from {found.threshold:g} up: {told} (95 % interval: {low} to {high} %)"
        )
    if not has_source:
        lines.append(
            "pas de colonne source\u00a0: toutes sont tenues pour prises par des personnes, sans "
            "verdict sous les yeux"
            if french
            else "no column source: all are taken as made by people who saw no verdict"
        )
    return "\n".join(lines)


def _document(found: Calibration, language: str) -> str:
    import json

    low, high = found.interval
    told = {
        "answer": found.answer, "granted": found.is_granted, "why": found.why.text(language),
        "threshold": found.threshold, "cases": found.cases, "wrong": found.wrong,
        "interval": [round(low, 6), round(high, 6)], "decisions": found.decisions,
        "set_aside": dict(found.set_aside), "missing": found.missing,
        "least_missing": found.least_missing, "level": found.level, "attempt": found.attempt,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1)


def _subject(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--action",
            say("The action, such as hide or remove.", "L’action, comme hide ou remove."),
            required=True,
        ),
        option("--rule", say("The rule it is about.", "La règle dont il s’agit.")),
        option(
            "--signal",
            say(
                "The signal it is about, such as insult; instead of a rule.",
                "Le signal dont il s’agit, comme insult\u202f; à la place d’une règle.",
            ),
        ),
        option(
            "--language",
            say("This language only; else both.", "Cette langue seulement\u202f; sinon les deux."),
            type=click.Choice(["fr", "en"]),
        ),
    ]


def _promise(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--max-error",
            say(
                "The greatest share of wrong ones, such as 0.03.",
                "La plus grande part d’erreurs, comme 0.03.",
            ),
            type=float,
            required=True,
        ),
        option(
            "--confidence",
            say("How certain the promise must be.", "Combien la promesse doit être certaine."),
            type=float,
            default=0.95,
        ),
        option(
            "--min-evidence",
            say(
                "The fewest decisions at or above the threshold.",
                "Le moins de décisions à partir du seuil.",
            ),
            type=int,
            default=50,
        ),
    ]


def _repeated(say: Say) -> list[click.Parameter]:
    return [
        option(
            "--attempt",
            say(
                "How many times this was tested, this time included.",
                "Combien de fois ce test a été fait, celle-ci comprise.",
            ),
            type=click.IntRange(1),
            default=1,
        ),
        option(
            "--together",
            say(
                "How many mandates are asked for at once.",
                "Combien de mandats sont demandés à la fois.",
            ),
            type=click.IntRange(1),
            default=1,
        ),
        option(
            "--format",
            say("table or json.", "table ou json."),
            type=click.Choice(["table", "json"]),
            default="table",
        ),
    ]
