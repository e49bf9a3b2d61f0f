import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("off", "Off"),
    ("asked", "Asked"),
    ("shadow", "Shadow"),
    ("granted", "Granted"),
    ("withdrawn", "Withdrawn"),
]


def ahead(to, kind=django.db.models.deletion.CASCADE, **fields):
    return models.ForeignKey(on_delete=kind, related_name="+", to=to, **fields)


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_people_come_in"),
        ("inbox", "0006_embedding_version"),
        ("moderation", "0002_counts_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MandateRecord",
            fields=[
                ("id", number()),
                ("action", models.CharField(max_length=20)),
                ("rule_id", models.CharField(blank=True, max_length=60)),
                ("signal", models.CharField(blank=True, max_length=60)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("state", models.CharField(choices=STATES, default="off", max_length=10)),
                ("life", models.JSONField()),
                ("proof", models.JSONField(null=True)),
                ("review_share", models.FloatField(default=0.2)),
                ("granted_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("community", ahead("accounts.community")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["community", "state"], name="moderation_mandates_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "action", "rule_id", "signal", "language"),
                        name="moderation_one_mandate_a_target",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateStep",
            fields=[
                ("id", number()),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("actor", models.CharField(max_length=40)),
                ("why_fr", models.TextField(blank=True)),
                ("why_en", models.TextField(blank=True)),
                ("figures", models.JSONField(default=dict)),
                ("life", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", ahead(settings.AUTH_USER_MODEL, django.db.models.deletion.SET_NULL, null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="moderation.mandaterecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mandate", "number"), name="moderation_mandate_steps_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShadowVerdict",
            fields=[
                ("id", number()),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                ("confidence", models.FloatField()),
                ("threshold", models.FloatField()),
                ("would_act", models.BooleanField()),
                ("rules_mark", models.CharField(max_length=64)),
                ("model_version", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mandate", ahead("moderation.mandaterecord")),
                ("message", ahead("inbox.message")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mandate", "-at"], name="moderation_silent_verdicts")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mandate", "message", "revision"),
                        name="moderation_one_silent_verdict_each",
                    )
                ],
            },
        ),
        migrations.AddField("case", "is_blind", models.BooleanField(default=False)),
        migrations.AddField("decision", "was_blind", models.BooleanField(default=False)),
        migrations.AddField(
            "decision",
            "mandate",
            ahead("moderation.mandaterecord", django.db.models.deletion.SET_NULL, null=True),
        ),
        migrations.AddIndex(
            "decision",
            models.Index(
                condition=models.Q(("mandate__isnull", False)),
                fields=["mandate", "made_at"],
                name="moderation_acts_of_a_mandate",
            ),
        ),
        migrations.CreateModel(
            name="SampledReview",
            fields=[
                ("id", number()),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                ("purpose", models.CharField(max_length=40)),
                ("share", models.FloatField()),
                ("lowest_share", models.FloatField()),
                ("sampled_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=12)),
                ("is_wrong", models.BooleanField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("community", ahead("accounts.community")),
                (
                    "decision",
                    ahead("moderation.decision", django.db.models.deletion.SET_NULL, null=True),
                ),
                ("mandate", ahead("moderation.mandaterecord", null=True)),
                ("message", ahead("inbox.message")),
                (
                    "reviewed_by",
                    ahead(settings.AUTH_USER_MODEL, django.db.models.deletion.SET_NULL, null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "")),
                        fields=["community", "due_at"],
                        name="moderation_reviews_waiting",
                    ),
                    models.Index(
                        fields=["mandate", "sampled_at"], name="moderation_reviews_of_mandate"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "revision", "purpose"), name="moderation_drawn_once"
                    )
                ],
            },
        ),
    ]
