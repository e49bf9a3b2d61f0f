"""``harmonie up``: from an empty folder to a desk that answers."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

from harmonie.server import prepared
from harmonie.server.migrations_pending import migrations_pending
from harmonie.server.supervisor import SUPERVISED, Child, Supervisor
from harmonie.server.terminal import say, stop, tell


def prepare() -> None:
    """Compile translations, load Django, bring the tables up to date."""
    from harmonie.server.translations import compile_all

    compile_all()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmonie.server.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if migrations_pending():
        tell("preparing the database…", "préparation de la base de données…")
        call_command("migrate", verbosity=0)
    connection.close()


def collect_static() -> bool:
    """Gather and hash the static files when one is newer than the last time; True if it did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    made_at = manifest.stat().st_mtime if manifest.exists() else 0.0
    newest = 0.0
    for finder in get_finders():
        for name, storage in finder.list(["*.map"]):
            newest = max(newest, Path(storage.path(name)).stat().st_mtime)
    if newest <= made_at:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.map"])
    return True


def run(host: str, port: int, *, demo: bool) -> None:
    """Prepare, start the pages as early as can be, load the demo, then start worker and clock."""
    _check_port(host, port)
    home = Path(os.environ.get("HARMONIE_HOME", "var")).resolve()
    address = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
    public_url = os.environ.setdefault("HARMONIE_PUBLIC_URL", address)
    supervisor = Supervisor()
    try:
        is_known = prepared.is_prepared(home)
        if is_known:
            # Nothing to wait for: the pages start while this process loads and checks.
            supervisor.add(_child("web", home, "--host", host, "--port", str(port)))
        prepare()
        collect_static()
        if not is_known:
            prepared.remember(home)
            supervisor.add(_child("web", home, "--host", host, "--port", str(port)))
        _wait(host, port, supervisor)
        _greet(public_url, demo=demo, logs=home / "logs")
        if demo:
            _load_demo()
        supervisor.add(_child("worker", home))
        supervisor.add(_child("clock", home))
        supervisor.watch()
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.end()
    tell("stopped", "arrêté")


def _child(name: str, home: Path, *arguments: str) -> Child:
    environment = {**os.environ, SUPERVISED: "1"}
    environment.setdefault("HARMONIE_LOG_LEVEL", "WARNING")
    command = [sys.executable, "-m", "harmonie.server.commands", name, *arguments]
    return Child(name, command, environment, home / "logs" / f"{name}.log")


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                f"cannot listen on {host}:{port}: {error.strerror}. Choose another --port.",
                f"impossible d’écouter sur {host}:{port}\u00a0: {error.strerror}. "
                "Choisissez un autre --port.",
            )


def _wait(host: str, port: int, supervisor: Supervisor, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  (compared, not bound)
    while time.monotonic() < until:
        process = supervisor.children[0].process
        if process is not None and process.poll() is not None:
            break
        try:
            with socket.create_connection((target, port), timeout=0.5):
                return
        except OSError:
            time.sleep(0.03)
    log = supervisor.children[0].log
    supervisor.end()
    stop(f"the pages did not start; see {log}", f"les pages n’ont pas démarré\u202f; voir {log}")


def _greet(address: str, *, demo: bool, logs: Path) -> None:
    from django.conf import settings

    from harmonie.apps.accounts.operations.entry import issue_setup_token

    lines = ["", f"  Harmonie   {address}/"]
    if token := issue_setup_token():
        label = say("set up your own (once, 24 h)", "installer la vôtre (une fois, 24\u202fh)")
        lines.append(f"  {label}: {address}/setup/{token}/")
    if demo:
        from harmonie.server.demo_loader import password

        label = say("demo log-in", "connexion de démonstration")
        lines.append(f"  {label}: sana@demo.example  {password()}")
        if settings.DEMO_LOGIN:
            lines.append(
                say(
                    "  (or choose a person on the log-in page)",
                    "  (ou choisissez une personne sur la page de connexion)",
                )
            )
    lines += [
        say(f"  logs       {logs}", f"  journaux   {logs}"),
        say("  ctrl-C stops everything", "  ctrl-C arrête tout"),
        "",
    ]
    for line in lines:
        tell(line, line)


def _load_demo() -> None:
    from harmonie.server import demo_loader

    try:
        demo_loader.load()
    except KeyboardInterrupt:
        raise
    except Exception as error:  # the desk is useful without its demo
        tell(
            f"the demo could not be loaded: {error!r}; try again with: harmonie demo",
            f"la démonstration n’a pas pu être chargée\u00a0: {error!r}\u202f; "
            "réessayez avec\u00a0: harmonie demo",
        )
