"""Addresses of the imitated services; none is open yet."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "compat"
urlpatterns: list[URLPattern | URLResolver] = []
