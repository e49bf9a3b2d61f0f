"""Has messages that wait for a person judged again, by the model that is in use now."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from harmonie.apps.audit.contracts import Entry
from harmonie.apps.audit.operations import record_many
from harmonie.apps.inbox import moods
from harmonie.apps.inbox.models import Message, Stage
from harmonie.apps.inbox.operations.analyse import Judged, judge, replace_signals
from harmonie.apps.inbox.operations.rewriting import rewrite

_FIELDS = ("analysis", "cannot_judge", "severity")


def reanalyse(ids: Sequence[int]) -> list[int]:
    """Judge considered messages anew and replace what was said of them; return those settled.

    Nothing else moves: stage, conversation and deadlines stay. A message edited meanwhile, or on
    which the model fails, keeps what it has. A text that was hard enough to be hidden stays so.
    """
    rows = list(
        Message.objects.filter(pk__in=ids, stage=Stage.CONSIDERED)
        .select_related("member", "thread", "parent")
        .defer("embedding", "analysis", "parent__embedding", "parent__analysis")
        .order_by("pk")
    )
    if not rows:
        return []
    judged = judge(rows)
    with transaction.atomic():
        taken = _unchanged([row for row in rows if row.pk in judged.analyses])
        _store(taken, judged)
    return [row.pk for row in taken]


def _unchanged(rows: Sequence[Message]) -> list[Message]:
    current = dict(
        Message.objects.select_for_update()
        .filter(pk__in=[row.pk for row in rows], stage=Stage.CONSIDERED)
        .values_list("pk", "revision")
    )
    return [row for row in rows if current.get(row.pk) == row.revision]


def _store(rows: Sequence[Message], judged: Judged) -> None:
    from harmonie.pipeline import to_json

    for row in rows:
        analysis = judged.analyses[row.pk]
        row.analysis = to_json(analysis)
        row.cannot_judge = analysis.cannot_judge or ""
        row.severity = max(row.severity, moods.severity_of(row.analysis))
    rewrite(rows, _FIELDS)
    replace_signals(rows, [row.pk for row in rows])
    record_many(
        [
            Entry(
                "message.reanalysed",
                "machine",
                row.community_id,
                f"message:{row.pk}",
                {"thread_id": row.thread_id, "revision": row.revision, "severity": row.severity},
            )
            for row in rows
        ]
    )
