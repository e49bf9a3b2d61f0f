"""Compiles every room's .po file to .mo with polib, so no GNU gettext is needed."""

from __future__ import annotations

from pathlib import Path

import polib


def compile_all(root: Path | None = None) -> int:
    """Write a .mo beside each .po that is newer than it; return how many were written."""
    root = root or Path(__file__).resolve().parents[1]
    written = 0
    for po in root.glob("**/locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            polib.pofile(str(po)).save_as_mofile(str(mo))
            written += 1
    return written


if __name__ == "__main__":
    compile_all()
