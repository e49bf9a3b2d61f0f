"""The load of the doors, run for a second with few callers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_nothing_is_lost_and_every_refusal_says_when_to_come_back() -> None:
    command = [sys.executable, "benchmarks/doors.py", "--seconds", "1", "--callers", "8"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert run.returncode == 0, run.stdout + run.stderr
    lines = {line.split()[0]: line.split() for line in run.stdout.splitlines()}
    for door in ("openai", "perspective"):
        assert int(lines[door][1]) > 0
        assert lines[door][-1] == "0"
