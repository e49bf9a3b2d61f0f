"""The append-only log: one row per thing that happened, chained by hashes (RFC 6962 style)."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """``leaf_hash`` = SHA-256(0x00 || canonical JSON); ``chain_hash`` = SHA-256(previous || leaf).

    ``index`` starts at 0 and has no holes. Rows are never updated or deleted: database triggers
    refuse it.
    """

    index = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    type = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    community_id = models.PositiveBigIntegerField(null=True)
    subject = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    leaf_hash = models.BinaryField(max_length=32)
    chain_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "index"]),
            models.Index(fields=["subject", "index"]),
            models.Index(fields=["community_id", "type", "index"]),
        ]


class Checkpoint(models.Model):
    """The Merkle tree head over the first ``size`` events, signed with Ed25519.

    ``frontier`` keeps the roots of the perfect subtrees, so the next head only reads new leaves.
    """

    size = models.PositiveBigIntegerField(unique=True)
    root_hash = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    at = models.DateTimeField()
