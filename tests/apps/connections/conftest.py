"""A receiver that really listens, and a community with a webhook connection to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django.fixtures import Settings

from harmonie.apps.accounts.contracts import PERMISSIONS, Actor
from harmonie.apps.accounts.models import Community, Organisation
from harmonie.apps.connections.operations.connect import connect, new_secret


@dataclass
class Receiver:
    """Counts calls and distinct idempotency keys; ``statuses`` are answered in order, then 200."""

    port: int = 0
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/act"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            state.calls.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(state.statuses.pop(0) if state.statuses else 200)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(state.answer)))
            self.end_headers()
            self.wfile.write(state.answer)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    settings.EGRESS_ALLOWED = frozenset({f"127.0.0.1:{state.port}"})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def place(db: None) -> Community:
    organisation = Organisation.objects.create(name="Littoral", slug="littoral")
    return Community.objects.create(
        organisation=organisation, name="Littoral Mobilités", slug="littoral"
    )


@pytest.fixture
def lead(place: Community) -> Actor:
    return Actor("person", 1, "Léa", place.pk, PERMISSIONS["lead"], "lead")


@pytest.fixture
def secret() -> str:
    return new_secret()


@pytest.fixture
def site(place: Community, lead: Actor, receiver: Receiver, secret: str) -> int:
    """A webhook connection named « Site web », key ``site-web``."""
    values = {"secret": secret, "url": receiver.url}
    return connect(place.pk, "webhook", "Site web", values, lead)
