from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from harmonie.server.supervisor import SUPERVISED, Child, Supervisor


def child(tmp_path, script: str, name: str = "child") -> Child:
    return Child(name, [sys.executable, "-c", script], os.environ, tmp_path / f"{name}.log")


def wait_for(condition, seconds: float = 10):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_crashed_child_is_started_again_after_a_growing_pause(tmp_path):
    one = child(tmp_path, "import sys; print('up', flush=True); sys.exit(3)")
    one.start()
    one.process.wait()
    assert one.watch() == 3
    first_pause = one.not_before - time.monotonic()
    assert one.watch() is None and one.process is None
    wait_for(lambda: one.watch() is None and one.process is not None)
    one.process.wait()
    assert one.watch() == 3
    assert one.not_before - time.monotonic() > first_pause
    assert (tmp_path / "child.log").read_text() == "up\nup\n"


def test_stopping_ends_every_child_even_a_stubborn_one(tmp_path):
    supervisor = Supervisor()
    supervisor.add(child(tmp_path, "import time; time.sleep(60)", "polite"))
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    supervisor.add(child(tmp_path, stubborn, "stubborn"))
    wait_for(lambda: "deaf" in (tmp_path / "stubborn.log").read_text())
    started = time.monotonic()
    supervisor.end(patience_seconds=0.5)
    assert time.monotonic() - started < 5
    assert all(one.process.poll() is not None for one in supervisor.children)


def test_ctrl_c_stops_the_watch(tmp_path):
    supervisor = Supervisor()
    supervisor.add(child(tmp_path, "import time; time.sleep(60)"))
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        supervisor.watch(pause_seconds=0.05)
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
    assert supervisor.children[0].process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="the signal of a dying parent is Linux's")
def test_children_end_with_a_parent_that_was_killed(tmp_path):
    inner = (
        "from harmonie.server.supervisor import end_with_parent; import os, time;"
        "end_with_parent(); print(os.getpid(), flush=True); time.sleep(60)"
    )
    outer = (
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {inner!r}]);"
        "time.sleep(60)"
    )
    environment = {**os.environ, SUPERVISED: "1"}
    parent = subprocess.Popen(
        [sys.executable, "-c", outer], stdout=subprocess.PIPE, env=environment, text=True
    )
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()

    def is_gone() -> bool:
        try:
            status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        return status == "Z"

    wait_for(is_gone)
    parent.stdout.close()
