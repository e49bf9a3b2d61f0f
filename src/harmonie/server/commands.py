"""The desk's commands, called by the command line. Django is loaded inside them, when needed."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from harmonie.server.migrations_pending import migrations_pending
from harmonie.server.terminal import stop, tell

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmonie.server.settings")
    import django

    django.setup()


def _ready() -> None:
    """Load Django, and stop with advice when the tables are not there or not up to date."""
    _django()
    if migrations_pending():
        stop(
            "the database is not prepared. Run: harmonie up (or, for separate processes: "
            "python -m django migrate --settings harmonie.server.settings)",
            "la base de données n’est pas préparée. Lancez\u00a0: harmonie up (ou, pour des "
            "processus séparés\u00a0: python -m django migrate --settings "
            "harmonie.server.settings)",
        )


def up(
    host: str = "127.0.0.1", port: int = 8000, data_dir: str | None = None, demo: bool = True
) -> None:
    """Prepare the tables, then run pages, worker and clock together until ctrl-C.

    ``demo`` loads the demo communities the first time; their people may skip the second factor
    while the desk answers this machine only.
    """
    if data_dir:
        os.environ["HARMONIE_HOME"] = str(Path(data_dir).resolve())
    if demo and host in _LOOPBACK and os.environ.get("HARMONIE_HTTPS") != "1":
        os.environ.setdefault("HARMONIE_DEMO_LOGIN", "1")
    from harmonie.server import starting

    starting.run(host, port, demo=demo)


def web(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve pages and API with granian (ASGI) until ctrl-C."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from harmonie.server.supervisor import end_with_parent
    from harmonie.server.translations import compile_all

    end_with_parent()
    compile_all()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmonie.server.settings")
    os.environ.setdefault("HARMONIE_PUBLIC_URL", f"http://{host}:{port}")
    try:
        Granian(
            "harmonie.server.asgi:application",
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            workers=int(os.environ.get("HARMONIE_WEB_PROCESSES", "1")),
            websockets=False,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()
    except OSError as error:
        stop(f"cannot listen on {host}:{port}: {error.strerror}. Choose another --port.",
             f"impossible d’écouter sur {host}:{port}\u00a0: {error.strerror}. "
             "Choisissez un autre --port.")  # fmt: skip


def worker() -> None:
    """Run queued jobs until ctrl-C."""
    from harmonie.server.supervisor import end_with_parent

    end_with_parent()
    _django()
    import gc

    from django.core.management import call_command
    from django.db import connection

    from harmonie.server.stack import with_room

    # A batch holds many small objects in no circle: Python need look for circles less often.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    # Jobs follow each other in one thread: they share a connection, and what it keeps in memory.
    connection.settings_dict["CONN_MAX_AGE"] = None
    with_room(
        lambda: call_command(
            "db_worker", interval=0.2, queue_name="*", startup_delay=False, reload=False,
            verbosity=1,
        )
    )  # fmt: skip


def clock() -> None:
    """Enqueue recurring jobs when they are due, until ctrl-C."""
    import signal
    import threading

    from harmonie.server.supervisor import end_with_parent

    end_with_parent()
    _django()
    from django.db import close_old_connections

    from harmonie.apps.jobs.operations import run_clock

    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())

    def pause() -> None:
        close_old_connections()
        stopping.wait(1.0)

    run_clock(stopping.is_set, pause)


def demo() -> None:
    """Load the two demo communities, or what is missing of them."""
    from harmonie.server.supervisor import end_with_parent

    end_with_parent()
    from harmonie.server import starting

    starting.prepare()
    from harmonie.server import demo_loader

    count = demo_loader.load()
    if count:
        tell(f"demo: {count} messages loaded", f"démonstration\u00a0: {count} messages chargés")
    else:
        tell("demo: already loaded", "démonstration\u00a0: déjà chargée")


def doctor() -> None:
    """Check the installation; exit code 1 when something must be mended."""
    from harmonie.server import doctor as checks

    raise SystemExit(checks.run())


def import_file(path: str, community: str, channel: str | None = None) -> None:
    """Bring a file's messages into a community's inbox; bad rows are told, good ones kept."""
    _ready()
    from harmonie.server import importing

    raise SystemExit(importing.run(path, community, channel or "file"))


def audit_log_verify(checkpoint: str | None = None) -> None:
    """Recompute the audit log; exit code 1 when it was changed."""
    _ready()
    from harmonie.server import audit_log

    raise SystemExit(audit_log.verify(checkpoint))


def dsa_export(community: str, first: date, last: date, out: str, form: str) -> None:
    """Write a period's statements of reasons into a file."""
    _ready()
    from harmonie.server import reporting

    raise SystemExit(reporting.export(community, first, last, out, form))


def dsa_send(community: str) -> None:
    """Send the statements that wait."""
    _ready()
    from harmonie.server import reporting

    raise SystemExit(reporting.send(community))


if __name__ == "__main__":
    # `python -m harmonie.server.commands web --port 8000`: how `up` starts its children.
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=("web", "worker", "clock", "demo"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args(sys.argv[1:])
    if given.name == "web":
        web(given.host, given.port)
    else:
        {"worker": worker, "clock": clock, "demo": demo}[given.name]()
