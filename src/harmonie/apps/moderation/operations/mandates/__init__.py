"""What a team does with mandates, and the one thing that the machine may do: step back."""

from harmonie.apps.moderation.operations.mandates.asking import ask, begin_shadow
from harmonie.apps.moderation.operations.mandates.ending import switch_off, withdraw
from harmonie.apps.moderation.operations.mandates.granting import grant, put_to_test
from harmonie.apps.moderation.operations.mandates.reviewing import review
from harmonie.apps.moderation.operations.mandates.watching import watch, watch_all

__all__ = [
    "ask", "begin_shadow", "grant", "put_to_test", "review", "switch_off", "watch", "watch_all",
    "withdraw",
]  # fmt: skip
