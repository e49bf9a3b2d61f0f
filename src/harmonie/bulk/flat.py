"""An analysed message as one flat row, for CSV and Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.pipeline import signals_of
from harmonie.records import EMOTIONS, INTENTS, SENTIMENTS, SIGNALS

#: Signals with several classes: a column for the label, its probability, and each class.
CLASSES = {"sentiment": SENTIMENTS, "emotion": EMOTIONS, "intent": INTENTS}


def flat_columns(with_verdict: bool, with_aspects: bool = False) -> dict[str, str]:
    """The columns and their DuckDB types; they are the same for every file."""
    columns = {"row": "BIGINT", "id": "VARCHAR", "language": "VARCHAR", "cannot_judge": "VARCHAR"}
    for name in SIGNALS:
        columns[name] = "VARCHAR" if name in CLASSES else "DOUBLE"
        for label in CLASSES.get(name, ()):
            columns[f"{name}_{label}"] = "DOUBLE"
    columns["spans"] = "VARCHAR"
    if with_aspects:
        columns["aspects"] = "VARCHAR"
    if with_verdict:
        columns |= {
            "mode": "VARCHAR", "actions": "VARCHAR", "rules": "VARCHAR",
            "reasons_fr": "VARCHAR", "reasons_en": "VARCHAR", "confidence": "DOUBLE",
        }  # fmt: skip
    return {**columns, "error": "VARCHAR", "code": "VARCHAR"}


def flatten(line: Mapping[str, Any], row: int, with_verdict: bool) -> dict[str, Any]:
    """One output line as a row of :func:`flat_columns`; spans and aspects stay JSON."""
    flat: dict[str, Any] = {
        "row": row,
        "id": line.get("id"),
        "language": line.get("language"),
        "cannot_judge": line.get("cannot_judge"),
        "error": line.get("error"),
        "code": line.get("code"),
    }
    spans: dict[str, Any] = {}
    for name, signal in signals_of(line).items():
        flat[name] = signal.get("label") if name in CLASSES else signal["score"]
        for label, probability in (signal.get("probabilities") or {}).items():
            flat[f"{name}_{label}"] = probability
        if signal.get("spans"):
            spans[name] = signal["spans"]
    flat["spans"] = spans or None
    if "aspects" in line:
        flat["aspects"] = line["aspects"] or None
    verdict = line.get("verdict")
    if with_verdict and verdict:
        flat["mode"] = verdict["mode"]
        flat["actions"] = " ".join(action["kind"] for action in verdict["actions"])
        flat["rules"] = " ".join(verdict["rules"])
        flat["reasons_fr"] = "\n".join(verdict["reasons"]["fr"])
        flat["reasons_en"] = "\n".join(verdict["reasons"]["en"])
        flat["confidence"] = verdict["confidence"]
    return flat
