from __future__ import annotations

from django.test import Client


def test_figures_are_for_loopback(db):
    client = Client()
    client.get("/health/live")
    page = client.get("/metrics").content.decode()
    assert 'harmonie_requests_total{method="GET",route="health/live",status="200"}' in page


def test_figures_are_refused_from_elsewhere_and_behind_a_proxy(db):
    assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403


def test_a_scraper_with_the_token_reads_them(db, settings):
    settings.METRICS_TOKEN = "a-long-token"
    away = Client(REMOTE_ADDR="203.0.113.9")
    assert away.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).status_code == 200
    assert away.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 403


def test_paths_with_tokens_never_become_a_series(db):
    client = Client()
    client.get("/join/very-secret-token/")
    assert "very-secret-token" not in client.get("/metrics").content.decode()
