"""The database's API on this machine: it enforces the schema, keeps each puid once, and can fail.

All or nothing for a call of 1 to 100 statements; 201 alone means kept; errors by place; puids that
are known already under ``existing_puids``; ``existing-puid/<puid>`` answers 302 or 404.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jsonschema_rs

from harmonie.apps.dsa import schema

TOKEN = "7|stand-in-token"
Answer = tuple[int, Any, dict[str, str]]


class StandIn:
    """``script`` holds what the next posts answer instead: a status, with headers, before (or with
    ``"after"``) keeping the call. Everything posted is in ``calls``, what is kept in ``kept``."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.calls: list[list[str]] = []
        self.asked: list[str] = []
        self.script: list[tuple[int, dict[str, str], str]] = []
        self.on_post: Callable[[], None] = lambda: None
        self.judge = jsonschema_rs.Draft202012Validator(dict(schema.schema()))
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(server.post(self.path, dict(self.headers), body))

            def do_GET(self) -> None:
                self._answer(server.get(self.path, dict(self.headers)))

            def _answer(self, answer: Answer) -> None:
                status, body, headers = answer
                sent = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(sent))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_given: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.http.server_port}"

    @property
    def address(self) -> str:
        return f"http://{self.place}/api/v1/statements"

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def post(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if path != "/api/v1/statements":
            return 404, {}, {}
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Unauthenticated."}, {}
        statements = json.loads(body)["statements"]
        self.calls.append([one["puid"] for one in statements])
        if self.script:
            status, more, when = self.script.pop(0)
            if when == "after":
                self.kept |= {one["puid"]: one for one in statements}
            return status, {"message": "as scripted"}, more
        answer = self._keep(statements)
        self.on_post()
        return answer

    def get(self, path: str, headers: dict[str, str]) -> Answer:
        start = "/api/v1/statement/existing-puid/"
        if headers.get("Authorization") != f"Bearer {TOKEN}" or not path.startswith(start):
            return 401, {}, {}
        puid = path.removeprefix(start)
        self.asked.append(puid)
        return (302, {}, {"Location": "/"}) if puid in self.kept else (404, {}, {})

    def _keep(self, statements: list[dict[str, Any]]) -> Answer:
        if not 1 <= len(statements) <= 100:
            return 422, {"message": "between 1 and 100", "errors": {"statements": ["size"]}}, {}
        errors: dict[str, dict[str, list[str]]] = {}
        for place, one in enumerate(statements):
            for error in self.judge.iter_errors(one):
                name = str(next(iter(error.instance_path), "record"))
                errors.setdefault(f"statement_{place}", {})[name] = [error.message]
        if errors:
            return 422, {"errors": errors}, {}
        puids = [one["puid"] for one in statements]
        known = [puid for puid in puids if puid in self.kept or puids.count(puid) > 1]
        if known:
            text = "The platform identifier(s) are not all unique within this call."
            return 422, {"message": text, "errors": {"puid": [text], "existing_puids": known}}, {}
        self.kept |= {one["puid"]: one for one in statements}
        return 201, {"statements": [{**one, "uuid": "x" * 36} for one in statements]}, {}
