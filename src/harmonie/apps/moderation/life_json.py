"""A mandate's life as plain JSON, as its row and each of its steps keep it, and back.

Steps are rows of their own: what is rebuilt here has none, which changes no answer of ``Life``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from harmonie.autonomy.calibrate import Calibration
from harmonie.autonomy.hours import hours
from harmonie.autonomy.mandate import Life
from harmonie.autonomy.request import Request

#: Of the form below; a reader that meets another one must not guess.
VERSION = 1


class UnknownVersion(ValueError):
    """The life was written by another version of the software."""


def to_json(life: Life) -> dict[str, Any]:
    return {
        "version": VERSION,
        "request": request_to_json(life.request),
        "state": life.state,
        "attempt": life.attempt,
        "withdrawn_at": _moment(life.withdrawn_at),
        "calibration": calibration_to_json(life.calibration) if life.calibration else None,
    }


def from_json(data: Mapping[str, Any]) -> Life:
    if data.get("version") != VERSION:
        raise UnknownVersion(f"a mandate's life of version {data.get('version')}, not {VERSION}")
    request = request_from_json(data["request"])
    found = data["calibration"]
    return Life(
        request=request,
        state=data["state"],
        calibration=calibration_from_json(found, request) if found else None,
        attempt=data["attempt"],
        withdrawn_at=_from_moment(data["withdrawn_at"]),
    )


def request_to_json(request: Request) -> dict[str, Any]:
    return {
        "action": request.action,
        "rule_id": request.rule_id,
        "signal": request.signal,
        "language": request.language,
        "hours": request.hours.text(),
        "timezone": request.hours.timezone,
        "level": request.level,
        "maximum_error": request.maximum_error,
        "confidence": request.confidence,
        "minimum_evidence": request.minimum_evidence,
    }


def request_from_json(data: Mapping[str, Any]) -> Request:
    given = dict(data)
    timezone = given.pop("timezone")
    return Request(**{**given, "hours": hours(given["hours"], timezone)})


def calibration_to_json(found: Calibration) -> dict[str, Any]:
    return {
        "answer": found.answer,
        "decisions": found.decisions,
        "set_aside": dict(found.set_aside),
        "level": found.level,
        "attempt": found.attempt,
        "since": _moment(found.since),
        "threshold": found.threshold,
        "cases": found.cases,
        "wrong": found.wrong,
        "missing": found.missing,
        "least_missing": found.least_missing,
    }


def calibration_from_json(data: Mapping[str, Any], request: Request) -> Calibration:
    return Calibration(request=request, **{**data, "since": _from_moment(data["since"])})


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _from_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
