from django.apps import AppConfig


class ServerConfig(AppConfig):
    name = "harmonie.server"
    label = "server"

    def ready(self) -> None:
        from harmonie.server import checks, metrics  # noqa: F401  (registers the checks)

        metrics.register()
