"""Audits of the model in use, biases that people report, and the cases that come of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harmonie.apps.fairness.contracts import STATES, TOWARDS, WHAT


class AuditState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("an audit", "Waiting")
    RUNNING = "running", pgettext_lazy("an audit", "Under way")
    DONE = "done", pgettext_lazy("an audit", "Done")
    FAILED = "failed", pgettext_lazy("an audit", "Failed")


class AuditReason(models.TextChoices):
    ASKED = "asked", _("somebody asked for it")
    WEEKLY = "weekly", _("made every week")
    MODEL_CHANGED = "model_changed", _("another model came into use")


class AuditRecord(models.Model):
    """One audit of the model that a community used at that moment. Kept for good, refusals too;
    the details of the newest ones only.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=AuditState, default=AuditState.QUEUED)
    why = models.CharField(max_length=14, choices=AuditReason, default=AuditReason.ASKED)
    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    asked_as = models.CharField(max_length=40, default="machine")
    asked_at = models.DateTimeField(default=timezone.now)
    progress = models.FloatField(default=0.0)
    beat_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)
    model_version = models.CharField(max_length=80, blank=True)
    tier = models.CharField(max_length=10, blank=True)
    passed = models.BooleanField(null=True)
    made_at = models.DateTimeField(null=True)
    report = models.JSONField(null=True)
    #: The same figures for every audit, small enough to draw a history from.
    summary = models.JSONField(default=dict)
    #: What became of the community's own cases: (case id, right?, scores).
    own_cases = models.JSONField(default=list)
    own_right = models.PositiveIntegerField(default=0)
    own_total = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(state__in=("queued", "running")),
                name="fairness_one_audit_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["community", "state", "-made_at"])]


class BiasReport(models.Model):
    """Somebody of the team says that the AI was unfair to somebody in one message.

    ``text`` is the message as the reporter made it anonymous; ``judged`` what the AI had said.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    message = models.ForeignKey("inbox.Message", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="open")
    what = models.CharField(max_length=10, choices=list(WHAT.items()))
    towards = models.CharField(max_length=12, choices=list(TOWARDS.items()))
    towards_whom = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=2)
    expected = models.JSONField()
    note = models.CharField(max_length=1000, blank=True)
    judged = models.JSONField(default=dict)
    reported_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    reported_as = models.CharField(max_length=40)
    reported_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["community", "state", "-reported_at"]),
            models.Index(fields=["community", "-reported_at"]),
        ]


class OwnCase(models.Model):
    """A text of the community's own that every audit judges, with what it should find there."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    report = models.OneToOneField(BiasReport, models.SET_NULL, null=True, related_name="case")
    text = models.TextField()
    language = models.CharField(max_length=2)
    expected = models.JSONField()
    towards = models.CharField(max_length=12, choices=list(TOWARDS.items()))
    added_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["community", "retired_at"])]


class PublicPage(models.Model):
    """Whether members may read the figures. No row: they may, once an audit exists."""

    community = models.OneToOneField("accounts.Community", models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=True)
