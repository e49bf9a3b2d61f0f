"""A whole desk in processes of its own, which a test may kill; and a receiver of its actions."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

PREPARE = """
import django, json, sys
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from harmonie.apps.accounts.contracts import PERMISSIONS, Actor
from harmonie.apps.accounts import keys
from harmonie.apps.accounts.models import ApiKey, Community, Organisation
from harmonie.apps.connections.operations.connect import connect, new_secret
from harmonie.apps.moderation.operations.rules import install_pack
organisation = Organisation.objects.create(name="Essai", slug="essai")
community = Community.objects.create(organisation=organisation, name="Essai", slug="essai")
actor = Actor("person", None, "Essai", community.pk, PERMISSIONS["owner"], "owner")
install_pack(community.pk, "forum", actor)
connect(community.pk, "webhook", "Forum", {"secret": new_secret(), "url": sys.argv[1]}, actor)
text, prefix, secret_hash = keys.make()
ApiKey.objects.create(
    community=community, name="client", prefix=prefix, secret_hash=secret_hash,
    scopes=list(keys.SCOPES), requests_per_minute=1_000_000,
)
print(json.dumps({"key": text, "community": community.pk}))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Receiver:
    """Takes actions; an effect counts once per idempotency key, as the contract with sites says."""

    def __init__(self) -> None:
        self.effects: Counter[str] = Counter()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                outer.effects[self.headers["Idempotency-Key"]] += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Desk:
    home: Path
    receiver: Receiver
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    key: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HARMONIE_HOME": str(self.home),
            "HARMONIE_EGRESS_ALLOWED": f"127.0.0.1:{self.receiver.port}",
            "DJANGO_SETTINGS_MODULE": "harmonie.server.settings",
        }

    def prepare(self) -> None:
        self.key = json.loads(self.python(PREPARE, f"http://127.0.0.1:{self.receiver.port}/"))[
            "key"
        ]

    def python(self, script: str, *arguments: str, timeout: float = 300) -> str:
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

    def send(self, messages: Sequence[dict[str, Any]], should_stop: threading.Event) -> None:
        """Post a batch until it is taken: what a careful client of the API does."""
        headers = {"Authorization": f"Bearer {self.key}"}
        while not should_stop.is_set():
            try:
                answer = httpx.post(
                    f"{self.url}/api/v1/messages",
                    json={"channel": "forum", "messages": list(messages)},
                    headers=headers,
                    timeout=30,
                )
                if answer.status_code < 300:
                    return
                assert answer.status_code in (429, 500, 502, 503), answer.text
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
