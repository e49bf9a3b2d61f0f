"""What this room hears from the rooms below."""

from __future__ import annotations

from typing import Any

from harmonie.apps.fairness import tasks
from harmonie.apps.jobs.operations import enqueue


def on_live_model_changed(community_id: int, **_: Any) -> None:
    """A model that comes into use is audited where it is used, with the community's own cases."""
    enqueue(tasks.audit_model_in_use, community_id)
