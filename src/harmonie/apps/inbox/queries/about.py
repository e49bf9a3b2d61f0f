"""What a message speaks of and how it is felt: judged when asked, by the community's model."""

from __future__ import annotations

from harmonie import records
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.inbox.queries.judging import analysis_of
from harmonie.apps.inbox.queries.messages import message_detail


def about(community_id: int, message_id: int) -> tuple[records.Aspect, ...]:
    """The aspects of a message, in the order of its text; none while it waits for its analysis.

    Nothing is stored. Raises :class:`~harmonie.apps.inbox.contracts.NotFound`.
    """
    detail = message_detail(community_id, message_id)
    analysis = analysis_of(message_id)
    if analysis is None:
        return ()
    from harmonie.analysers.aspects import aspects

    return aspects(current_pipeline(community_id), [detail.record], [analysis])[0]
