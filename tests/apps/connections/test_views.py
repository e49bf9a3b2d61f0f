import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from standardwebhooks.webhooks import Webhook

from harmonie.apps.connections.models import Connection
from harmonie.apps.connections.operations.connect import new_secret

pytestmark = pytest.mark.django_db
SETTINGS = "/c/littoral/settings"


@pytest.fixture
def lead_client(
    person: Callable[..., Any], community: Any, client_for: Callable[..., Client]
) -> Client:
    return client_for(person("lead", community))


def connect(client: Client, secret: str) -> None:
    answer = client.post(
        f"{SETTINGS}/connections/add/webhook/", {"name": "Site web", "secret": secret, "url": ""}
    )
    assert answer.status_code == 302


def post(client: Client, secret: str, body: dict[str, Any], event_id: str = "evt_1") -> Any:
    raw = json.dumps(body)
    now = datetime.now(UTC)
    return client.post(
        "/in/littoral/site-web/",
        raw,
        content_type="application/json",
        headers={
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(event_id, now, raw),
        },
    )


def event(*ids: str) -> dict[str, Any]:
    return {
        "type": "message.created",
        "timestamp": datetime.now(UTC).isoformat(),
        "data": [{"id": i, "text": f"Bonjour {i}", "author": {"id": "a"}} for i in ids],
    }


def test_a_lead_connects_a_site_and_its_messages_arrive_once(lead_client: Client) -> None:
    secret = new_secret()
    connect(lead_client, secret)
    first = post(Client(), secret, event("1", "2"))
    assert (first.status_code, first.json()["accepted"]) == (202, 2)
    again = post(Client(), secret, event("1", "2"))
    assert (again.status_code, again.json()["replay"]) == (200, True)
    other = post(Client(), secret, event("2", "3"), "evt_2")
    assert (other.json()["accepted"], other.json()["duplicates"]) == (1, 1)


def test_a_wrong_signature_is_refused_before_anything_is_read(lead_client: Client) -> None:
    connect(lead_client, new_secret())
    answer = post(Client(), new_secret(), event("1"))
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "signature_refused"


def test_a_signed_body_that_is_not_an_event_is_explained(lead_client: Client) -> None:
    secret = new_secret()
    connect(lead_client, secret)
    answer = post(Client(), secret, {"type": "nothing.known"})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


def test_an_unknown_or_paused_address_answers_404(lead_client: Client) -> None:
    secret = new_secret()
    assert post(Client(), secret, event("1")).status_code == 404
    connect(lead_client, secret)
    pk = Connection.objects.get().pk
    lead_client.post(f"{SETTINGS}/connections/{pk}/switch/", {"to": "off"})
    assert post(Client(), secret, event("1")).status_code == 404


def test_the_page_never_shows_a_stored_secret(lead_client: Client) -> None:
    secret = new_secret()
    connect(lead_client, secret)
    pk = Connection.objects.get().pk
    for path in ("connections/", f"connections/{pk}/"):
        page = lead_client.get(f"{SETTINGS}/{path}")
        assert page.status_code == 200
        assert secret not in page.content.decode()


def test_a_missing_secret_is_asked_for_beside_its_field(lead_client: Client) -> None:
    page = lead_client.post(f"{SETTINGS}/connections/add/webhook/", {"name": "Site"})
    assert page.status_code == 422
    assert not Connection.objects.exists()


def test_an_event_address_inside_the_network_is_refused_in_words(lead_client: Client) -> None:
    page = lead_client.post(
        f"{SETTINGS}/events/", {"url": "https://10.0.0.1/hook", "types": ["case.opened"]}
    )
    assert "HARMONIE_EGRESS_ALLOWED" in page.content.decode()


@pytest.mark.parametrize("role", ["viewer", "moderator"])
@pytest.mark.parametrize("path", ["connections/", "connections/add/webhook/", "events/"])
def test_those_who_may_not_see_connections_get_the_no_permission_page(
    person: Callable[..., Any],
    community: Any,
    client_for: Callable[..., Client],
    role: str,
    path: str,
) -> None:
    assert client_for(person(role, community)).get(f"{SETTINGS}/{path}").status_code == 403


def test_an_unknown_kind_of_channel_is_not_a_page(lead_client: Client) -> None:
    assert lead_client.get(f"{SETTINGS}/connections/add/nothing/").status_code == 404
