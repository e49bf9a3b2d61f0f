from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectionsConfig(AppConfig):
    name = "harmonie.apps.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.connections import listeners, tasks
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.web.navigation import Entry, register

        listeners.listen()
        every(30, "connections.sweep", tasks.sweep)
        every(2, "connections.feed", tasks.feed)
        register(
            Entry(
                key="connections",
                label=_("Connections"),
                icon="plug-connected",
                url_name="connections:index",
                order=40,
                permission="connection.read",
                section="settings",
            )
        )
