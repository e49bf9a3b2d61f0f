"""When recurring work ran last, so that a restart neither forgets nor repeats it."""

from __future__ import annotations

from django.db import models


class Tick(models.Model):
    """One recurring job: ``due_at`` is moved forward in the transaction that enqueues it."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    enqueued_at = models.DateTimeField(null=True)
