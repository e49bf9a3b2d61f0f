"""``harmonie doctor``: each thing the desk needs, whether it is there, and what to do if not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harmonie.server.migrations_pending import migrations_pending
from harmonie.server.terminal import say

State = Literal["ok", "warn", "bad"]
_MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}
_MINIMUM_FREE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it (in both languages)."""

    state: State
    en: str
    fr: str
    advice_en: str = ""
    advice_fr: str = ""


def run() -> int:
    """Print every finding; 1 when one of them is bad."""
    worst = 0
    for finding in findings():
        print(f"{_MARKS[finding.state]} {say(finding.en, finding.fr)}")  # noqa: T201
        if advice := say(finding.advice_en, finding.advice_fr):
            print(f"    {advice}")  # noqa: T201
        worst = max(worst, finding.state == "bad")
    return int(worst)


def findings() -> Iterator[Finding]:
    """Every check, in an order where later ones may need earlier ones."""
    yield _python()
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmonie.server.settings")
        import django

        django.setup()
    except Exception as error:
        yield Finding(
            "bad",
            f"settings: {error}",
            f"réglages\u00a0: {error}",
            "Look at the HARMONIE_ variables.",
            "Vérifiez les variables HARMONIE_.",
        )
        return
    checks: tuple[Callable[[], Finding], ...] = (
        _home,
        _disk,
        _database,
        _models,
        _live_models,
        _queue,
        _owner,
        _exposure,
        _documentation,
    )
    for check in checks:
        try:
            yield check()
        except Exception as error:
            name = check.__name__.strip("_")
            yield Finding("bad", f"{name}: {error!r}", f"{name}\u00a0: {error!r}")


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("ok", f"Python {version}", f"Python {version}")


def _home() -> Finding:
    from django.conf import settings

    home = Path(settings.HOME)
    loose = [
        path.name
        for path in (home / "secret_key", home / "master_key", home / "demo_password")
        if path.exists() and path.stat().st_mode & 0o077
    ]
    if loose:
        names = ", ".join(loose)
        return Finding(
            "bad",
            f"keys others can read: {names}",
            f"clés lisibles par d’autres\u00a0: {names}",
            f"Run: chmod 600 {home}/…",
            f"Lancez\u00a0: chmod 600 {home}/…",
        )
    return Finding("ok", f"data in {home}", f"données dans {home}")


def _disk() -> Finding:
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    size = f"{free / 1024**3:.1f}"
    if free < _MINIMUM_FREE:
        return Finding(
            "bad",
            f"only {size} GB free",
            f"plus que {size} Go libres",
            "Free some space: the database stops at zero.",
            "Libérez de la place\u00a0: la base s’arrête à zéro.",
        )
    return Finding("ok", f"{size} GB free", f"{size} Go libres")


def _database() -> Finding:
    from django.db import connection

    pending = migrations_pending()
    if pending:
        return Finding(
            "bad",
            f"database: {pending} migrations to run",
            f"base de données\u00a0: {pending} migrations à lancer",
            "Run: harmonie up",
            "Lancez\u00a0: harmonie up",
        )
    return Finding(
        "ok",
        f"database up to date ({connection.vendor})",
        f"base de données à jour ({connection.vendor})",
    )


def _models() -> Finding:
    from harmonie.pipeline import default_pipeline

    pipeline = default_pipeline()
    from harmonie.records import Message

    pipeline.analyse([Message(text="Bonjour, le bus est encore en retard ce matin.")])
    return Finding(
        "ok",
        f"models answer (tier {pipeline.tier})",
        f"les modèles répondent (niveau {pipeline.tier})",
    )


def _live_models() -> Finding:
    """What each community's messages are judged with."""
    from harmonie.apps.accounts.queries import all_communities
    from harmonie.apps.tuning.queries import unsound

    found = unsound()
    if not found:
        number = len(all_communities())
        return Finding(
            "ok",
            f"models in use: sound (communities: {number})",
            f"modèles en service\u00a0: sains (communautés\u00a0: {number})",
        )
    shipped = any(one.is_shipped for one in found)
    return Finding(
        "bad",
        "models in use: " + "; ".join(f"{one.community}: {one.problem}" for one in found),
        "modèles en service\u00a0: "
        + "\u202f; ".join(f"{one.community}\u00a0: {one.problem.fr}" for one in found),
        "Install the package again: models that were trained together belong together."
        if shipped
        else "The installed model judges meanwhile. On the page Models, put the model of before "
        "back, or measure and promote another.",
        "Réinstallez le paquet\u00a0: les modèles entraînés ensemble vont ensemble."
        if shipped
        else "Le modèle installé juge en attendant. Dans la page Modèles, remettez celui d’avant, "
        "ou mesurez-en et mettez-en un autre en service.",
    )


def _queue() -> Finding:
    from harmonie.apps.jobs.queries import queue_state

    queue = queue_state()
    en = f"queue: {queue.waiting} waiting, {queue.failed} failed"
    fr = f"file\u00a0: {queue.waiting} en attente, {queue.failed} en échec"
    if queue.waiting and queue.oldest_wait_seconds > 300:
        return Finding(
            "warn",
            en,
            fr,
            "No worker seems to run: harmonie worker",
            "Aucun exécutant ne semble tourner\u00a0: harmonie worker",
        )
    return Finding("ok", en, fr)


def _owner() -> Finding:
    from harmonie.apps.accounts.queries import has_owner

    if not has_owner():
        return Finding(
            "warn",
            "no owner yet",
            "pas encore de propriétaire",
            "harmonie up prints a set-up link.",
            "harmonie up affiche un lien d’installation.",
        )
    return Finding("ok", "an owner exists", "un propriétaire existe")


def _exposure() -> Finding:
    from django.core.checks import Error

    from harmonie.server.checks import safe_exposure

    problems = safe_exposure(None)
    if not problems:
        return Finding("ok", "exposure: safe settings", "exposition\u00a0: réglages sûrs")
    state: State = "bad" if any(isinstance(one, Error) for one in problems) else "warn"
    words = "; ".join(str(one.msg) for one in problems)
    hints = " ".join(str(one.hint) for one in problems)
    return Finding(state, words, words, hints, hints)


def _documentation() -> Finding:
    from django.conf import settings

    if (Path(settings.DOCS_ROOT) / "index.html").exists():
        return Finding("ok", "documentation built", "documentation construite")
    return Finding(
        "warn",
        "documentation not built",
        "documentation non construite",
        "Run: make docs",
        "Lancez\u00a0: make docs",
    )
