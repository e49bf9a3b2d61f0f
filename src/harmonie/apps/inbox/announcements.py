"""What this room tells those above it. Sent inside the transaction: a listener only enqueues."""

from __future__ import annotations

from django.dispatch import Signal

#: ``ids``, ``community_id``: messages stored or edited, waiting for analysis.
messages_received = Signal()
#: ``ids``, ``community_id``: messages analysed, waiting for the policy.
messages_analysed = Signal()
#: ``message_id``, ``community_id``: an answer was written and must leave by its channel.
reply_sent = Signal()
#: ``ids``, ``community_id``: messages deleted on their channel; nothing remains to be decided.
messages_withdrawn = Signal()
#: ``community_id``, ``version``: another model judges the community's messages from now on.
live_model_changed = Signal()
