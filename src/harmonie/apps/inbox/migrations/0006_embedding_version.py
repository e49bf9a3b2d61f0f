"""Which embedder made a message's vector. Those made before are brought up to date by a job."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0005_withdrawn")]
    operations = [
        migrations.AddField(
            "message",
            "embedding_version",
            models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("embedding__isnull", False)),
                fields=["embedding_version", "-id"],
                name="inbox_vectors",
            ),
        ),
    ]
