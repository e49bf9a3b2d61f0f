"""The webhook channel: signatures, the replay window, and actions sent out."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from harmonie.actions.action import ACTIONS
from harmonie.channels.channel import InvalidPayload, SignatureRefused
from harmonie.channels.signatures import secrets_of, sign, signature, verify
from harmonie.channels.webhook import MOST_EVENTS, WebhookChannel
from harmonie.records import Action, Author, Message

SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
OTHER = "whsec_" + base64.b64encode(bytes(range(100, 132))).decode()
NOW = 1768469400
BODY = b'{"type":"case.decided","timestamp":"2026-01-15T09:30:00Z","data":{"id":"c_42"}}'
VECTOR = "v1,ZrYTpvJsqt/s9SGBUmYDB8CGX8aW4uXodVmiW7SqALk="
EVENT = b'{"type":"message.created","timestamp":"","data":{"id":"1","text":"ok"}}'


def headers(body: bytes = EVENT, secret: str = SECRET, at: int = NOW) -> dict[str, str]:
    return sign(secrets_of(secret), "msg_harmonie_0001", at, body)


def test_the_published_vector_is_reproduced() -> None:
    (key,) = secrets_of(SECRET)
    assert signature(key, "msg_harmonie_0001", NOW, BODY) == VECTOR


@pytest.mark.parametrize("part", ["webhook-id", "webhook-timestamp", "webhook-signature", "body"])
def test_one_changed_byte_anywhere_is_refused(part: str) -> None:
    given_headers, body = headers(BODY), BODY
    if part == "body":
        body = BODY.replace(b"42", b"43")
    elif part == "webhook-timestamp":
        given_headers[part] = str(NOW + 1)
    else:
        given_headers[part] = given_headers[part][:-2] + "x="
    with pytest.raises(SignatureRefused):
        verify(secrets_of(SECRET), given_headers, body, NOW)


def test_a_body_written_again_with_other_spaces_is_refused() -> None:
    with pytest.raises(SignatureRefused):
        verify(secrets_of(SECRET), headers(BODY), json.dumps(json.loads(BODY)).encode(), NOW)


@pytest.mark.parametrize(
    ("age", "is_accepted"), [(299, True), (-299, True), (301, False), (-301, False)]
)
def test_the_replay_window_is_five_minutes_on_either_side(age: int, is_accepted: bool) -> None:
    keys = secrets_of(SECRET)
    if is_accepted:
        assert verify(keys, headers(at=NOW - age), EVENT, NOW) == "msg_harmonie_0001"
    else:
        with pytest.raises(SignatureRefused, match="5 minutes"):
            verify(keys, headers(at=NOW - age), EVENT, NOW)


def test_either_secret_serves_while_they_are_rotated_and_no_third() -> None:
    keys = secrets_of(f"{SECRET} {OTHER}")
    assert verify(keys, headers(secret=OTHER), EVENT, NOW)
    assert verify(keys, headers(secret=SECRET), EVENT, NOW)
    with pytest.raises(SignatureRefused):
        verify(keys, headers(secret="whsec_" + "B" * 40), EVENT, NOW)


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]),
                       st.text(max_size=40)), st.binary(max_size=60))  # fmt: skip
def test_headers_from_strangers_are_refused_and_never_a_crash(
    strange: dict[str, str], body: bytes
) -> None:
    with pytest.raises(SignatureRefused):
        verify(secrets_of(SECRET), strange, body, NOW)


def test_a_channel_without_a_secret_accepts_nothing() -> None:
    with pytest.raises(SignatureRefused, match="no signing secret"):
        WebhookChannel(lambda: NOW).parse(EVENT, headers(), {})


@pytest.mark.parametrize("secret", ["short", "whsec_é", "whsec_" + "A" * 8, "whsec_" + "A" * 200])
def test_a_weak_or_malformed_secret_is_said_to_be_so(secret: str) -> None:
    with pytest.raises(InvalidPayload, match="24 to 64 bytes"):
        secrets_of(secret)


def test_the_signature_is_checked_before_the_first_message_is_asked_for() -> None:
    with pytest.raises(SignatureRefused):
        WebhookChannel(lambda: NOW).parse(EVENT + b" ", headers(), {"secret": SECRET})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "payload_not_json"),
        (b"[]", "payload_not_json"),
        (b'{"type":"message.created"}', "payload_not_json"),
        (b'{"type":"ping","data":{}}', "unknown_event"),
        (b'{"type":["message.created"],"data":{}}', "unknown_event"),
        (b'{"type":"message.created","data":[' + b"{}," * MOST_EVENTS + b"{}]}", "too_many_events"),
        (b"[" * 100_000, "payload_not_json"),
    ],
)  # fmt: skip
def test_a_body_that_is_wrong_as_a_whole_is_refused_with_its_reason(body: bytes, code: str) -> None:
    with pytest.raises(InvalidPayload) as refused:
        WebhookChannel(lambda: NOW).parse(body, headers(body), {"secret": SECRET})
    assert refused.value.args[0].code == code


def test_a_thousand_messages_fit_in_one_delivery() -> None:
    data = [{"id": str(n), "text": f"message {n}"} for n in range(MOST_EVENTS)]
    body = json.dumps({"type": "message.created", "data": data}).encode()
    parsed = list(WebhookChannel(lambda: NOW).parse(body, headers(body), {"secret": SECRET}))
    assert [p.message.text for p in parsed if p.message] == [d["text"] for d in data]


MESSAGE = Message("x", id="m1", external_id="c_42", channel="site", author=Author("u_7"))
OUT = {"secret": f"{SECRET} {OTHER}", "url": "https://exemple.test/actions"}


@pytest.mark.parametrize("secret", [SECRET, OTHER])
def test_an_independent_library_accepts_our_actions_with_either_secret(secret: str) -> None:
    now = datetime.now(UTC).timestamp()
    request = WebhookChannel(lambda: now).request_for(Action("hide"), MESSAGE, OUT, "k1")
    assert request is not None
    event = Webhook(secret).verify(request.body, dict(request.headers))
    assert event["type"] == "action.requested" and event["data"]["action"] == "hide"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(request.body + b" ", dict(request.headers))


@pytest.mark.parametrize(
    "kind", ["approve", "hide", "remove", "reply", "warn", "mute", "ban", "show"]
)
def test_the_order_sent_out_is_the_body_that_the_action_gives(kind: str) -> None:
    """Channels may not import actions: this keeps the two from drifting apart."""
    parameters = {
        "reply": {"text": "Bonjour"},
        "warn": {"text": "Attention"},
        "mute": {"duration_seconds": 3600},
        "ban": {"duration_seconds": 86400},
    }.get(kind, {})
    action = Action(kind, parameters)
    request = WebhookChannel(lambda: NOW).request_for(action, MESSAGE, OUT, "k1")
    assert request is not None
    assert json.loads(request.body)["data"] == ACTIONS.get(kind)().request(action, MESSAGE)


def test_every_attempt_bears_the_same_id_and_its_own_time() -> None:
    first = WebhookChannel(lambda: NOW).request_for(Action("hide"), MESSAGE, OUT, "d.1")
    later = WebhookChannel(lambda: NOW + 3600).request_for(Action("hide"), MESSAGE, OUT, "d.1")
    assert first is not None and later is not None
    assert first.headers["webhook-id"] == later.headers["webhook-id"] == "d_1"  # no dot allowed
    assert first.headers["idempotency-key"] == "d_1"
    assert first.headers["webhook-timestamp"] != later.headers["webhook-timestamp"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://u:p@e.test/",
        "gopher://e.test",
        "https://",
        "https://e\r\nx: y",
    ],
)
def test_an_address_that_is_not_plain_http_is_refused(url: str) -> None:
    with pytest.raises(InvalidPayload, match="url"):
        WebhookChannel().request_for(Action("hide"), MESSAGE, {**OUT, "url": url}, "k")


def test_without_an_address_actions_stay_in_the_desk() -> None:
    assert WebhookChannel().request_for(Action("hide"), MESSAGE, {"secret": SECRET}, "k") is None


def test_headers_cannot_be_injected_through_the_idempotency_key() -> None:
    request = WebhookChannel().request_for(Action("hide"), MESSAGE, OUT, "a\r\nx-evil: 1")
    assert request is not None
    assert all("\n" not in value for value in request.headers.values())
