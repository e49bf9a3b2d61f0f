from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TuningConfig(AppConfig):
    name = "harmonie.apps.tuning"
    label = "tuning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.inbox.judging import judge_with
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.tuning import in_use, tasks
        from harmonie.apps.web.navigation import Entry, register

        judge_with(in_use.pipeline_of)
        every(300, "tuning.take_up_lost_work", tasks.take_up_lost_work)
        register(
            Entry(
                key="tuning",
                label=_("Models"),
                icon="adjustments-horizontal",
                url_name="tuning:models",
                order=65,
                permission="model.read",
            )
        )
