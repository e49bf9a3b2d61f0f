"""Addresses of the inbox, under ``/c/<community>/inbox/``."""

from __future__ import annotations

from django.urls import path

from harmonie.apps.inbox.views import acting, pages, writing

app_name = "inbox"
urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("items/", pages.items, name="items"),
    path("filter/", pages.build_filter, name="filter"),
    path("act/", acting.act, name="act"),
    path("undo/<int:change_id>/", acting.undo, name="undo"),
    path("views/", acting.save_view, name="save_view"),
    path("views/<int:view_id>/delete/", acting.delete_view, name="delete_view"),
    path("promise/", acting.promise, name="promise"),
    path("reveal/<int:message_id>/", acting.reveal, name="reveal"),
    path("about/<int:message_id>/", pages.about, name="about"),
    path("<int:thread_id>/", pages.thread, name="thread"),
    path("<int:thread_id>/messages/", pages.messages, name="messages"),
    path("<int:thread_id>/earlier/", pages.earlier, name="earlier"),
    path("<int:thread_id>/compose/", writing.compose, name="compose"),
    path("<int:thread_id>/draft/", writing.draft, name="draft"),
    path("<int:thread_id>/presence/", writing.presence, name="presence"),
]
