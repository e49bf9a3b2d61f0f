"""Who may not examine an appeal: whoever made the contested decision, or confirmed it.

To confirm is to have decided the same of the same message (a decision undone and taken again), to
have answered the same in a blind check of it, or to have upheld an earlier appeal.
"""

from __future__ import annotations

from harmonie.apps.appeals.models import Appeal, State
from harmonie.apps.moderation import queries as moderation
from harmonie.apps.moderation.contesting import confirmers


def involved(appeal: Appeal) -> frozenset[int]:
    """Ids of the people who took part in what is contested.

    ``appeal`` needs its decision at hand (``select_related``).
    """
    message_id = appeal.decision.message_id
    decided = {
        card.decided_by_id
        for card in moderation.decisions(
            appeal.community_id, kind=appeal.kind, message_id=message_id
        )
    }
    upheld = Appeal.objects.filter(
        community_id=appeal.community_id,
        decision__message_id=message_id,
        kind=appeal.kind,
        state=State.UPHELD,
    )
    decided |= {appeal.moderator_id, *upheld.values_list("resolved_by_id", flat=True)}
    decided |= confirmers(appeal.community_id, message_id, appeal.kind)
    return frozenset(one for one in decided if one is not None)
