"""``harmonie dsa``: statements of reasons for the Commission's DSA Transparency Database."""

from __future__ import annotations

from typing import Any

import click

from harmonie.cli.desk import call
from harmonie.cli.options import Say, language_option, option


def dsa(say: Say) -> click.Group:
    group = click.Group(
        "dsa",
        help=say(
            "Statements of reasons for the DSA Transparency Database.",
            "Exposés des motifs pour la base de données de transparence du DSA.",
        ),
    )
    for command in (_export(say), _send(say)):
        command.params.append(language_option(say))
        group.add_command(command)
    return group


def _export(say: Say) -> click.Command:
    def callback(**given: Any) -> Any:
        return call(say, "dsa_export")(
            given["community"], given["from"].date(), given["to"].date(), given["out"],
            given["form"],
        )  # fmt: skip

    text = say(
        "Write the statements of a period into a file; tell which cannot be exported yet.",
        "Écrire dans un fichier les exposés d’une période\u202f; dire lesquels ne peuvent pas "
        "encore l’être.",
    )
    return click.Command("export", params=_parameters(say), callback=callback, help=text)


def _parameters(say: Say) -> list[click.Parameter]:
    day = click.DateTime(["%Y-%m-%d"])
    return [
        _community(say),
        option("--from", say("First day.", "Premier jour."), type=day, required=True),
        option("--to", say("Last day, included.", "Dernier jour, compris."), type=day,
               required=True),
        option(
            "--out",
            say("File to write.", "Fichier à écrire."),
            type=click.Path(dir_okay=False),
            required=True,
        ),
        option(
            "--form",
            say(
                "lines: one statement a line; batches: a call of the API a line.",
                "lines\u00a0: un exposé par ligne\u202f; batches\u00a0: un appel de l’API par "
                "ligne.",
            ),
            type=click.Choice(["lines", "batches"]),
            default="lines",
        ),
    ]  # fmt: skip


def _send(say: Say) -> click.Command:
    def callback(community: str) -> Any:
        return call(say, "dsa_send")(community)

    text = say(
        "Send now what waits, where a lead switched sending on.",
        "Envoyer maintenant ce qui attend, là où l’envoi est activé.",
    )
    return click.Command("send", params=[_community(say)], callback=callback, help=text)


def _community(say: Say) -> click.Option:
    return option(
        "--community",
        say("Short name of the community.", "Nom court de la communauté."),
        required=True,
        metavar="SLUG",
    )
