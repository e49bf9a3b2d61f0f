"""Runs the desk's processes together: starts, restarts after a crash, stops all at once."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_LOG_BYTES = 10_000_000
#: Set for children, so that they end with their parent even if it is killed.
SUPERVISED = "HARMONIE_SUPERVISED"


def end_with_parent() -> None:
    """In a supervised child on Linux: be told to stop when the parent dies, however it dies."""
    if os.environ.get(SUPERVISED) and sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process, restarted after a crash with a growing pause (at most 30 seconds)."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    crashes: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(  # noqa: S603  (our own commands)
            self.command, env=dict(self.environment), stdin=subprocess.DEVNULL,
            stdout=self._open_log(), stderr=subprocess.STDOUT,
            # Ctrl-C reaches the parent only, which stops the children in order.
            start_new_session=True,
        )  # fmt: skip
        self.started_at = time.monotonic()

    def watch(self) -> int | None:
        """Restart after a crash; return the exit code when it just died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            if self.crashes and now - self.started_at > 60:
                self.crashes = 0
            return None
        self.process = None
        self.crashes += 1
        self.not_before = now + min(30.0, 0.5 * 2 ** (self.crashes - 1))
        return code

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")


@dataclass
class Supervisor:
    children: list[Child] = field(default_factory=list)
    is_stopping: bool = False

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def stop(self, *_: object) -> None:
        self.is_stopping = True

    def watch(self, pause_seconds: float = 0.3) -> None:
        """Until told to stop (ctrl-C or SIGTERM), then end every child, last started first."""
        from harmonie.server.terminal import tell

        signal.signal(signal.SIGINT, self.stop)
        signal.signal(signal.SIGTERM, self.stop)
        try:
            while not self.is_stopping:
                for child in self.children:
                    code = child.watch()
                    if code is not None:
                        tell(
                            f"{child.name} ended (code {code}); starting it again. See {child.log}",
                            f"{child.name} s’est arrêté (code {code})\u202f; relance. "
                            f"Voir {child.log}",
                        )
                time.sleep(pause_seconds)
        finally:
            self.end()

    def end(self, patience_seconds: float = 10.0) -> None:
        alive = [child.process for child in reversed(self.children) if child.process]
        for process in alive:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + patience_seconds
        for process in alive:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
