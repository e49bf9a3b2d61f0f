"""Addresses of reporting, under ``/c/<community>/settings/statements/``."""

from django.urls import path

from harmonie.apps.dsa import views

app_name = "dsa"
urlpatterns = [
    path("", views.statements, name="statements"),
    path("export/", views.export, name="export"),
    path("reporting/", views.set_up, name="set_up"),
    path("categories/", views.choose, name="choose"),
    path("retry/", views.retry, name="retry"),
]
