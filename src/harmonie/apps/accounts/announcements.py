"""What accounts tells the rooms above it."""

from django.dispatch import Signal

#: Sent inside the transaction that creates a community.
#: ``community_id: int``, ``policy_pack: str`` (name of a pack), ``actor: Actor``.
community_created = Signal()
