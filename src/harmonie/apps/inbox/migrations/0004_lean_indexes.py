"""Indexes for lists of 200,000 messages: what waits for an answer, and signals newest first."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_threads(apps, schema_editor):
    signals = apps.get_model("inbox", "MessageSignal").objects
    messages = apps.get_model("inbox", "Message").objects
    signals.update(
        thread_id=Subquery(messages.filter(pk=OuterRef("message_id")).values("thread_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_full_text")]
    operations = [
        migrations.RemoveIndex("thread", "inbox_threa_communi_d8ee12_idx"),
        migrations.RemoveIndex("messagesignal", "inbox_messa_communi_0e9d0c_idx"),
        migrations.AddIndex(
            "thread",
            models.Index(
                condition=models.Q(("needs_answer", True)),
                fields=["community", "due_at"],
                name="inbox_waiting",
            ),
        ),
        migrations.AddIndex(
            "thread",
            models.Index(
                condition=models.Q(("needs_answer", True)),
                fields=["community", "state", "due_at"],
                name="inbox_waiting_by_state",
            ),
        ),
        migrations.AddField(
            "messagesignal",
            "thread",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="inbox.thread",
            ),
        ),
        migrations.RunPython(copy_threads, migrations.RunPython.noop),
        migrations.AlterField(
            "messagesignal",
            "thread",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="inbox.thread",
            ),
        ),
        migrations.AddIndex(
            "messagesignal",
            models.Index(
                fields=["community", "name", "-message", "label", "score", "thread"],
                name="inbox_signals_newest_first",
            ),
        ),
    ]
