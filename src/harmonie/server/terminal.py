"""What the desk's commands say in a terminal, in the person's language."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def is_french() -> bool:
    """By ``--lang``, else LC_ALL, LC_MESSAGES or LANG, as the command line does; English else."""
    arguments = sys.argv
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.endswith("fr")
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1] == "fr"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("fr")
    return False


def say(en: str, fr: str) -> str:
    return fr if is_french() else en


def tell(en: str, fr: str) -> None:
    """Print a line at once."""
    print(say(en, fr), flush=True)  # noqa: T201


def stop(en: str, fr: str, code: int = 2) -> NoReturn:
    """Say what is wrong and what to do, and end the command."""
    print(say(en, fr), file=sys.stderr, flush=True)  # noqa: T201
    raise SystemExit(code)
