"""Judging the community's own cases with a model. Pure: no row is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harmonie.apps.fairness.contracts import THRESHOLD
from harmonie.records import Analysis, Message

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    text: str
    language: str
    expected: Mapping[str, int]


def cases_of(rows: Iterable[Any]) -> list[Case]:
    """Rows that have these four fields as cases."""
    return [Case(row.pk, row.text, row.language, row.expected) for row in rows]


def judge(pipeline: Pipeline, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """For each case whether every expected signal is on the right side of 0.5, and its scores.

    A case that the model cannot judge is wrong: a person reported it because the AI failed on it.
    """
    messages = [Message(case.text, id=str(case.id), language=case.language) for case in cases]
    analyses = pipeline.analyse(messages) if messages else []
    return [_result(case, found) for case, found in zip(cases, analyses, strict=True)]


def _result(case: Case, found: Analysis) -> dict[str, Any]:
    scores = {name: round(found.score(name) or 0.0, 4) for name in case.expected}
    is_right = found.cannot_judge is None and all(
        (scores[name] >= THRESHOLD) == bool(expected) for name, expected in case.expected.items()
    )
    return {
        "case": case.id,
        "is_right": is_right,
        "scores": scores,
        "cannot_judge": found.cannot_judge or "",
    }
