"""AutoModerator's rules on the desk: translated into the editor, saved by a person only."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from harmonie.apps.accounts.models import Community, User
from harmonie.apps.moderation.in_force import in_force
from harmonie.apps.moderation.models import PolicyVersion
from harmonie.policies.policy import parse_policy

pytestmark = pytest.mark.django_db
ADDRESS = "/c/littoral/moderation/rules/import/automoderator/"
ORIGINAL = (
    "body: [tulipe, '<script>alert(1)</script>']\naction: remove\n---\n"
    "is_edited: true\naction: remove\n"
)
FRENCH = {"Accept-Language": "fr"}


@pytest.fixture
def client(
    ruled: Community, person: Callable[..., User], client_for: Callable[[User], Client]
) -> Client:
    return client_for(person("lead", ruled))


def editor(page: str) -> str:
    """The text in the rules' editor."""
    found = re.search(r'<textarea[^>]*name="source"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_a_lead_finds_the_import_on_the_rules_page(client: Client) -> None:
    page = client.get("/c/littoral/moderation/rules/", headers=FRENCH).content.decode()
    assert ADDRESS in page and "Importer d’AutoModerator" in page
    form = client.get(ADDRESS, headers=FRENCH).content.decode()
    assert 'name="original"' in form and 'type="file"' in form and "Traduire" in form
    assert "<script>" not in form.split("<main")[1]


def test_pasted_rules_open_in_the_editor_with_their_report_and_are_not_saved(
    client: Client, ruled: Community
) -> None:
    response = client.post(ADDRESS, {"original": ORIGINAL}, headers=FRENCH)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Règles importées\u00a0: 1 sur 2." in page and "Ligne 4 de l’original" in page
    assert "Rien n’est encore enregistré" in page
    assert "<script>alert(1)</script>" not in page
    assert [rule.mode for rule in parse_policy(editor(page)).rules] == ["propose"]
    assert PolicyVersion.objects.count() == 1 and in_force(ruled.pk).number == 1


def test_what_the_editor_shows_is_what_a_person_saves(client: Client, ruled: Community) -> None:
    page = client.post(ADDRESS, {"original": ORIGINAL}).content.decode()
    target = re.search(r'<form method="post" action="([^"]+)"', page.split("<main")[1])
    assert target is not None and target[1] == "/c/littoral/moderation/rules/edit/"
    saved = client.post(target[1], {"source": editor(page), "why": "Imported"})
    assert saved.status_code == 302
    assert in_force(ruled.pk).policy.name == "automoderator"


def test_a_chosen_file_is_read_instead_of_the_text(client: Client) -> None:
    chosen = SimpleUploadedFile("automod.yaml", ORIGINAL.replace("tulipe", "œillet").encode())
    page = client.post(ADDRESS, {"original": ORIGINAL, "file": chosen}).content.decode()
    assert "œillet" in editor(page) and "tulipe" not in editor(page)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"original": ""}, "Aucune règle n’a pu être traduite"),
        ({"original": "is_edited: true\naction: remove"}, "Ligne 1 de l’original"),
        ({"original": "a: &x [1]\nb: *x"}, "alias"),
        ({"original": "body: " + "a" * 300_000}, "au plus"),
        ({"file": SimpleUploadedFile("a.yaml", b"body: \xff\xfe")}, "UTF-8"),
        ({"file": SimpleUploadedFile("a.yaml", b"body: a\x00b")}, "U+0000"),
    ],
)
def test_what_cannot_be_translated_says_why_and_keeps_the_text(
    client: Client, given: dict[str, object], told: str
) -> None:
    response = client.post(ADDRESS, given, headers=FRENCH)
    assert response.status_code == 422
    page = response.content.decode()
    assert told in page and 'name="original"' in page
    if isinstance(given.get("original"), str):
        assert html.escape(str(given["original"])) in page


@pytest.mark.parametrize("role", ["moderator", "viewer"])
def test_only_who_may_change_rules_may_import(
    ruled: Community, person: Callable[..., User], client_for: Callable[[User], Client], role: str
) -> None:
    other = client_for(person(role, ruled))
    assert other.get(ADDRESS).status_code == 403
    assert other.post(ADDRESS, {"original": ORIGINAL}).status_code == 403
