from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "harmonie.apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.jobs import tasks
        from harmonie.apps.jobs.schedule import every

        every(3600, "jobs.prune", tasks.prune)
        every(30, "jobs.recover", tasks.recover)
        every(3600, "audit.seal", tasks.seal_audit_log)
