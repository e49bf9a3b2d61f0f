"""Past decisions from a CSV file, column names and values in French or English."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from harmonie.autonomy.evidence import Decision, Source
from harmonie.autonomy.wording import tell
from harmonie.wording import Wording

#: Names of each column; the first is the one that is told when it is missing.
COLUMNS: dict[str, tuple[str, ...]] = {
    "message_id": ("message_id", "id", "id_message"),
    "confidence": ("confidence", "score", "confiance"),
    "verdict": ("verdict", "right", "is_right", "juste", "decision"),
    "source": ("source", "origine"),
    "action": ("action",),
    "rule_id": ("rule", "rule_id", "regle", "règle"),
    "signal": ("signal",),
    "language": ("language", "langue", "lang"),
    "decided_at": ("decided_at", "date", "decide_le", "décidé_le"),
    "group": ("group", "groupe"),
}
REQUIRED = ("message_id", "confidence", "verdict")
_RIGHT = {"right", "1", "true", "yes", "oui", "juste", "vrai"}
_WRONG = {"wrong", "0", "false", "no", "non", "faux", "unsure", "arguable", "discutable"}
_SOURCES: dict[str, Source] = {
    "person": "person", "personne": "person", "human": "person", "": "person",
    "confirmed": "confirmed", "confirmé": "confirmed", "confirme": "confirmed",
    "machine": "machine", "model": "machine", "modèle": "machine",
}  # fmt: skip


class InvalidTable(ValueError):
    """The file cannot be read as decisions; the message says what to mend, in both languages."""


def decisions_of(path: Path) -> tuple[list[Decision], frozenset[str]]:
    """The decisions of a CSV file, and which columns it has. Raises :class:`InvalidTable`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidTable(tell("not_utf8", path=path)) from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    places = _places(next(reader, []), path)
    found = [
        _decision({name: row[at].strip() for name, at in places.items() if at < len(row)}, path,
                  reader.line_num)
        for row in reader
        if any(cell.strip() for cell in row)
    ]  # fmt: skip
    if not found:
        raise InvalidTable(tell("empty_table", path=path))
    return found, frozenset(places)


def _places(header: list[str], path: Path) -> dict[str, int]:
    present = [name.strip().casefold() for name in header]
    places = {
        name: next(present.index(one) for one in usual if one in present)
        for name, usual in COLUMNS.items()
        if set(usual) & set(present)
    }
    for name in REQUIRED:
        if name not in places:
            raise InvalidTable(
                tell("no_column", path=path, name=name, present=", ".join(present) or "–")
            )
    return places


def _decision(cells: Mapping[str, str], path: Path, row: int) -> Decision:
    def read(name: str, convert: Callable[[str], Any], wanted: str) -> Any:
        value = cells.get(name, "")
        try:
            return convert(value)
        except (ValueError, KeyError):
            told: Wording = tell(wanted)
            raise InvalidTable(
                tell("bad_cell", path=path, row=row, name=name, value=value, wanted=told)
            ) from None

    return Decision(
        message_id=cells.get("message_id", "") or f"row {row}",
        confidence=read("confidence", _confidence, "wanted_score"),
        is_right=read("verdict", _verdict, "wanted_verdict"),
        source=read("source", lambda value: _SOURCES[value.casefold()], "wanted_source"),
        action=cells.get("action", ""),
        rule_id=cells.get("rule_id") or None,
        signal=cells.get("signal") or None,
        language=cells.get("language") or None,
        decided_at=read("decided_at", _time, "wanted_time"),
        group=cells.get("group", ""),
    )


def _confidence(value: str) -> float:
    found = float(value.replace(",", "."))
    if not 0 <= found <= 1:
        raise ValueError(value)
    return found


def _verdict(value: str) -> bool:
    told = value.casefold()
    if told not in _RIGHT | _WRONG:
        raise ValueError(value)
    return told in _RIGHT


def _time(value: str) -> datetime | None:
    if not value:
        return None
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found
