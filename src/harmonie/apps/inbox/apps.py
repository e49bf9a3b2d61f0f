from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "harmonie.apps.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from harmonie.apps.inbox import listeners, tasks  # noqa: F401 - connects the listeners
        from harmonie.apps.inbox.operations.full_text import keep_trigger
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.web.navigation import Entry, register

        post_migrate.connect(keep_trigger, sender=self, dispatch_uid="inbox.keep_trigger")
        every(30, "inbox.wake_snoozed", tasks.wake_snoozed)
        every(60, "inbox.sweep", tasks.sweep)
        every(3600, "inbox.forget", tasks.forget)
        every(120, "inbox.refresh_vectors", tasks.refresh_vectors)
        register(
            Entry(
                key="inbox",
                label=_("Inbox"),
                icon="inbox",
                url_name="inbox:inbox",
                order=10,
                permission="inbox.read",
                counter=_open_conversations,
            )
        )


def _open_conversations(community_id: int, actor: Any) -> int:
    from harmonie.apps.inbox import queries
    from harmonie.apps.inbox.contracts import InboxFilter

    return queries.count(community_id, InboxFilter()).value
