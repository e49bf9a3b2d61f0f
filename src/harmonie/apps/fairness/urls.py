"""Addresses of the fairness room, under ``/c/<community>/fairness/``."""

from django.urls import path

from harmonie.apps.fairness.views import audits, reports

app_name = "fairness"
urlpatterns = [
    path("", audits.latest, name="audit"),
    path("run/", audits.run, name="run"),
    path("progress/", audits.progress, name="progress"),
    path("public/", audits.public_page, name="public_page"),
    path("audits/<int:audit_id>/", audits.one, name="one_audit"),
    path("audits/<int:audit_id>/report.json", audits.as_json, name="as_json"),
    path("audits/<int:audit_id>/<slug:part>.csv", audits.as_csv, name="as_csv"),
    path("reports/", reports.listing, name="reports"),
    path("reports/new/<int:message_id>/", reports.new, name="report_bias"),
    path("reports/<int:report_id>/", reports.one, name="report"),
    path("reports/<int:report_id>/resolve/", reports.resolve, name="resolve"),
    path("reports/<int:report_id>/reopen/", reports.reopen, name="reopen"),
    path("reports/<int:report_id>/case/", reports.add_case, name="add_case"),
    path("cases/<int:case_id>/retire/", reports.retire, name="retire_case"),
]
