"""Log-ins that the audit log keeps."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from harmonie.apps.audit import operations as audit


@receiver(user_logged_in)
def note_login(sender: type, user: Any, **_: object) -> None:
    audit.record(
        "login.succeeded", actor=f"user:{user.pk}", community_id=None, subject=f"user:{user.pk}"
    )
