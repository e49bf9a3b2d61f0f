"""Build the documentation and move every inline script and style into a file.

The desk serves these pages under a content security policy that allows no inline code, so what the
generator writes into its pages is moved to ``assets/inline/<hash>``.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

SITE = Path("site")
SCRIPT = re.compile(r"<script(?P<attributes>(?![^>]*\bsrc=)[^>]*)>(?P<body>.*?)</script>", re.S)
STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.S)
STYLE_ATTRIBUTE = re.compile(r'\sstyle="[^"]*"')


def main() -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--clean"]
    built = subprocess.run(command, check=False, capture_output=True, text=True)
    if built.returncode != 0:
        sys.exit(built.stdout + built.stderr)
    for page in SITE.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(STYLE_ATTRIBUTE.sub("", move(text, page)), encoding="utf-8")
    print(f"documentation built in {SITE}/")


def move(text: str, page: Path) -> str:
    depth = len(page.relative_to(SITE).parts) - 1

    def address(body: str, suffix: str) -> str:
        name = hashlib.sha256(body.encode()).hexdigest()[:16] + suffix
        target = SITE / "assets" / "inline" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body, encoding="utf-8")
        return "../" * depth + f"assets/inline/{name}"

    def script(match: re.Match[str]) -> str:
        if "application/json" in match["attributes"]:
            return match[0]
        return f'<script src="{address(match["body"], ".js")}"></script>'

    def style(match: re.Match[str]) -> str:
        return f'<link rel="stylesheet" href="{address(match["body"], ".css")}">'

    return STYLE.sub(style, SCRIPT.sub(script, text))


if __name__ == "__main__":
    main()
