"""Files to be damaged one record at a time, in each text format."""

from __future__ import annotations

import json
from collections.abc import Mapping

Sample = tuple[bytes, list[bytes], bytes, Mapping[str, str]]


def sample(kind: int, count: int) -> Sample:
    """``(head, records, tail, headers)``; record ``k`` is by ``author(k)`` and says ``text(k)``."""
    if kind % 3 == 0:
        lines = [
            json.dumps({"id": f"i{k}", "author": author(k), "text": text(k)}).encode() + b"\n"
            for k in range(count)
        ]
        return b"", lines, b"", {"filename": "a.jsonl"}
    if kind % 3 == 1:
        rows = [f"i{k},{author(k)},{text(k)}\r\n".encode() for k in range(count)]
        return b"id,author,text\r\n", rows, b"", {"filename": "a.csv"}
    rows = [f'"i{k}";"{author(k)}";"{text(k)}"\n'.encode() for k in range(count)]
    return "\ufeffid;auteur;texte\n".encode(), rows, b"", {"filename": "a.csv"}


def author(k: int) -> str:
    """Names so unlike that no small damage turns one into another."""
    return ("annabelle", "beaumarchais", "chrysostome", "dieudonnée")[k]


def text(k: int) -> str:
    return f"text {k} dit « bonjour » à {k}"


def sealed(payload: bytes, headers: Mapping[str, str]) -> tuple[Mapping[str, str], dict[str, str]]:
    """Headers and settings that make the channel read the payload."""
    return headers, {}


def may_merge(record: bytes, damaged: bytes) -> bool:
    """An odd quote in CSV may take its neighbours with it: they must then be told."""
    return not record.startswith(b"{") and record.count(b'"') != damaged.count(b'"')
