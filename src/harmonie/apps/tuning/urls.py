"""Addresses of the tuning room, under ``/c/<community>/models/``."""

from django.urls import path

from harmonie.apps.tuning import views

app_name = "tuning"
urlpatterns = [
    path("", views.models, name="models"),
    path("roll-back/", views.roll_back, name="roll_back"),
    path("comparisons/<int:comparison_id>/", views.comparison, name="comparison"),
    path("audits/<int:audit_id>/", views.audit, name="audit"),
    path("audits/<int:audit_id>/report.json", views.audit_as_json, name="audit_as_json"),
    path("<str:key>/", views.candidate, name="candidate"),
    path("<str:key>/measurements/", views.measurements, name="measurements"),
    path("<str:key>/compare/", views.compare, name="compare"),
    path("<str:key>/audit/", views.ask_audit, name="ask_audit"),
    path("<str:key>/promote/", views.promote, name="promote"),
]
