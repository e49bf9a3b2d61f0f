"""Where the community talks, what must be sent there, and who listens to our events."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Connection(models.Model):
    """A channel set up for a community. ``key`` is what messages carry as ``channel``."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=80)
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField(default=bytes)
    is_active = models.BooleanField(default=True)
    last_received_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "key"], name="connections_one_key_per_community"
            )
        ]


class SeenEvent(models.Model):
    """Ids of incoming webhooks, kept seven days: the second delivery changes nothing."""

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    event_id = models.CharField(max_length=200)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "event_id"], name="connections_an_event_counts_once"
            )
        ]
        indexes = [models.Index(fields=["seen_at"])]


class EventEndpoint(models.Model):
    """A URL that receives our signed events (Standard Webhooks)."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    url = models.URLField(max_length=500)
    secrets = models.BinaryField()
    event_types = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    last_index = models.BigIntegerField(default=-1)
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Delivered")
    UNSUPPORTED = "unsupported", _("Not possible on this channel")
    DEAD = "dead", _("Given up")


class Delivery(models.Model):
    """The outbox: one row per thing to send, with the key that makes sending it twice harmless."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, null=True, related_name="+")
    endpoint = models.ForeignKey(EventEndpoint, models.CASCADE, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=100, unique=True)
    subject = models.CharField(max_length=80)
    payload = models.JSONField()
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at"]),
            models.Index(fields=["subject"]),
        ]
