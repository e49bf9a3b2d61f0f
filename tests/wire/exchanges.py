"""Recorded exchanges with an imitated service: what a client sends, what it must receive.

In ``response``, ``<score>`` stands for a number from 0 to 1, ``<id>`` and ``<version>`` for texts
of their kind, ``<root>`` for the desk's address; in ``request``, ``<key>`` is a live key.
Everything else must be equal. ``client`` says which program's bytes the request holds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.test import Client

_FORMS = {
    "<id>": re.compile(r"modr-[0-9a-f]{32}"),
    "<version>": re.compile(r"(fast|full|deep)-[0-9a-f]{8}(\+.*)?"),
}


def exchanges(door: str) -> list[Path]:
    """Every recording of a door."""
    found = sorted((Path(__file__).parent / door).glob("*.json"))
    assert found, door
    return found


def play(recording: Path, key: str) -> tuple[Any, dict[str, Any]]:
    """Send the recorded request with that key; the answer, and what was recorded."""
    recorded = json.loads(recording.read_text("utf-8"))
    request = recorded["request"]
    headers = {name: value.replace("<key>", key) for name, value in request["headers"].items()}
    kind = headers.pop("content-type", "application/json")
    body = "" if request["body"] is None else json.dumps(request["body"])
    answer = Client(headers=headers).generic(
        request["method"], request["path"].replace("<key>", key), body, content_type=kind
    )
    return answer, recorded["response"]


def differences(found: Any, wanted: Any, place: str = "body") -> list[str]:
    """Where an answer is not what was recorded."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        if set(found) != set(wanted):
            return [f"{place}: fields {sorted(set(found) ^ set(wanted))}"]
        pairs = [(found[name], wanted[name], f"{place}.{name}") for name in wanted]
        return [told for pair in pairs for told in differences(*pair)]
    if isinstance(wanted, list) and isinstance(found, list):
        if len(found) != len(wanted):
            return [f"{place}: {len(found)} entries instead of {len(wanted)}"]
        rows = enumerate(zip(found, wanted, strict=True))
        return [told for n, (a, b) in rows for told in differences(a, b, f"{place}[{n}]")]
    return [] if _is_equal(found, wanted) else [f"{place}: {found!r} instead of {wanted!r}"]


def _is_equal(found: Any, wanted: Any) -> bool:
    if wanted == "<score>":
        return isinstance(found, float) and 0 <= found <= 1
    if wanted in _FORMS:
        return isinstance(found, str) and _FORMS[wanted].fullmatch(found) is not None
    if isinstance(wanted, str):
        return bool(found == wanted.replace("<root>", "http://testserver/"))
    return type(found) is type(wanted) and bool(found == wanted)
