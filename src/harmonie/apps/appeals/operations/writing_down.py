"""The log of appeals: numbers and kinds, never what anybody wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.apps.appeals.models import Appeal
from harmonie.apps.audit import operations as audit


def record(kind: str, row: Appeal, actor: str, data: Mapping[str, Any] | None = None) -> None:
    """Append an event about an appeal, in the caller's transaction."""
    audit.record(
        kind,
        actor=actor,
        community_id=row.community_id,
        subject=f"appeal:{row.pk}",
        data={"decision": row.decision_id, **(data or {})},
    )
