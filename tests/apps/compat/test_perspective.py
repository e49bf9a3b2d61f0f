"""The Perspective door: scores, spans, languages, refusals; rows of its public documentation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.models import Community
from harmonie.apps.audit.models import Event
from harmonie.apps.compat.perspective.mapping import TABLE
from harmonie.apps.inbox.models import Message
from harmonie.records import BINARY_SIGNALS
from tests.apps.compat.conftest import GERMAN, UNCIVIL, Call

pytestmark = pytest.mark.django_db
HELLO = {"fr": "Bonjour à tous et merci pour votre aide", "en": "Thank you all for your help"}


def error_of(answer: Any) -> tuple[str, str]:
    assert answer.status_code == 400, answer.content
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    return error["details"][0]["errorType"], error["message"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_minimal_request_has_one_score(analyze: Call, language: str) -> None:
    body = analyze(HELLO[language]).json()
    assert list(body["attributeScores"]) == ["TOXICITY"]
    assert 0 <= body["attributeScores"]["TOXICITY"]["summaryScore"]["value"] <= 1
    assert body["languages"] == body["detectedLanguages"] == [language]


def test_requested_languages_and_the_token_come_back(analyze: Call) -> None:
    body = analyze(HELLO["fr"], languages=["fr-CA"], clientToken="comment:7").json()
    assert (body["languages"], body["clientToken"]) == (["fr-CA"], "comment:7")


def test_every_attribute_that_is_measured_answers(analyze: Call) -> None:
    measured = [name for name, signal in TABLE.items() if signal]
    body = analyze(UNCIVIL, *measured).json()
    assert list(body["attributeScores"]) == measured
    assert body["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5
    assert {TABLE[name] for name in measured} <= set(BINARY_SIGNALS)


def test_spans_are_whole_sentences_with_accents_and_emoji(analyze: Call) -> None:
    text = f"Très bonne journée à M. Lenoir 😀! {UNCIVIL}.\nÀ bientôt les amis"
    body = analyze(text, "INSULT", spanAnnotations=True).json()
    spans = body["attributeScores"]["INSULT"]["spanScores"]
    assert [text[span["begin"] : span["end"]] for span in spans] == [
        "Très bonne journée à M. Lenoir 😀!", f"{UNCIVIL}.", "À bientôt les amis",
    ]  # fmt: skip
    assert spans[1]["score"]["value"] > max(spans[0]["score"]["value"], spans[2]["score"]["value"])


def test_scores_below_the_threshold_are_left_out(analyze: Call) -> None:
    wanted = {"TOXICITY": {"scoreThreshold": 0.99}, "INSULT": {"scoreThreshold": 0.0}}
    scores = analyze(HELLO["fr"], requestedAttributes=wanted).json()["attributeScores"]
    assert scores["TOXICITY"] == {}
    assert "summaryScore" in scores["INSULT"]


@pytest.mark.parametrize(
    ("fields", "error_type", "message"),
    [
        ({"comment": {"text": ""}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {"text": " \n"}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": None}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {"text": "é" * 10_241}}, "COMMENT_TOO_LONG", "Comment text too long."),
        ({"comment": {"text": "la " * 6_800}}, "COMMENT_TOO_LONG", "Comment text too long."),
        ({"requestedAttributes": {}}, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        (
            {"languages": ["ja", "fr", "de"]},
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
            "Attribute TOXICITY does not support request languages: ja, de",
        ),
        ({"comment": {"text": "😀😀"}}, "LANGUAGE_DETECTION_FAILED", "Unable to detect language"),
        (
            {"requestedAttributes": {"KINDNESS": {}}},
            "INVALID_REQUEST",
            "Unknown requested attribute: KINDNESS",
        ),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}}},
            "INVALID_REQUEST",
            "Requested score type RAW is not supported by attribute TOXICITY",
        ),
        (
            {"comment": {"text": "Hello", "type": "HTML"}},
            "INVALID_REQUEST",
            "Currently, only 'PLAIN_TEXT' comments are supported",
        ),
        (
            {"comment": {"text": "Hello", "type": "X"}},
            "INVALID_REQUEST",
            "Unknown text type",
        ),
        (
            {"context": {"entries": [{"text": "a"}], "articleAndParentComment": {"article": {}}}},
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, but both fields were "
            "populated.",
        ),
    ],
)
def test_each_documented_refusal_has_its_words(
    analyze: Call, fields: dict[str, Any], error_type: str, message: str
) -> None:
    assert error_of(analyze(HELLO["fr"], **fields)) == (error_type, message)


@pytest.mark.parametrize(
    "fields",
    [
        {"comment": "text"},
        {"comment": {"text": 3}},
        {"requestedAttributes": ["TOXICITY"]},
        {"requestedAttributes": {"TOXICITY": True}},
        {"requestedAttributes": {"TOXICITY": {"scoreThreshold": "0.5"}}},
        {"languages": "fr"},
        {"languages": ["<fr>"]},
        {"languages": ["fr"] * 21},
        {"spanAnnotations": "yes"},
        {"doNotStore": 1},
        {"clientToken": 5},
        {"sessionId": {}},
        {"communityId": []},
        {"context": "x"},
    ],
)
def test_a_field_of_another_type_is_named(analyze: Call, fields: dict[str, Any]) -> None:
    error_type, message = error_of(analyze(HELLO["fr"], **fields))
    assert error_type == "INVALID_REQUEST"
    assert message.startswith("Invalid value at '")


def test_another_language_is_refused_and_never_scored(analyze: Call) -> None:
    error_type, message = error_of(analyze(GERMAN))
    assert error_type == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert message.endswith(": de")
    assert error_of(analyze(GERMAN, languages=["fr"]))[0] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    kept = analyze(GERMAN, dropUnsupportedAttributes=True)
    assert (kept.status_code, kept.json()["attributeScores"]) == (200, {})


def test_an_attribute_nothing_measures_is_refused_or_dropped(analyze: Call) -> None:
    for name in (name for name, signal in TABLE.items() if signal is None):
        error_type, message = error_of(analyze(HELLO["en"], "TOXICITY", name))
        assert error_type == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
        assert name in message
    body = analyze(HELLO["en"], "FLIRTATION", "TOXICITY", dropUnsupportedAttributes=True).json()
    assert list(body["attributeScores"]) == ["TOXICITY"]


@pytest.mark.parametrize("place", ["query", "X-Goog-Api-Key", "Authorization"])
def test_a_key_may_come_in_the_address_or_in_a_header(key: str, place: str) -> None:
    headers = {} if place == "query" else {place: key}
    if place == "Authorization":
        headers = {place: f"Bearer {key}"}
    address = "/v1alpha1/comments:analyze" + (f"?key={key}" if place == "query" else "")
    body = {"comment": {"text": HELLO["fr"]}, "requestedAttributes": {"TOXICITY": {}}}
    assert Client(headers=headers).post(address, body, "application/json").status_code == 200


def test_without_a_good_key_nothing_answers(
    api_key: Callable[..., str], community: Community
) -> None:
    def status(address: str) -> tuple[int, str]:
        answer = Client().post(f"/v1alpha1/comments:{address}", {}, "application/json")
        return answer.status_code, answer.json()["error"]["status"]

    other, slow = api_key(["messages:read"], community), api_key(
        ["judge"], community, requests_per_minute=1
    )  # fmt: skip
    for verb in ("analyze", "suggestscore"):
        assert status(verb) == (401, "UNAUTHENTICATED")
        assert status(f"{verb}?key=hk_no_key") == (401, "UNAUTHENTICATED")
        assert status(f"{verb}?key={other}") == (403, "PERMISSION_DENIED")
    assert status(f"analyze?key={slow}") == (400, "INVALID_ARGUMENT")
    answer = Client().post(f"/v1alpha1/comments:analyze?key={slow}", {}, "application/json")
    assert answer.status_code == 429
    error = answer.json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["details"][0]["retryDelay"] == f"{answer['Retry-After']}s"


@pytest.mark.parametrize("store", [True, False, None])
def test_nothing_is_stored_or_logged(
    analyze: Call, key: str, caplog: pytest.LogCaptureFixture, store: bool | None
) -> None:
    before = Event.objects.count()
    with caplog.at_level("DEBUG"):
        assert analyze(UNCIVIL, doNotStore=store).status_code == 200
        assert analyze(GERMAN, doNotStore=store).status_code == 400
    assert not Message.objects.exists()
    assert Event.objects.count() == before
    for secret in (UNCIVIL, GERMAN, key):
        assert secret not in caplog.text


def suggest(key: str, **fields: object) -> Any:
    body = {
        "comment": {"text": UNCIVIL},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        **fields,
    }
    return Client().post(f"/v1alpha1/comments:suggestscore?key={key}", body, "application/json")


def test_a_suggested_score_is_not_said_to_be_kept(key: str) -> None:
    answer = suggest(key)
    assert (answer.status_code, answer.json()["error"]["status"]) == (501, "UNIMPLEMENTED")
    assert "nothing was stored" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"TOXICITY": {}},
        {"TOXICITY": {"summaryScore": {"value": 2}}},
        {"TOXICITY": {"summaryScore": {"value": True}}},
        {"TOXICITY": {"summaryScore": {"value": 1, "type": "RAW"}}},
        {"KINDNESS": {"summaryScore": {"value": 1}}},
    ],
)
def test_a_wrong_suggestion_is_told_first(key: str, scores: dict[str, Any]) -> None:
    assert error_of(suggest(key, attributeScores=scores))[0] == "INVALID_REQUEST"


def test_the_discovery_document_names_this_desk_and_both_methods() -> None:
    answer = Client().get("/$discovery/rest?version=v1alpha1", headers={"host": "localhost"})
    document = answer.json()
    assert document["rootUrl"] == "http://localhost/"
    methods = document["resources"]["comments"]["methods"]
    assert {one["path"] for one in methods.values()} == {
        "v1alpha1/comments:analyze", "v1alpha1/comments:suggestscore",
    }  # fmt: skip
    named = {one[side]["$ref"] for one in methods.values() for side in ("request", "response")}
    assert named <= set(document["schemas"])
    assert Client().get("/$discovery/rest?version=v2").status_code == 404
    assert Client().post("/$discovery/rest").status_code == 405
