from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "harmonie.apps.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.accounts.announcements import community_created
        from harmonie.apps.connections.announcements import delivery_settled
        from harmonie.apps.inbox.announcements import messages_analysed, messages_withdrawn
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.moderation import listeners, rail, tasks

        mark = "harmonie.moderation"
        messages_analysed.connect(listeners.on_messages_analysed, dispatch_uid=mark)
        messages_withdrawn.connect(listeners.on_messages_withdrawn, dispatch_uid=mark)
        delivery_settled.connect(listeners.on_delivery_settled, dispatch_uid=mark)
        community_created.connect(listeners.on_community_created, dispatch_uid=mark)
        every(60, "moderation.lift_expired", tasks.lift_expired)
        every(300, "moderation.refresh_priorities", tasks.refresh_priorities)
        every(300, "moderation.watch_mandates", tasks.watch_mandates)
        rail.register(_("Moderation"))
