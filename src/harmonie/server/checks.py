"""Deployment checks of the desk (`manage check --deploy`, `harmonie doctor`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Warning, register


@register
def safe_exposure(app_configs: Any, **_: Any) -> list[Error | Warning]:
    """What must not be switched on once the desk answers more than this machine."""
    loopback = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    is_exposed = bool(set(settings.ALLOWED_HOSTS) - loopback)
    found: list[Error | Warning] = []
    if not is_exposed:
        return found
    if settings.DEBUG:
        found.append(
            Error("HARMONIE_DEBUG=1 on an exposed host shows internals.", id="harmonie.E001",
                  hint="Unset HARMONIE_DEBUG.")
        )  # fmt: skip
    if settings.DEMO_LOGIN:
        found.append(
            Error("The demo log-in is on, on an exposed host.", id="harmonie.E002",
                  hint="Unset HARMONIE_DEMO_LOGIN.")
        )  # fmt: skip
    if not settings.IS_HTTPS:
        found.append(
            Warning("Cookies travel without https.", id="harmonie.W001",
                    hint="Put a proxy with a certificate in front and set HARMONIE_HTTPS=1.")
        )  # fmt: skip
    return found
