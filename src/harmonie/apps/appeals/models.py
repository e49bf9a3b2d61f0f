"""Appeals against decisions, what is said about them, and how long a community takes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from harmonie.apps.appeals.contracts import DEFAULT_DAYS
from harmonie.apps.appeals.references import random_reference


class State(models.TextChoices):
    LODGED = "lodged", pgettext_lazy("an appeal", "To take")
    TAKEN = "taken", pgettext_lazy("an appeal", "Being examined")
    UPHELD = "upheld", pgettext_lazy("an appeal", "Decision upheld")
    OVERTURNED = "overturned", pgettext_lazy("an appeal", "Decision overturned")
    WITHDRAWN = "withdrawn", pgettext_lazy("an appeal", "Closed without examination")


OPEN = (State.LODGED, State.TAKEN)
RESOLVED = (State.UPHELD, State.OVERTURNED)


class Appeal(models.Model):
    """A member contests a decision. What the decision stood on is copied, to be counted.

    The database itself refuses what must never be: two open appeals against one decision, an
    outcome by anything but a person, an outcome by the one who decided, a refusal without reasons.
    """

    public_id = models.CharField(max_length=16, unique=True, default=random_reference)
    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    decision = models.ForeignKey("moderation.Decision", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.LODGED)
    #: Of what was not examined: "member" (taken back) or "moot" (the decision was undone).
    closed_because = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=2)
    text = models.TextField()
    lodged_at = models.DateTimeField(default=timezone.now)
    lodged_as = models.CharField(max_length=40, default="public")
    #: Random, from the form: a form sent twice leads to one appeal and to its receipt.
    once = models.CharField(max_length=32, blank=True)
    due_at = models.DateTimeField()
    assignee = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    #: As the audit log names them, which outlives the account.
    resolved_as = models.CharField(max_length=40, blank=True)
    resolved_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)
    # What is contested, as it was when the appeal was lodged.
    decided_as = models.CharField(max_length=40)
    moderator = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    is_by_machine = models.BooleanField()
    kind = models.CharField(max_length=12)
    rule_id = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=80, blank=True)
    main_signal = models.CharField(max_length=20, blank=True)
    content_language = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(state__in=("lodged", "taken")),
                name="appeals_one_open_per_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("upheld", "overturned"))
                | Q(resolved_as__startswith="user:"),
                name="appeals_a_person_resolves",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("upheld", "overturned")) | ~Q(resolved_as=F("decided_as")),
                name="appeals_another_person_resolves",
            ),
            models.CheckConstraint(
                condition=~Q(state="upheld") | ~Q(reasons=""),
                name="appeals_upheld_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("lodged", "taken"), resolved_at__isnull=True)
                | Q(state__in=("upheld", "overturned", "withdrawn"), resolved_at__isnull=False),
                name="appeals_closed_ones_have_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_at"], name="appeals_queue"),
            models.Index(fields=["community", "-resolved_at"], name="appeals_resolved"),
            models.Index(fields=["decision", "-id"], name="appeals_of_a_decision"),
        ]


class AppealMessage(models.Model):
    """A question of the team or an addition of the member, read by both."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="messages")
    is_from_team = models.BooleanField()
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["appeal", "id"], name="appeals_conversation")]


class Terms(models.Model):
    """How many days a community gives itself to answer. No row: fourteen."""

    community = models.OneToOneField("accounts.Community", models.CASCADE, related_name="+")
    answer_within_days = models.PositiveSmallIntegerField(default=DEFAULT_DAYS)
