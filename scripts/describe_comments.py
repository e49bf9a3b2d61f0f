"""Write what is counted in the comments into their README and into the pages of both languages.

    python scripts/describe_comments.py

The text between ``<!-- begin: name -->`` and ``<!-- end: name -->`` is replaced; the rest is left
alone. To be run again when a comment or a second reading was added.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from harmonie.learning.comment_tables import TABLES

ROOT = Path(__file__).parents[1]
PAGES = (
    ("en", ROOT / "src" / "harmonie" / "learning" / "texts" / "comments" / "README.md"),
    ("en", ROOT / "docs" / "en" / "explanation" / "comments.md"),
    ("fr", ROOT / "docs" / "fr" / "explanation" / "comments.md"),
)


def main() -> None:
    for language, path in PAGES:
        path.write_text(described(path.read_text("utf-8"), language), "utf-8")


def described(text: str, language: str) -> str:
    """``text`` with fresh tables in ``language`` between their marks."""
    for name, made in TABLES.items():
        begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
        if begin not in text or end not in text:
            sys.exit(f"no place for {name}: add {begin} and {end}")
        block = f"{begin}\n\n{made(language)}\n\n{end}"
        pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
        text = re.sub(pattern, lambda _, block=block: block, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    main()
