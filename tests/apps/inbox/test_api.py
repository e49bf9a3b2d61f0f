from __future__ import annotations

import json

import pytest

from harmonie.apps.inbox import operations
from harmonie.apps.inbox.models import Message

pytestmark = pytest.mark.django_db
URL = "/api/v1/messages"


@pytest.fixture
def post(client, api_key, community):
    key = api_key(["messages:write"], community)

    def run(body, **headers):
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(
            URL, data, content_type="application/json",
            headers={"Authorization": f"Bearer {key}", **headers},
        )  # fmt: skip

    return run


@pytest.fixture
def get(client, api_key, community):
    key = api_key(["messages:read"], community)
    return lambda path="", **query: client.get(
        f"{URL}{path}", query, headers={"Authorization": f"Bearer {key}"}
    )


def message(number=1, **fields):
    return {
        "external_id": f"m{number}",
        "text": f"Texte {number}",
        "author": {"id": "ana"},
        **fields,
    }


def test_one_message_is_created_once(post):
    first, second = post(message()), post(message())

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["results"][0]["is_new"] and not second.json()["results"][0]["is_new"]
    assert Message.objects.count() == 1


def test_a_batch_answers_for_each_message_in_order(post):
    response = post({"channel": "forum", "messages": [message(i) for i in range(1000)]})

    body = response.json()
    assert response.status_code == 201
    assert (body["accepted"], body["rejected"], body["errors"]) == (1000, 0, [])
    assert [r["external_id"] for r in body["results"]] == [f"m{i}" for i in range(1000)]
    assert Message.objects.filter(channel="forum").count() == 1000


def test_bad_messages_of_a_batch_are_listed_and_good_ones_kept(post):
    response = post(
        {
            "messages": [
                message(1), {"text": "sans identifiant"}, message(3, unknown=1), "pas un objet",
                message(5, text="x" * 50_001), message(6, created_at="1601-01-01T00:00:00Z"),
                message(7),
            ]
        }
    )  # fmt: skip
    body = response.json()
    assert response.status_code == 207
    assert (body["accepted"], body["errors"]) == (2, [1, 2, 3, 4, 5])
    assert "external_id" in body["results"][1]["error"]["fields"]
    assert "unknown" in body["results"][2]["error"]["fields"]
    assert body["results"][5]["error"]["code"] == "created_at_invalid"
    assert set(Message.objects.values_list("external_id", flat=True)) == {"m1", "m7"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (message(extra_field=1), "extra_field"),
        ({"text": "x"}, "external_id"),
        (message(reach=-1), "reach"),
        ({"messages": []}, "messages"),
        ({"messages": "x"}, "messages"),
        ({"messages": [message()], "surprise": 1}, "surprise"),
        ({"messages": [message()], "channel": 7}, "channel"),
        ({"messages": [message(i) for i in range(1001)]}, "messages"),
    ],
)
def test_what_is_wrong_is_named(post, body, field):
    response = post(body)
    assert response.status_code == 422
    assert field in response.json()["error"]["fields"]
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "3", '"x"', b"\xff\xfe", '{"messages": null}']
)
def test_nonsense_is_refused_not_crashed_on(post, body):
    assert post(body).status_code in (400, 422)


def test_control_characters_are_cleaned_and_reported(post):
    response = post('{"external_id": "m1", "text": "a\\u0007b\\u0000c", "author": {"id": "x"}}')
    assert response.status_code == 201
    assert response.json()["results"][0]["warnings"] == ["nul", "control"]
    assert Message.objects.get().text == "abc"


def test_a_lone_surrogate_crashes_nothing(post):
    response = post('{"external_id": "m1", "text": "a\\ud800b", "author": {"id": "x"}}')
    assert response.status_code in (201, 400)
    assert all("\ud800" not in text for text in Message.objects.values_list("text", flat=True))


def test_the_key_decides_where_and_what(client, api_key, community, other_community, get, post):
    post(message())
    message_id = Message.objects.get().pk
    for key, path, status in (
        (api_key(["messages:read"], community), "", 403),
        (None, "", 401),
    ):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        response = client.post(
            URL + path, json.dumps(message(2)), content_type="application/json", headers=headers
        )
        assert response.status_code == status
    foreign = api_key(["messages:read"], other_community)
    headers = {"Authorization": f"Bearer {foreign}"}
    assert client.get(f"{URL}/{message_id}", headers=headers).status_code == 404
    assert client.get(URL, headers=headers).json()["items"] == []


def test_messages_are_listed_to_the_last_with_a_cursor(post, get):
    post({"messages": [message(i) for i in range(25)]})
    seen, cursor = [], None
    while True:
        page = get(limit=10, **({"cursor": cursor} if cursor else {})).json()
        seen += [item["external_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == [f"m{i}" for i in range(25)]


def test_a_message_is_fetched_with_its_analysis(post, get):
    post(message(text="Merci beaucoup pour votre aide, c’est parfait !"))
    row = Message.objects.get()
    assert get(f"/{row.pk}").json()["analysis"] is None
    operations.analyse([row.pk])

    body = get(f"/{row.pk}").json()
    assert body["stage"] == "analysed"
    assert 0 <= body["analysis"]["signals"]["toxicity"]["score"] <= 1
    assert body["author"]["id"] == "ana"


@pytest.mark.parametrize(
    ("query", "status"),
    [({"limit": 0}, 422), ({"limit": 501}, 422), ({"cursor": 2**70}, 422), ({"cursor": "x"}, 422),
     ({"stage": "nope"}, 422), ({"channel": "\x00"}, 422), ({"since": "hier"}, 422),
     ({"unknown": 1}, 422), ({"channel": "api", "since": "2020-01-01T00:00:00"}, 200)],
)  # fmt: skip
def test_list_parameters_are_checked(get, query, status):
    assert get(**query).status_code == status


@pytest.mark.parametrize("path", ["/0", "/-1", "/99999999999999999999999", "/x"])
def test_impossible_ids_are_refused(get, path):
    assert get(path).status_code in (404, 422)


def test_the_reference_describes_both_forms(client):
    schema = client.get("/api/openapi.json").json()
    body = schema["paths"]["/api/v1/messages"]["post"]["requestBody"]
    one, batch = body["content"]["application/json"]["schema"]["oneOf"]
    assert "external_id" in one["properties"]
    assert batch["properties"]["messages"]["maxItems"] == 1000
    assert "$ref" not in json.dumps(body)
