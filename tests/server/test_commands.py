"""The commands as somebody meets them on a home that nobody prepared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command", [["import", "{file}", "--community", "x"], ["audit-log", "verify"]]
)
def test_a_home_without_tables_is_answered_with_advice(
    home: Path, tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text('{"id": "1", "text": "Bonjour"}\n')
    run = subprocess.run(
        [sys.executable, "-m", "harmonie.cli", *(part.format(file=file) for part in command)],
        env={**os.environ, "HARMONIE_HOME": str(home), "LANG": "en_GB.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode not in (0, 1 << 7)
    assert "harmonie up" in run.stderr
    assert "Traceback" not in run.stderr
