"""The bounds of the gate: those shipped in ``audit.yaml``, with what a file of the user changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from harmonie.channels.wording import say
from harmonie.learning.fairness.records import CannotAudit, Direction
from harmonie.learning.fairness.wording import SENTENCES

#: A YAML file, or what it would hold.
Given = Path | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Bound:
    direction: Direction
    value: float

    def holds(self, figure: float) -> bool:
        return figure >= self.value if self.direction == "at_least" else figure <= self.value


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``bounds`` by the key of a finding, ``too_few`` by kind of figure, ``slack`` as a share."""

    bounds: Mapping[str, Bound]
    too_few: Mapping[str, int]
    slack: float


def thresholds(tier: str = "", given: Given = None) -> Thresholds:
    """The shipped bounds for ``tier``, with those given put over them: a bound given for every tier
    also replaces the one shipped for this tier.

    Raises :class:`CannotAudit` for a file that cannot be read or a bound that does not exist.
    """
    shipped = yaml.safe_load((files(__package__) / "audit.yaml").read_text("utf-8"))
    own = _read(given) if isinstance(given, Path) else (given or {})
    _refuse_unknown(own, shipped)
    bounds = dict(shipped["bounds"])
    for source in (shipped["tiers"].get(tier), own.get("bounds"), _part(own, "tiers").get(tier)):
        _refuse_unknown(source or {}, bounds)
        bounds |= source or {}
    too_few, against = ({**shipped[k], **_part(own, k)} for k in ("too_few", "against"))
    for merged, part in ((too_few, "too_few"), (against, "against")):
        _refuse_unknown(merged, shipped[part])
    try:
        return Thresholds(
            {key: _bound(row) for key, row in bounds.items()},
            {kind: int(number) for kind, number in too_few.items()},
            float(against["slack"]),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise CannotAudit(say(SENTENCES, "bad_threshold", why=error)) from error


def _bound(row: Mapping[str, Any]) -> Bound:
    ((direction, value),) = row.items()
    if direction == "at_least":
        return Bound("at_least", float(value))
    if direction == "at_most":
        return Bound("at_most", float(value))
    raise ValueError(f"{direction}: {value}")


def _part(own: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = own.get(name) or {}
    if not isinstance(part, Mapping):
        raise CannotAudit(say(SENTENCES, "not_thresholds"))
    return part


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return yaml.safe_load(path.read_text("utf-8")) or {}
    except OSError as error:
        raise CannotAudit(say(SENTENCES, "no_file", path=path, why=error.strerror)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CannotAudit(say(SENTENCES, "not_thresholds")) from error


def _refuse_unknown(mine: Any, known: Mapping[str, Any]) -> None:
    if not isinstance(mine, Mapping):
        raise CannotAudit(say(SENTENCES, "not_thresholds"))
    unknown = [str(key) for key in mine if key not in known]
    if unknown:
        raise CannotAudit(
            say(SENTENCES, "unknown_threshold", names=", ".join(unknown), known=", ".join(known))
        )
