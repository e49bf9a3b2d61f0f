"""Messages that say something close, by the angle between their embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from harmonie.apps.inbox.models import Message

if TYPE_CHECKING:
    import numpy as np

#: Without candidates, how many newest messages are compared.
NEWEST = 5_000
_LAST = 2**63 - 1


def nearest(
    community_id: int,
    message_id: int,
    candidate_ids: Sequence[int] | None = None,
    k: int = 5,
    floor: float | None = None,
) -> list[tuple[int, float]]:
    """(message id, cosine similarity) of the ``k`` closest messages, best first; exact search.

    Empty when the message has no embedding yet or no word. ``candidate_ids`` limits the choice;
    without ``floor``, only what reads alike by the measure of the embedder is found. Vectors that
    another version of the embedder made are left out: they cannot be compared.
    """
    from harmonie.search.exact import ExactIndex
    from harmonie.vectors import near_of

    ours = Message.objects.filter(community_id=community_id, embedding__isnull=False)
    own = ours.filter(pk=message_id).values_list("embedding", "embedding_version").first()
    if own is None or k < 1:
        return []
    vector = _vector(own[0])
    rows = ours.filter(embedding_version=own[1]).exclude(pk=message_id)
    if candidate_ids is None:
        rows = rows.order_by("-pk")[:NEWEST]
    else:
        rows = rows.filter(pk__in=candidate_ids)
    pairs: list[tuple[int, Any]] = list(rows.values_list("pk", "embedding"))
    if not pairs or not vector.any():
        return []
    index = ExactIndex(len(vector))
    matrix = _vector(b"".join(bytes(data) for _, data in pairs)).reshape(len(pairs), -1)
    # Of equally close messages, the newest comes first.
    index.add([f"{_LAST - pk:019}" for pk, _ in pairs], matrix)
    least = near_of(own[1]) if floor is None else floor
    return [(_LAST - int(key), similarity) for key, similarity in index.nearest(vector, k, least)]


def _vector(data: Any) -> np.ndarray:
    import numpy as np

    return np.frombuffer(bytes(data), dtype="<f2").astype(np.float32)
