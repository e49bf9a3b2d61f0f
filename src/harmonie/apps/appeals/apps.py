from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    name = "harmonie.apps.appeals"
    label = "appeals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.appeals import tasks
        from harmonie.apps.appeals.offering import contest_of
        from harmonie.apps.appeals.queries.desk import waiting_count
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.moderation import contesting
        from harmonie.apps.web.navigation import Entry, register

        contesting.register(contest_of)
        every(60, "appeals.close_moot", tasks.close_moot)
        register(
            Entry(
                key="appeals",
                label=_("Appeals"),
                icon="gavel",
                url_name="appeals:list",
                order=25,
                permission="appeal.read",
                counter=lambda community_id, actor: waiting_count(community_id),
            )
        )
        register(
            Entry(
                key="appeal_terms",
                label=_("Appeals"),
                icon="gavel",
                url_name="appeals:terms",
                order=65,
                permission="settings.edit",
                section="settings",
            )
        )
