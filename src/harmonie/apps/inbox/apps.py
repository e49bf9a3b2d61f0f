from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "harmonie.apps.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.inbox import listeners, tasks  # noqa: F401 - connects the listeners
        from harmonie.apps.jobs.schedule import every

        every(30, "inbox.wake_snoozed", tasks.wake_snoozed)
        every(60, "inbox.sweep", tasks.sweep)
        every(3600, "inbox.forget", tasks.forget)
