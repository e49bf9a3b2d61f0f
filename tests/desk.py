"""A whole desk in processes of its own, with a home of its own, for tests that go through it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Desk:
    """``start("web", "worker", "clock")`` runs what ``harmonie web`` … run; ``extra`` is added to
    their environment.
    """

    home: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HARMONIE_HOME": str(self.home),
            "HARMONIE_PUBLIC_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "harmonie.server.settings",
            **self.extra,
        }

    def python(self, script: str, *arguments: str, timeout: float = 300) -> str:
        """Run a script against the desk's home; the last line that it prints."""
        run = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        assert run.returncode == 0, run.stderr[-4000:]
        return run.stdout.strip().splitlines()[-1]

    def start(self, *names: str) -> None:
        for name in names:
            command = [str(Path(sys.executable).with_name("harmonie")), name]
            if name == "web":
                command += ["--port", str(self.port)]
            log = (self.home / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and its children: nothing may be tidied up."""
        process = self.processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    def wait_until_ready(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/health/live", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError((self.home / "web.log").read_text()[-4000:])
