from django.apps import AppConfig


class CompatConfig(AppConfig):
    name = "harmonie.apps.compat"
    label = "compat"
    default_auto_field = "django.db.models.BigAutoField"
