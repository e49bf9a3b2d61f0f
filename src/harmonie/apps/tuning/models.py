"""Which model a community uses, and what was measured before it might."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class How(models.TextChoices):
    INSTALLED = "installed", pgettext_lazy("how a model came into use", "came with Harmonie")
    PROMOTED = "promoted", pgettext_lazy("how a model came into use", "promoted")
    ROLLED_BACK = "rolled_back", pgettext_lazy("how a model came into use", "put back")


class LiveModel(models.Model):
    """A model in use from ``at`` until the next row. Never edited but for ``is_current``.

    ``name`` is a folder of weights, empty for those that are shipped; ``mark`` the SHA-256 of its
    files, which names the copy that is used.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    tier = models.CharField(max_length=10)
    name = models.CharField(max_length=60, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=80)
    how = models.CharField(max_length=11, choices=How)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "number"], name="tuning_live_models_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(is_current=True),
                name="tuning_one_model_in_use",
            ),
        ]


class WorkState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("a measurement", "Waiting")
    RUNNING = "running", pgettext_lazy("a measurement", "Under way")
    DONE = "done", pgettext_lazy("a measurement", "Done")
    FAILED = "failed", pgettext_lazy("a measurement", "Failed")


class Measurement(models.Model):
    """What is measured of a candidate before it may go live."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    tier = models.CharField(max_length=10)
    name = models.CharField(max_length=60, blank=True)
    mark = models.CharField(max_length=64)
    version = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.QUEUED)
    progress = models.FloatField(default=0.0)
    beat_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    asked_as = models.CharField(max_length=40)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        abstract = True


class Comparison(Measurement):
    """Candidate and model in use on the same stored messages, without acting.

    ``message_ids`` are those still to be judged, newest first; ``examples`` hold ids and scores,
    never texts.
    """

    against_version = models.CharField(max_length=80)
    wanted = models.PositiveIntegerField()
    message_ids = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    examples = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["community", "mark", "tier", "-asked_at"])]


class CandidateAudit(Measurement):
    """The bias audit of a candidate: ``result`` is its report, whole for the newest ones.

    The model in use at that time (``against_version``) must not be undercut.
    """

    against_version = models.CharField(max_length=80)
    passed = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["community", "mark", "tier", "-asked_at"])]
