"""What came in: members, threads, messages and what the analysers said of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Member(models.Model):
    """Somebody who writes on a channel. Not a user of the desk."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=10, default="member")
    language = models.CharField(max_length=2, blank=True)
    joined_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    message_count = models.PositiveIntegerField(default=0)
    restriction_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "channel", "external_id"], name="inbox_one_member_per_channel"
            )
        ]


class Tag(models.Model):
    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="inbox_one_tag_per_name")
        ]


class ThreadState(models.TextChoices):
    OPEN = "open", pgettext_lazy("conversation", "Open")
    SNOOZED = "snoozed", pgettext_lazy("conversation", "Snoozed")
    DONE = "done", pgettext_lazy("conversation", "Done")


class Thread(models.Model):
    """A conversation: the unit of the inbox."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=ThreadState, default=ThreadState.OPEN)
    needs_answer = models.BooleanField(default=False)
    assignee = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    snoozed_until = models.DateTimeField(null=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    message_count = models.PositiveIntegerField(default=0)
    starter = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    last_excerpt = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, blank=True)
    mood = models.CharField(max_length=10, blank=True)
    mood_score = models.FloatField(null=True)
    mood_at = models.DateTimeField(null=True)
    intent = models.CharField(max_length=12, blank=True)
    cannot_judge = models.BooleanField(default=False)
    last_severity = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    tags = models.ManyToManyField(Tag, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "channel", "external_id"], name="inbox_one_thread_per_channel"
            )
        ]
        indexes = [
            models.Index(fields=["community", "state", "-last_at"]),
            models.Index(
                fields=["community", "due_at"],
                condition=models.Q(needs_answer=True),
                name="inbox_waiting",
            ),
            models.Index(
                fields=["community", "state", "due_at"],
                condition=models.Q(needs_answer=True),
                name="inbox_waiting_by_state",
            ),
            models.Index(fields=["community", "-last_at"]),
            models.Index(fields=["community", "assignee", "state", "-last_at"]),
            models.Index(fields=["state", "snoozed_until"]),
        ]


class Stage(models.TextChoices):
    """What remains to be done for a message: the row says it, a job only carries the id."""

    RECEIVED = "received", _("Received")
    ANALYSED = "analysed", _("Analysed")
    CONSIDERED = "considered", _("Considered")


class Visibility(models.TextChoices):
    VISIBLE = "visible", _("Visible")
    HIDDEN = "hidden", _("Hidden")
    REMOVED = "removed", _("Removed")
    WITHDRAWN = "withdrawn", _("Deleted by its author")


class Message(models.Model):
    """One message. ``(community, channel, external_id)`` makes receiving it twice harmless."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    member = models.ForeignKey(Member, models.PROTECT, related_name="messages")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    text = models.TextField()
    text_hash = models.CharField(max_length=32)
    language = models.CharField(max_length=2, blank=True)
    is_outgoing = models.BooleanField(default=False)
    sent_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.RECEIVED)
    stage_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.VISIBLE)
    reach = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    url = models.CharField(max_length=500, blank=True)
    severity = models.PositiveSmallIntegerField(default=0)
    cannot_judge = models.CharField(max_length=20, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    parent_external_id = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=dict)
    analysis = models.JSONField(null=True)
    embedding = models.BinaryField(null=True)
    embedding_version = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "channel", "external_id"], name="inbox_a_message_comes_once"
            )
        ]
        indexes = [
            models.Index(fields=["thread", "created_at"]),
            models.Index(fields=["member", "-created_at"]),
            models.Index(fields=["community", "-created_at"]),
            models.Index(fields=["stage", "stage_at"]),
            models.Index(fields=["community", "text_hash", "created_at"]),
            models.Index(
                fields=["community", "channel", "parent_external_id"],
                condition=models.Q(parent__isnull=True) & ~models.Q(parent_external_id=""),
                name="inbox_orphans",
            ),
            models.Index(
                fields=["embedding_version", "-id"],
                condition=models.Q(embedding__isnull=False),
                name="inbox_vectors",
            ),
        ]


class MessageSignal(models.Model):
    """A signal worth filtering on: binary ones from 0.2 up, and the label of the others."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="signals")
    # Kept here too, so that a filter reads one index and no message.
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=20)
    label = models.CharField(max_length=20, blank=True)
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "name"], name="inbox_one_signal_per_name")
        ]
        indexes = [
            models.Index(
                fields=["community", "name", "-message", "label", "score", "thread"],
                name="inbox_signals_newest_first",
            )
        ]


class AnswerPromise(models.Model):
    """How soon a community promises a first answer from a person. No row: the default."""

    community = models.OneToOneField("accounts.Community", models.CASCADE, related_name="+")
    within_seconds = models.PositiveIntegerField()


class ThreadChange(models.Model):
    """What somebody did to threads, and how these were before: what undo needs, kept a week."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    actor = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    before = models.JSONField()
    after = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"])]


class Note(models.Model):
    """Private: never leaves the desk."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="notes")
    author = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)


class Draft(models.Model):
    """A reply being written; one per person and thread, so nothing typed is lost."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="drafts")
    author = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "author"], name="inbox_one_draft_each")
        ]


class SavedView(models.Model):
    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(default=False)


class Claim(models.Model):
    """Who works on what right now ("thread:12", "case:4"), so nobody collides unknowingly."""

    community = models.ForeignKey("accounts.Community", models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60, unique=True)
    holder = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    until = models.DateTimeField()
