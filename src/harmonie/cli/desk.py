"""The desk's commands: thin calls into :mod:`harmonie.server.commands`, imported when used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from harmonie.cli.options import Refused, Say, option


def call(say: Say, name: str) -> Callable[..., Any]:
    """``harmonie.server.commands.<name>``, or a clear word when the desk is not installed."""
    if find_spec("django") is None:
        raise Refused(
            say(
                "the desk is not installed: pip install 'harmonie[server]'",
                "le bureau n’est pas installé\u00a0: pip install 'harmonie[server]'",
            )
        )
    command: Callable[..., Any] = getattr(import_module("harmonie.server.commands"), name)
    return command


def _host_and_port(say: Say) -> list[click.Parameter]:
    return [
        option("--host", say("Address to listen on.", "Adresse à écouter."), default="127.0.0.1"),
        option(
            "--port",
            say("Port to listen on.", "Port à écouter."),
            type=click.IntRange(1, 65535),
            default=8000,
        ),
    ]


def up(say: Say) -> click.Command:
    def callback(**given: Any) -> Any:
        return call(say, "up")(**given)

    return click.Command(
        "up",
        params=[
            *_host_and_port(say),
            option(
                "--data-dir",
                say(
                    "Folder of the database and files.",
                    "Dossier de la base de données et des fichiers.",
                ),
                type=click.Path(file_okay=False),
            ),
            option(
                "--demo/--no-demo",
                say(
                    "Load the demo communities the first time.",
                    "Charger les communautés de démonstration la première fois.",
                ),
                default=True,
            ),
        ],
        callback=callback,
        help=say(
            "Serve the whole desk from this machine: pages, worker and clock.",
            "Servir tout le bureau depuis cette machine\u00a0: pages, tâches et horloge.",
        ),
    )


def web(say: Say) -> click.Command:
    def callback(**given: Any) -> Any:
        return call(say, "web")(**given)

    text = say("Serve the pages and the API alone.", "Servir seulement les pages et l’API.")
    return click.Command("web", params=_host_and_port(say), callback=callback, help=text)


def plain(name: str, en: str, fr: str) -> Callable[[Say], click.Command]:
    """A command of the desk without options."""

    def build(say: Say) -> click.Command:
        def callback() -> Any:
            return call(say, name)()

        return click.Command(name, callback=callback, help=say(en, fr))

    return build


worker = plain(
    "worker", "Run the queued jobs: analyse, decide, act.", "Exécuter les tâches en file."
)
clock = plain(
    "clock",
    "Enqueue what is due and what is overdue.",
    "Mettre en file ce qui est dû et ce qui est en retard.",
)
demo = plain(
    "demo", "Load the two demo communities.", "Charger les deux communautés de démonstration."
)
doctor = plain(
    "doctor",
    "Check this installation and say what to mend.",
    "Vérifier cette installation et dire ce qu’il faut réparer.",
)


def import_command(say: Say) -> click.Command:
    def callback(path: str, community: str, channel: str | None) -> Any:
        return call(say, "import_file")(path, community, channel)

    return click.Command(
        "import",
        params=[
            click.Argument(["path"], metavar="FILE"),
            option(
                "--community",
                say("Short name of the community.", "Nom court de la communauté."),
                required=True,
                metavar="SLUG",
            ),
            option(
                "--channel",
                say(
                    "Key of the channel that receives the messages.",
                    "Clé du canal qui reçoit les messages.",
                ),
                metavar="KEY",
            ),
        ],
        callback=callback,
        help=say(
            "Bring the messages of a file into a community’s inbox.",
            "Faire entrer les messages d’un fichier dans la boîte d’une communauté.",
        ),
    )


def audit_log(say: Say) -> click.Group:
    def callback(checkpoint: str | None) -> Any:
        return call(say, "audit_log_verify")(checkpoint)

    verify = click.Command(
        "verify",
        params=[
            option(
                "--checkpoint",
                say(
                    "File of a signed checkpoint kept elsewhere, to compare with.",
                    "Fichier d’un point de contrôle gardé ailleurs, à comparer.",
                ),
                type=click.Path(dir_okay=False),
            )
        ],
        callback=callback,
        help=say(
            "Recompute the log’s hashes and tell of any change.",
            "Recalculer les empreintes du journal et signaler tout changement.",
        ),
    )
    group = click.Group("audit-log", help=say("The audit log.", "Le journal d’audit."))
    group.add_command(verify)
    return group
