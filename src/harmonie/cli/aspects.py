"""``harmonie aspects``: what the messages of a file speak of, and how."""

from __future__ import annotations

from typing import Any

import click

from harmonie.cli.judging import input_options, judging_options
from harmonie.cli.options import Refused, Say, option

FORMS = ("table", "csv", "json")


def aspects(say: Say) -> click.Command:
    def callback(top: int, form: str, **given: Any) -> int:
        return _count(top, form, given)

    return click.Command(
        "aspects",
        params=[
            click.Argument(["path"], metavar="FILE|-"),
            *input_options(say),
            option(
                "--top",
                say(
                    "How many things to tell, the most spoken of first.",
                    "Combien de choses dire, celles dont on parle le plus d’abord.",
                ),
                type=click.IntRange(1, 100_000),
                default=20,
            ),
            option(
                "--format form",
                say("Form of the table.", "Forme du tableau."),
                type=click.Choice(FORMS),
                default="table",
            ),
            *judging_options(say),
        ],
        callback=callback,
        help=say(
            "Tell what the messages of a file speak of, how many do, and how it is felt, with "
            "95 % intervals.",
            "Dire de quoi parlent les messages d’un fichier, combien le font, et comment c’est "
            "ressenti, avec des intervalles à 95\u202f%.",
        ),
    )


def _count(top: int, form: str, given: dict[str, Any]) -> int:
    from harmonie.bulk.aspect_table import count, told
    from harmonie.bulk.run import CannotStart, Job
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
            batch_size=given["batch"],
            language=language,
        )
        counted, totals = count(job, given["tier"])
    except (CannotStart, InvalidPayload, WeightsError) as error:
        raise Refused(in_language(error.args[0], language)) from error
    click.echo(told(counted.table(top), form, language), nl=False)  # type: ignore[arg-type]
    nothing_judged = 0 < totals.rows == totals.failed
    return 1 if nothing_judged or (given["strict"] and totals.failed) else 0
