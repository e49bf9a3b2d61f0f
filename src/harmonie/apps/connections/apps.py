from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "harmonie.apps.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.connections import listeners, tasks
        from harmonie.apps.jobs.schedule import every

        listeners.listen()
        every(30, "connections.sweep", tasks.sweep)
        every(2, "connections.feed", tasks.feed)
