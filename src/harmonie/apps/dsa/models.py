"""How a community reports its decisions, and each statement on its way to the database."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harmonie.apps.dsa.contracts import COUNTRIES


class Profile(models.TextChoices):
    """What the organisation is to the regulation (articles 3 and 19)."""

    PAGE_OPERATOR = "page_operator", _("Keeper of a page on somebody else’s platform")
    HOSTING = "hosting", _("Hosting service")
    ONLINE_PLATFORM = "online_platform", _("Online platform")


def all_countries() -> list[str]:
    return list(COUNTRIES)


class Reporting(models.Model):
    """A community's reporting: off until a lead switches it on. The token is kept encrypted."""

    community = models.OneToOneField("accounts.Community", models.CASCADE, related_name="+")
    profile = models.CharField(max_length=20, choices=Profile, default=Profile.PAGE_OPERATOR)
    is_small = models.BooleanField(default=True)
    is_voluntary = models.BooleanField(default=False)
    is_on = models.BooleanField(default=False)
    address = models.CharField(max_length=500, blank=True)
    secrets = models.BinaryField(default=bytes)
    territories = models.JSONField(default=all_countries)
    categories = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    collected_until = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)


class State(models.TextChoices):
    INCOMPLETE = "incomplete", _("Cannot be sent yet")
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    UNSURE = "unsure", _("Sent, no answer came")
    SENT = "sent", _("In the database")
    REFUSED = "refused", _("Refused")


class Submission(models.Model):
    """One decision's statement. ``puid`` is unique: no statement is put on its way twice.

    ``problems`` maps a field to what is wrong with it, as we or the database said; ``is_alone``
    sends it in a call of its own, when a refusal did not say which record it meant.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    puid = models.CharField(max_length=60, unique=True)
    decision_id = models.PositiveBigIntegerField()
    record = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State)
    is_alone = models.BooleanField(default=False)
    problems = models.JSONField(default=dict)
    batch = models.CharField(max_length=36, blank=True)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["community", "state", "id"], name="dsa_what_remains"),
            models.Index(fields=["batch"], name="dsa_one_call"),
        ]
