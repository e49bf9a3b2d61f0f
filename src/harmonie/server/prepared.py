"""Remembers that this home was prepared for this very code, so that starting again need not wait.

Reading it costs a few milliseconds and no Django: the pages start while the parent checks.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import harmonie

_ROOT = Path(harmonie.__file__).parent
_PACKAGES = ("django", "django-allauth", "django-tasks-db", "django-ninja")


def is_prepared(home: Path) -> bool:
    """Whether tables and static files in ``home`` were made by the code that runs now.

    Only for the embedded database: nobody can say that of a server without asking it.
    """
    if os.environ.get("HARMONIE_DATABASE_URL") or not (home / "harmonie.sqlite3").exists():
        return False
    if not (home / "static" / "staticfiles.json").exists():
        return False
    try:
        return (home / "prepared").read_text() == digest()
    except OSError:
        return False


def remember(home: Path) -> None:
    """To be called once everything is prepared."""
    (home / "prepared").write_text(digest())


def digest() -> str:
    """A hash over migrations and static files (name, size, time) and the libraries' versions."""
    total = hashlib.sha256()
    for package in _PACKAGES:
        total.update(f"{package} {version(package)}\n".encode())
    for path in _files():
        status = path.stat()
        total.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _files() -> Iterator[Path]:
    for pattern in ("apps/*/migrations/*.py", "apps/*/static/**/*", "server/static/**/*"):
        yield from sorted(path for path in _ROOT.glob(pattern) if path.is_file())
