"""The real command in real processes: from an empty folder to a page, then ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def desk(tmp_path):
    port = free_port()
    script = f"from harmonie.server.commands import up; up(port={port}, demo=False)"
    environment = {**os.environ, "HARMONIE_HOME": str(tmp_path / "home"), "LC_ALL": "en_GB.UTF-8"}
    environment.pop("HARMONIE_PUBLIC_URL", None)
    log = tmp_path / "out.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=out, stderr=subprocess.STDOUT, env=environment
        )
    try:
        yield process, port, log
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(log: Path, pattern: str, process, seconds: float = 90) -> re.Match[str]:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(pattern, log.read_text()):
            return found
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_up_prints_a_set_up_link_that_works_and_stops_everything_on_ctrl_c(desk):
    process, port, log = desk
    link = wait_for(log, r"http://127\.0\.0\.1:\d+/setup/\S+", process)[0]
    with urllib.request.urlopen(link) as answer:
        page = answer.read().decode()
        assert answer.status == 200
    assert 'name="policy_pack"' in page
    static = re.search(r'href="(/static/web/css/harmonie\.[0-9a-f]{12}\.css)"', page)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{static[1]}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready") as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert log.read_text().rstrip().endswith("stopped")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_taken_port_is_told_at_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-c", f"from harmonie.server.commands import up; up(port={port})"],
            env={**os.environ, "HARMONIE_HOME": str(tmp_path), "LC_ALL": "fr_FR.UTF-8"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 2
    assert "impossible d’écouter" in run.stderr
    assert "Traceback" not in run.stderr
