"""Messages that say something close, by the angle between their embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from harmonie.apps.inbox.models import Message

if TYPE_CHECKING:
    import numpy as np

#: Without candidates, how many newest messages are compared.
NEWEST = 5_000


def nearest(
    community_id: int, message_id: int, candidate_ids: Sequence[int] | None = None, k: int = 5
) -> list[tuple[int, float]]:
    """(message id, cosine similarity) of the ``k`` closest messages, best first; exact search.

    Empty when the message has no embedding yet or no word. ``candidate_ids`` limits the choice.
    """
    import numpy as np  # not above: the first page must not wait for it

    ours = Message.objects.filter(community_id=community_id, embedding__isnull=False)
    own = ours.filter(pk=message_id).values_list("embedding", flat=True).first()
    if own is None or k < 1:
        return []
    vector = _vector(own)
    rows = ours.exclude(pk=message_id)
    if candidate_ids is None:
        rows = rows.order_by("-pk")[:NEWEST]
    else:
        rows = rows.filter(pk__in=candidate_ids)
    pairs: list[tuple[int, Any]] = list(rows.values_list("pk", "embedding"))
    # A change of model changes the length: vectors of two models cannot be compared.
    pairs = [(pk, data) for pk, data in pairs if len(data) == len(own)]
    if not pairs or not vector.any():
        return []
    matrix = _vector(b"".join(data for _, data in pairs)).reshape(len(pairs), -1)
    lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(vector)
    scores = matrix @ vector / np.where(lengths == 0, 1, lengths)
    best = np.argsort(-scores, kind="stable")[:k]
    return [(pairs[i][0], float(scores[i])) for i in best if scores[i] > 0]


def _vector(data: Any) -> np.ndarray:
    import numpy as np

    return np.frombuffer(bytes(data), dtype="<f2").astype(np.float32)
