"""How much hard content somebody chose to see today."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from harmonie.apps.moderation.contracts import Exposure
from harmonie.apps.moderation.models import Exposure as Row
from harmonie.apps.moderation.models import Reveal

#: Hard messages a day that nobody should exceed, and how many in an hour call for a pause.
DAILY_BUDGET = 25
HOURLY = 8


def exposure(user_id: int) -> Exposure:
    """Today's count. It proposes a break; it never judges, ranks or blocks."""
    now = timezone.now()
    row = Row.objects.filter(user_id=user_id, day=timezone.localdate()).first()
    revealed = row.revealed if row else 0
    recent = Reveal.objects.filter(user_id=user_id, at__gt=now - timedelta(hours=1))
    times = list(recent.order_by("-at").values_list("at", flat=True)[: HOURLY + 1])
    return Exposure(
        revealed=revealed,
        budget=DAILY_BUDGET,
        is_break_proposed=len(times) >= HOURLY or revealed >= DAILY_BUDGET,
        last_at=times[0] if times else None,
    )


def is_revealed_by(user_id: int, message_id: int) -> bool:
    """Whether this person already chose to see this message."""
    return Reveal.objects.filter(user_id=user_id, message_id=message_id).exists()
