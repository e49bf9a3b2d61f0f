"""Addresses of connections: settings pages, and where platforms post."""

from __future__ import annotations

from django.urls import path

from harmonie.apps.connections import views

app_name = "connections"
_SETTINGS = "c/<slug:community>/settings/"

urlpatterns = [
    path(f"{_SETTINGS}connections/", views.index, name="index"),
    path(f"{_SETTINGS}connections/add/<slug:kind>/", views.add, name="add"),
    path(f"{_SETTINGS}connections/<int:pk>/", views.edit, name="edit"),
    path(f"{_SETTINGS}connections/<int:pk>/switch/", views.switch, name="switch"),
    path(f"{_SETTINGS}deliveries/<int:pk>/replay/", views.replay, name="replay"),
    path(f"{_SETTINGS}events/", views.events, name="events"),
    path(f"{_SETTINGS}events/<int:pk>/remove/", views.unsubscribe, name="unsubscribe"),
    path("in/<slug:community>/<slug:key>/", views.incoming, name="incoming"),
]
