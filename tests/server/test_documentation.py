from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def site(tmp_path, settings):
    root = tmp_path / "site"
    (root / "fr").mkdir(parents=True)
    (root / "index.html").write_text("<h1>Docs</h1>")
    (root / "fr" / "index.html").write_text("<h1>Documentation</h1>")
    (root / "style.css").write_text("h1 {}")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    settings.DOCS_ROOT = root
    return root


def test_pages_and_files_are_served_with_their_type(site, db):
    client = Client()
    assert client.get("/docs/").content == b"<h1>Docs</h1>"
    assert client.get("/docs/fr/").content == b"<h1>Documentation</h1>"
    assert client.get("/docs/fr")["Location"] == "/docs/fr/"
    assert client.get("/docs/style.css")["Content-Type"] == "text/css"
    assert client.get("/docs/nothing.html").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt", "%2e%2e/secret.txt", "fr/../../secret.txt", "..%2fsecret.txt",
        "fr/%2e%2e/%2e%2e/secret.txt", "/etc/passwd", "out.txt", "a%00b", "....//secret.txt",
    ],
)  # fmt: skip
def test_nothing_outside_the_site_is_ever_read(site, db, path):
    answer = Client().get(f"/docs/{path}")
    assert answer.status_code in (301, 404)
    assert b"secret" not in answer.content or answer.status_code == 404
    assert b"root:" not in answer.content


def test_only_reading_is_possible(site, db):
    assert Client().post("/docs/").status_code == 405


def test_without_a_build_the_page_says_how_to_make_one(tmp_path, settings, db):
    settings.DOCS_ROOT = tmp_path
    answer = Client().get("/docs/")
    assert answer.status_code == 404
    assert "make docs" in answer.content.decode()


def test_the_policy_of_the_docs_allows_nothing_inline(site, db):
    policy = Client().get("/docs/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
