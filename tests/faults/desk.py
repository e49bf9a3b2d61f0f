"""A desk that a test may kill, and a receiver of its actions."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests import desk

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


class Desk(desk.Desk):
    def __init__(self, home: Path, receiver: Receiver) -> None:
        super().__init__(home, {"HARMONIE_EGRESS_ALLOWED": f"127.0.0.1:{receiver.port}"})
        self.receiver = receiver
        self.key = ""

    def prepare(self) -> None:
        self.key = json.loads(self.python(PREPARE, f"http://127.0.0.1:{self.receiver.port}/"))[
            "key"
        ]

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
