"""An audit read back from its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from harmonie.channels.wording import say
from harmonie.learning.fairness.records import (
    FORMAT,
    AuditReport,
    CannotAudit,
    Finding,
    FunctionFigure,
    GroupFigure,
    Interval,
    Miss,
    Representativeness,
    RobustnessFigure,
    Shift,
    Statement,
    Swap,
    SwapFigure,
    TrainingShare,
)
from harmonie.learning.fairness.wording import SENTENCES

_INTERVALS = ("subgroup_auc", "bpsn_auc", "bnsp_auc", "fpr", "fnr")


def report(data: Mapping[str, Any]) -> AuditReport:
    """The report that ``AuditReport.to_json`` wrote. Raises :class:`CannotAudit`."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise CannotAudit(say(SENTENCES, "not_an_audit"))
    try:
        return _report(data)
    except (KeyError, TypeError, ValueError) as error:
        raise CannotAudit(say(SENTENCES, "damaged", why=error)) from error


def read_audit(path: Path) -> AuditReport:
    """The report kept in a JSON file. Raises :class:`CannotAudit`."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CannotAudit(say(SENTENCES, "no_file", path=path, why=error.strerror)) from error
    except ValueError as error:
        raise CannotAudit(say(SENTENCES, "not_an_audit")) from error
    return report(data)


def _report(data: Mapping[str, Any]) -> AuditReport:
    found = data["representativeness"]
    return AuditReport(
        model_version=data["model_version"],
        tier=data["tier"],
        made_at=datetime.fromisoformat(data["made_at"]),
        passed=data["passed"],
        findings=tuple(Finding(**row) for row in data["findings"]),
        groups=tuple(_group(row) for row in data["groups"]),
        functions=tuple(_function(row) for row in data["functions"]),
        swaps=tuple(_swap(row) for row in data["swaps"]),
        robustness=tuple(
            RobustnessFigure(**{**row, "drop": Interval(**row["drop"])})
            for row in data["robustness"]
        ),
        representativeness=None if found is None else representativeness(found),
        languages=tuple(data["languages"]),
        texts=data["texts"],
        limit=data["limit"],
        refused=data.get("refused", 0),
        is_abridged=data.get("is_abridged", False),
    )


def representativeness(data: Mapping[str, Any]) -> Representativeness:
    """Read from the plain values of a :class:`Representativeness`."""
    return Representativeness(
        data["texts"],
        tuple(TrainingShare(**row) for row in data["shares"]),
        tuple(Statement(**row) for row in data["statements"]),
    )


def _interval(row: Mapping[str, float] | None) -> Interval | None:
    return None if row is None else Interval(**row)


def _group(row: Mapping[str, Any]) -> GroupFigure:
    return GroupFigure(**{**row, **{name: _interval(row[name]) for name in _INTERVALS}})


def _function(row: Mapping[str, Any]) -> FunctionFigure:
    return FunctionFigure(
        **{
            **row,
            "signals": tuple(row["signals"]),
            "accuracy": _interval(row["accuracy"]),
            "misses": tuple(Miss(**miss) for miss in row["misses"]),
        }
    )


def _swap(row: Mapping[str, Any]) -> SwapFigure:
    shifts = (Shift(**{**shift, "mean": Interval(**shift["mean"])}) for shift in row["shifts"])
    return SwapFigure(
        **{
            **row,
            "mean_gap": Interval(**row["mean_gap"]),
            "flips": Interval(**row["flips"]),
            "worst": Swap(**row["worst"]),
            "shifts": tuple(shifts),
        }
    )
