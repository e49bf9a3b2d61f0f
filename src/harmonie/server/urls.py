"""Every address of the desk. A room appears when its ``urls.py`` exists."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from harmonie.server import documentation, errors, health, metrics
from harmonie.server.api import api

#: (prefix, module of addresses), from the most to the least particular.
_ROOMS = (
    ("c/<slug:community>/inbox/", "harmonie.apps.inbox.urls"),
    ("c/<slug:community>/moderation/", "harmonie.apps.moderation.urls"),
    ("c/<slug:community>/appeals/", "harmonie.apps.appeals.urls"),
    ("c/<slug:community>/fairness/", "harmonie.apps.fairness.urls"),
    ("c/<slug:community>/models/", "harmonie.apps.tuning.urls"),
    ("c/<slug:community>/settings/statements/", "harmonie.apps.dsa.urls"),
    ("s/", "harmonie.apps.moderation.public_urls"),
    ("s/", "harmonie.apps.appeals.public_urls"),
    ("fairness/", "harmonie.apps.fairness.public_urls"),
    ("", "harmonie.apps.connections.urls"),
    ("", "harmonie.apps.compat.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", metrics.view),
    path("api/", api.urls),
    path("docs/", documentation.page, name="docs"),
    path("docs/<path:path>", documentation.page),
    *(path(prefix, include(module)) for prefix, module in _ROOMS if find_spec(module)),
    path("accounts/", include("allauth.urls")),
    path("", include("harmonie.apps.accounts.urls")),
    re_path(r"^api/.*$", errors.api_not_found),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
