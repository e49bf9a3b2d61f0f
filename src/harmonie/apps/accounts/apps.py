from typing import Literal

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "harmonie.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harmonie.apps.accounts import listeners  # noqa: F401  (connects the receivers)
        from harmonie.apps.web.navigation import Entry, register

        register(Entry("settings", _("Settings"), "settings", "accounts:profile", 90, "inbox.read"))
        menu: Literal["settings"] = "settings"
        for entry in (
            Entry("profile", _("Your profile"), "user-circle", "accounts:profile", 10,
                  "inbox.read", section=menu),
            Entry("community", _("Community"), "building-community",
                  "accounts:community_settings", 20, "settings.edit", section=menu),
            Entry("team", _("Team"), "users", "accounts:team", 30, "inbox.read", section=menu),
            Entry("keys", _("API keys"), "key", "accounts:keys", 40, "key.manage", section=menu),
        ):  # fmt: skip
            register(entry)
