"""The shadow comparison: candidate and model in use on the same messages, without acting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.audit import operations as audit_log
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.inbox.contracts import Judgeable
from harmonie.apps.jobs import long_work
from harmonie.apps.jobs.opening import Kind, opened
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.moderation.in_force import InForce, NoPolicy, in_force
from harmonie.apps.moderation.operations.consider import judge
from harmonie.apps.tuning import differences, refusals, weights
from harmonie.apps.tuning.candidates import pipeline_for, usable
from harmonie.apps.tuning.contracts import MESSAGES, MOST_MESSAGES
from harmonie.apps.tuning.differences import Pair
from harmonie.apps.tuning.in_use import pipeline_of
from harmonie.apps.tuning.models import Comparison, WorkState

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline
    from harmonie.records import Analysis

log = structlog.get_logger(__name__)
ASKED = Kind("tuning.compare", "model.comparison_asked", "comparison")
#: Few enough that messages which arrive meanwhile hardly wait.
CHUNK = 100


def ask_for_comparison(key: str, actor: Actor, *, messages: int = MESSAGES) -> int:
    """Compare a candidate with the model in use on the newest ``messages`` that were judged."""
    actor.require("model.promote", actor.community_id)
    if not 1 <= messages <= MOST_MESSAGES:
        raise refusals.too_many_messages(MOST_MESSAGES)
    candidate = usable(key)
    weights.keep(candidate)
    ids = inbox.recent_ids(actor.community_id, messages)
    against = pipeline_of(actor.community_id).version
    return opened(
        ASKED,
        Comparison.objects.all(),
        actor,
        same={"mark": candidate.mark, "tier": candidate.tier},
        fields={
            "name": candidate.name,
            "version": candidate.version,
            "against_version": against,
            "wanted": messages,
            "message_ids": ids,
            "total": len(ids),
            "result": differences.nothing(),
        },
        told={"version": candidate.version, "against": against, "messages": len(ids)},
    )


def go_on_comparing(comparison_id: int) -> None:
    """Judge the next hundred messages with both models, then make room for other work."""
    rows = Comparison.objects.all()
    if not long_work.take(rows, comparison_id):
        return
    row = rows.get(pk=comparison_id)
    chunk, rest = row.message_ids[:CHUNK], row.message_ids[CHUNK:]
    try:
        live = pipeline_of(row.community_id)
        if live.version != row.against_version:
            raise refusals.overtaken()
        pairs = _pairs(row.community_id, chunk, live, pipeline_for(row.name, row.tier, row.mark))
    except Exception as error:
        log.exception("comparison failed", comparison=comparison_id, error=type(error).__name__)
        _end(row, WorkState.FAILED, str(error)[:300] or type(error).__name__)
        return
    differences.add(row.result, pairs)
    row.examples = differences.examples(row.examples, pairs)
    row.message_ids = rest
    if rest:
        row.state, row.beat_at = WorkState.QUEUED, timezone.now()
        row.progress = 1 - len(rest) / row.total
        with transaction.atomic():
            row.save()
            enqueue("tuning.compare", row.pk)
    else:
        _end(row, WorkState.DONE, "")


@transaction.atomic
def _end(row: Comparison, state: str, error: str) -> None:
    row.state, row.error, row.finished_at = state, error, timezone.now()
    row.progress = 1.0 if state == WorkState.DONE else row.progress
    row.save()
    audit_log.record(
        "model.compared",
        actor="machine",
        community_id=row.community_id,
        subject=f"comparison:{row.pk}",
        data={
            "version": row.version,
            "against": row.against_version,
            "state": state,
            "judged": row.result["judged"],
            "same_sides": row.result["same_sides"],
            "other_decisions": row.result["other_decisions"],
        },
    )


def _pairs(
    community_id: int, ids: Sequence[int], live: Pipeline, candidate: Pipeline
) -> list[Pair]:
    items = inbox.judgeable(ids, stage="considered")
    if not items:
        return []
    try:
        rules: InForce | None = in_force(community_id)
    except NoPolicy:
        rules = None
    records = [item.record for item in items]
    return [
        _pair(item, before, after, rules)
        for item, before, after in zip(
            items, live.analyse(records), candidate.analyse(records), strict=True
        )
    ]


def _pair(item: Judgeable, live: Analysis, candidate: Analysis, rules: InForce | None) -> Pair:
    if rules is None:
        return Pair(item.record, live, candidate, None, None)
    return Pair(
        item.record,
        live,
        candidate,
        judge(replace(item, analysis=live), rules).verdict,
        judge(replace(item, analysis=candidate), rules).verdict,
    )
