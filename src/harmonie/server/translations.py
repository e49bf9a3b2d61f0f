"""Compiles every room's .po file to .mo in pure Python, so no GNU gettext is needed."""

from __future__ import annotations

import os
from pathlib import Path


def compile_all(root: Path | None = None) -> int:
    """Write a .mo beside each .po that is newer than it; return how many were written."""
    root = root or Path(__file__).resolve().parents[1]
    stale = [
        po
        for po in root.glob("**/locale/*/LC_MESSAGES/*.po")
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    for po in stale:
        _compile(po)
    return len(stale)


def _compile(po: Path) -> None:
    # Imported late: starting the server with nothing to compile must not pay for it.
    import polib

    # Two processes may compile together: each writes its own file, the last rename wins whole.
    temporary = po.with_suffix(f".{os.getpid()}")
    polib.pofile(str(po)).save_as_mofile(str(temporary))
    temporary.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    print(f"{compile_all()} catalogues compiled")  # noqa: T201
