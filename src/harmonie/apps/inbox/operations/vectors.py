"""The vectors of messages, each beside the version of the embedder that made it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from harmonie.apps.inbox.models import Message, Stage
from harmonie.apps.inbox.operations.rewriting import rewrite

VECTOR_FIELDS = ("embedding", "embedding_version")
#: Messages brought up to date in one run of the job, and in one transaction.
RUN, CHUNK = 4_000, 500


def put_vectors(rows: Sequence[Message]) -> None:
    """Gives ``rows`` their vectors, half-precision floats (enough to compare by); saves nothing."""
    from harmonie.vectors import default_embedder

    if not rows:
        return
    embedder = default_embedder()
    vectors = embedder.embed([row.text for row in rows]).astype("<f2")
    for row, vector in zip(rows, vectors, strict=True):
        row.embedding, row.embedding_version = vector.tobytes(), embedder.version


def refresh_vectors(limit: int = RUN) -> int:
    """Replace vectors of another version than the present one, newest first; return how many.

    Vectors of two versions are never compared, so until a message is reached it is similar only to
    those that are not reached either. Can run twice, and beside everything else.
    """
    from harmonie.vectors import default_embedder

    now = default_embedder().version
    # Two ranges of the index rather than "is not": nothing is scanned when nothing is left to do.
    other = Q(embedding_version__lt=now) | Q(embedding_version__gt=now)
    waiting = list(
        Message.objects.filter(other, embedding__isnull=False)
        .order_by("-pk")
        .values_list("pk", flat=True)[:limit]
    )
    done = 0
    for first in range(0, len(waiting), CHUNK):
        done += _refresh(waiting[first : first + CHUNK])
    return done


def _refresh(ids: Sequence[int]) -> int:
    only = ("pk", "text", "revision", "stage")
    rows = list(Message.objects.filter(pk__in=ids).exclude(stage=Stage.RECEIVED).only(*only))
    put_vectors(rows)
    with transaction.atomic():
        current = dict(
            Message.objects.select_for_update()
            .filter(pk__in=[row.pk for row in rows])
            .exclude(stage=Stage.RECEIVED)
            .values_list("pk", "revision")
        )
        # A message edited meanwhile gets its vector when it is analysed.
        kept = [row for row in rows if current.get(row.pk) == row.revision]
        rewrite(kept, VECTOR_FIELDS)
    return len(kept)
