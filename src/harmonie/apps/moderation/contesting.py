"""How a decision is contested: the room that hears appeals, above this one, registers itself.

Called from ``AppConfig.ready()``, so that the statement page offers what exists and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harmonie.apps.moderation.contracts import Statement
from harmonie.apps.moderation.models import SampledReview


@dataclass(frozen=True, slots=True)
class Contest:
    """What the statement page says of contesting, in the reader's language.

    ``text`` is a sentence; ``url`` and ``label`` a way on (to the form, or to what was already
    asked), empty when there is none; ``write_label`` names writing to the team instead; ``is_open``
    tells whether the decision may be contested now.
    """

    text: str
    url: str = ""
    label: str = ""
    write_label: str = ""
    is_open: bool = False


#: Decision id, token of its statement and the statement itself, in the language to answer in.
Finder = Callable[[int, str, Statement], Contest]

_finders: dict[str, Finder] = {}
_NAME = "contest"


def register(finder: Finder) -> None:
    """Say how decisions are contested; the last one counts."""
    _finders[_NAME] = finder


def contest(decision_id: int, token: str, statement: Statement) -> Contest | None:
    """How this decision is contested; ``None`` when no room hears appeals."""
    finder = _finders.get(_NAME)
    return None if finder is None else finder(decision_id, token, statement)


def confirmers(community_id: int, message_id: int, kind: str) -> set[int]:
    """Ids of people who, in a blind check of this message, would have done the same."""
    rows = SampledReview.objects.filter(
        community_id=community_id, message_id=message_id, answer=kind, reviewed_by__isnull=False
    )
    return {one for one in rows.values_list("reviewed_by_id", flat=True) if one is not None}
