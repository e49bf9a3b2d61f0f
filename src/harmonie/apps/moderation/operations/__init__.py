"""A moderator's verbs."""

from harmonie.apps.moderation.operations.consider import consider
from harmonie.apps.moderation.operations.decide import BatchResult, decide, decide_many
from harmonie.apps.moderation.operations.lift import lift_expired
from harmonie.apps.moderation.operations.outcome import record_outcome
from harmonie.apps.moderation.operations.refresh import refresh_priorities
from harmonie.apps.moderation.operations.rejudge import rejudge_open
from harmonie.apps.moderation.operations.reveal import reveal
from harmonie.apps.moderation.operations.rules import (
    install_first_pack,
    install_pack,
    restore_version,
    save_policy,
)
from harmonie.apps.moderation.operations.take import take
from harmonie.apps.moderation.operations.undo import undo, undo_batch
from harmonie.apps.moderation.operations.withdrawn import close_withdrawn

__all__ = [
    "BatchResult", "close_withdrawn", "consider", "decide", "decide_many", "install_first_pack",
    "install_pack",
    "lift_expired", "record_outcome", "refresh_priorities", "rejudge_open",
    "restore_version", "reveal",
    "save_policy", "take", "undo", "undo_batch",
]  # fmt: skip
