from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DsaConfig(AppConfig):
    name = "harmonie.apps.dsa"
    label = "dsa"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.dsa import tasks
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.web.navigation import Entry, register

        every(600, "dsa.report_all", tasks.report_all)
        register(
            Entry(
                key="dsa",
                label=_("Statements of reasons"),
                icon="file-export",
                url_name="dsa:statements",
                order=70,
                permission="audit.read",
                section="settings",
            )
        )
