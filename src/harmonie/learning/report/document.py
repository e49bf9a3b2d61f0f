"""An evaluation as JSON: plain values, one entry per task and judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.learning.metrics import Estimate
from harmonie.learning.report.beside import aims, published
from harmonie.learning.suites.examine import Evaluation, Result


def document(evaluation: Evaluation) -> dict[str, Any]:
    """Everything that was measured. Numbers are rounded to five decimals."""
    return {
        "model": {
            "version": evaluation.version,
            "tier": evaluation.tier,
            "tier_asked": evaluation.tier_asked,
        },
        "limit": evaluation.limit,
        "suites": [
            {
                "name": suite.name,
                "title": {"en": suite.title[0], "fr": suite.title[1]},
                "citation": suite.citation,
                "shares_rows_with": list(suite.shares),
                "learnt_by_this_model": list(evaluation.learnt.get(suite.name, ())),
            }
            for suite in evaluation.suites
        ],
        "absent_suites": list(evaluation.absent),
        "baselines": {
            name: {"en": remark[0], "fr": remark[1]} for name, remark in evaluation.remarks.items()
        },
        "baselines_not_installed": list(evaluation.not_installed),
        "results": [_result(result, evaluation) for result in evaluation.results],
        "targets": [
            {
                **{name: getattr(aim, name) for name in aim.__slots__ if name != "found"},
                "found": _round(aim.found),
                "reached": aim.is_reached if aim.found is not None else None,
            }
            for aim in aims(evaluation)
        ],
    }


def _result(result: Result, evaluation: Evaluation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "suite": result.suite,
        "task": result.task,
        "language": result.language,
        "signal": result.signal,
        "judge": result.judge,
        "status": result.status,
        "texts": result.texts,
        "positives": None if result.several else result.positives,
        "judged": result.judged,
        "main": result.main,
        "metrics": _metrics(result.metrics),
        "reliability": [
            {"score": _round(one.score), "share": _round(one.share), "texts": one.texts}
            for one in result.bins
        ],
        "precision_recall": [[_round(r), _round(p)] for r, p in result.curve],
        "groups": [
            {
                "by": part.kind,
                "name": part.name,
                "texts": part.texts,
                "positives": part.positives,
                "metrics": _metrics(part.metrics),
            }
            for part in result.parts
        ],
    }
    if result.judge == evaluation.judge:
        told["published"] = [
            {"system": p.system, "metric": p.metric, "value": p.value, "source": p.source}
            for p in published(result)
        ]
    return told


def _metrics(metrics: Mapping[str, Estimate]) -> dict[str, list[float | None]]:
    return {
        name: [_round(one.value), _round(one.low), _round(one.high)]
        for name, one in metrics.items()
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 5)
