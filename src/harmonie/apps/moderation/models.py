"""Rules in force, cases waiting for a person, decisions and what they restrict."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PolicyVersion(models.Model):
    """A community's rules as text. Never edited: a change is a new version."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    source = models.TextField()
    why = models.CharField(_("why"), max_length=300, blank=True)
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "number"], name="moderation_versions_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(is_current=True),
                name="moderation_one_policy_in_force",
            ),
        ]


def random_reference() -> str:
    """Eighty random bits in Crockford's base 32: names a decision without telling its rank."""
    return "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(16))


class CaseState(models.TextChoices):
    OPEN = "open", _("To decide")
    ESCALATED = "escalated", _("Escalated")
    DECIDED = "decided", _("Decided")


class Case(models.Model):
    """Something a person must look at: one per message.

    Open cases whose messages bear the same text are grouped: all but one point to the ``twin_of``
    that leads them, and the leader's ``identical_count`` says how many they are beside it. While
    ``is_blind``, people judge before they see what the AI says: a mandate is in the shadow.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    message = models.OneToOneField("inbox.Message", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    mode = models.CharField(max_length=8)
    severity = models.PositiveSmallIntegerField(default=0)
    main_signal = models.CharField(max_length=20, blank=True)
    rule_id = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=0.0)
    verdict = models.JSONField()
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)
    base_priority = models.FloatField(default=0.0)
    priority = models.FloatField(default=0.0)
    assignee = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    text_hash = models.CharField(max_length=32, blank=True)
    twin_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="twins")
    identical_count = models.PositiveIntegerField(default=0)
    is_blind = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["community", "state", "-priority"],
                condition=models.Q(twin_of=None),
                name="moderation_queue",
            ),
            models.Index(
                fields=["community", "state", "-opened_at"],
                condition=models.Q(twin_of=None),
                name="moderation_queue_by_age",
            ),
            # The figures of the tabs, counted without reading a case.
            models.Index(
                fields=["community", "state", "mode", "assignee"],
                condition=models.Q(twin_of=None),
                name="moderation_queue_counts",
            ),
            models.Index(fields=["community", "text_hash", "state"]),
            models.Index(fields=["community", "rule_id", "-opened_at"]),
            models.Index(fields=["community", "state", "main_signal", "-priority"]),
            models.Index(fields=["community", "assignee", "state"]),
            models.Index(fields=["community", "-decided_at"]),
        ]


class Decision(models.Model):
    """The decision record: what, by whom, on what evidence. Never edited, only undone."""

    public_id = models.CharField(max_length=16, unique=True, default=random_reference)
    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    message = models.ForeignKey("inbox.Message", models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="decisions")
    revision = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12)
    actions = models.JSONField(default=list)
    is_by_machine = models.BooleanField()
    decided_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    api_key_id = models.PositiveBigIntegerField(null=True)
    verdict = models.JSONField()
    evidence = models.JSONField(default=dict)
    rule_id = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=0.0)
    main_signal = models.CharField(max_length=20, blank=True)
    agreed_with_ai = models.BooleanField(null=True)
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    batch = models.CharField(max_length=36, blank=True)
    visibility_before = models.CharField(max_length=8, blank=True)
    was_blind = models.BooleanField(default=False)
    mandate = models.ForeignKey("MandateRecord", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "revision"],
                condition=models.Q(is_by_machine=True),
                name="moderation_machine_decides_once",
            )
        ]
        indexes = [
            models.Index(fields=["community", "-made_at"]),
            models.Index(fields=["message", "-made_at"]),
            models.Index(fields=["community", "main_signal", "-made_at"]),
            models.Index(fields=["batch"]),
            models.Index(fields=["community", "rule_id", "-made_at"]),
            models.Index(
                fields=["mandate", "made_at"],
                condition=models.Q(mandate__isnull=False),
                name="moderation_acts_of_a_mandate",
            ),
        ]


class OutcomeRecord(models.Model):
    """What became of one of a decision's actions on the channel; the newest row counts."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="outcomes")
    delivery_id = models.PositiveBigIntegerField()
    status = models.CharField(max_length=12)
    detail = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery_id", "status"],
                name="moderation_an_outcome_counts_once",
            )
        ]


class RuleFiring(models.Model):
    """A rule fired on a message, whatever followed: the figures of the rules page."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    message = models.ForeignKey("inbox.Message", models.CASCADE, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)
    rule_id = models.CharField(max_length=60)
    mode = models.CharField(max_length=8)
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "revision", "rule_id"],
                name="moderation_a_rule_fires_once",
            )
        ]
        indexes = [models.Index(fields=["community", "rule_id", "-at"])]


class Restriction(models.Model):
    """A mute or a ban in force, with its end."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey("inbox.Member", models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=8)
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lifted_at", "ends_at"])]


class Exposure(models.Model):
    """How many hard messages somebody chose to see on a day: to propose breaks, not to judge."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    day = models.DateField()
    revealed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="moderation_one_count_a_day")
        ]


class Reveal(models.Model):
    """Somebody chose to see a blurred text: counted once per message."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    message = models.ForeignKey("inbox.Message", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "message"], name="moderation_one_reveal_each")
        ]


class MandateState(models.TextChoices):
    """The states of :class:`harmonie.autonomy.mandate.Life`; pages name them by ``labels``."""

    OFF = "off"
    ASKED = "asked"
    SHADOW = "shadow"
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class MandateRecord(models.Model):
    """What the AI may do alone for one target: one row for ever, whatever becomes of it.

    ``life`` is the state as :mod:`life_json` writes it. ``proof`` holds a test that passed, with
    the confidences, the rules and the model it was made on; it goes when the mandate does.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    action = models.CharField(max_length=20)
    rule_id = models.CharField(max_length=60, blank=True)
    signal = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=10, choices=MandateState, default=MandateState.OFF)
    life = models.JSONField()
    proof = models.JSONField(null=True)
    review_share = models.FloatField(default=0.2)
    granted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "action", "rule_id", "signal", "language"],
                name="moderation_one_mandate_a_target",
            )
        ]
        indexes = [models.Index(fields=["community", "state"], name="moderation_mandates_by_state")]


class MandateStep(models.Model):
    """One thing that happened to a mandate. Only ever added; ``life`` is what it led to."""

    mandate = models.ForeignKey(MandateRecord, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=MandateState)
    actor = models.CharField(max_length=40)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    why_fr = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    life = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "number"], name="moderation_mandate_steps_are_numbered"
            )
        ]


class ShadowVerdict(models.Model):
    """What the AI would have done with a message under a mandate in the shadow."""

    mandate = models.ForeignKey(MandateRecord, models.CASCADE, related_name="+")
    message = models.ForeignKey("inbox.Message", models.CASCADE, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)
    confidence = models.FloatField()
    threshold = models.FloatField()
    would_act = models.BooleanField()
    rules_mark = models.CharField(max_length=64)
    model_version = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "message", "revision"],
                name="moderation_one_silent_verdict_each",
            )
        ]
        indexes = [models.Index(fields=["mandate", "-at"], name="moderation_silent_verdicts")]


class SampledReview(models.Model):
    """A message drawn for a check: a person says what they would do, not knowing what was done.

    ``purpose`` is ``mandate:<id>`` or ``allow``; ``share`` the probability with which the message
    was drawn, ``lowest_share`` the lowest with which any was at that time.
    """

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    mandate = models.ForeignKey(MandateRecord, models.CASCADE, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey("inbox.Message", models.CASCADE, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=40)
    share = models.FloatField()
    lowest_share = models.FloatField()
    sampled_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=12, blank=True)
    is_wrong = models.BooleanField(null=True)
    reviewed_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "revision", "purpose"], name="moderation_drawn_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["community", "due_at"],
                condition=models.Q(answer=""),
                name="moderation_reviews_waiting",
            ),
            models.Index(fields=["mandate", "sampled_at"], name="moderation_reviews_of_mandate"),
        ]
