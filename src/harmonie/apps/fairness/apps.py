from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FairnessConfig(AppConfig):
    name = "harmonie.apps.fairness"
    label = "fairness"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.fairness import listeners, tasks
        from harmonie.apps.fairness.queries.reports import open_count
        from harmonie.apps.inbox.announcements import live_model_changed
        from harmonie.apps.jobs.schedule import every
        from harmonie.apps.web.navigation import (
            Entry,
            MessageEntry,
            register,
            register_message_entry,
        )

        live_model_changed.connect(listeners.on_live_model_changed, dispatch_uid="fairness")
        every(3600, "fairness.audit_what_is_due", tasks.audit_what_is_due)
        every(300, "fairness.take_up_lost_audits", tasks.take_up_lost_audits)
        register(
            Entry(
                key="fairness",
                label=_("Fairness"),
                icon="scale",
                url_name="fairness:audit",
                order=60,
                permission="fairness.read",
                counter=lambda community_id, actor: open_count(community_id),
            )
        )
        register_message_entry(
            MessageEntry(
                key="report_bias",
                label=_("Report a bias"),
                icon="speakerphone",
                url_name="fairness:report_bias",
                permission="fairness.report",
            )
        )
