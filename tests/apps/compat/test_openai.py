"""The moderation door: what it judges, what it refuses, and that nothing remains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from harmonie.apps.accounts.models import Community
from harmonie.apps.compat import judging
from harmonie.apps.compat.openai import mapping
from harmonie.apps.compat.openai.reading import MAXIMUM_CHARACTERS, MAXIMUM_INPUTS
from harmonie.apps.inbox.models import Message
from tests.apps.compat.conftest import GERMAN, UNCIVIL, Call

pytestmark = pytest.mark.django_db


def test_a_list_gives_one_result_for_each_text_in_order(moderate: Call) -> None:
    results = moderate(["Merci beaucoup", UNCIVIL, "Thank you very much"]).json()["results"]
    assert [one["flagged"] for one in results] == [False, True, False]
    for one in results:
        for part in ("categories", "category_scores", "category_applied_input_types"):
            assert tuple(one[part]) == mapping.NAMES


def test_a_list_of_parts_is_one_text(moderate: Call) -> None:
    parts = [{"type": "text", "text": "Bonjour."}, {"type": "text", "text": UNCIVIL}]
    (one,) = moderate(parts).json()["results"]
    assert one["flagged"] is True


def test_what_no_model_measures_is_null_and_named(moderate: Call) -> None:
    body = moderate("Merci beaucoup pour votre aide").json()
    unmeasured = [category.name for category in mapping.TABLE if not category.signals]
    assert body["harmonie"]["not_judged"] == unmeasured
    for name in unmeasured:
        assert body["results"][0]["categories"][name] is None
        assert body["results"][0]["category_scores"][name] is None


@pytest.mark.parametrize("text", [GERMAN, "😀😀", "", "a", "これはとても良い日です"])
def test_a_text_that_cannot_be_judged_is_refused_and_never_scored(
    moderate: Call, text: str
) -> None:
    answer = moderate(["Bonjour à tous les amis", text])
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["param"] == "input[1]"
    assert error["code"].startswith("cannot_judge_")


def test_a_caller_may_ask_for_nulls_instead(moderate: Call) -> None:
    answer = moderate([GERMAN, UNCIVIL], {"X-Harmonie-Unjudged": "null"})
    first, second = answer.json()["results"]
    assert first["flagged"] is None
    assert set(first["category_scores"].values()) == {None}
    assert second["flagged"] is True
    told = answer.json()["harmonie"]
    assert told["results"][0]["cannot_judge"] == "language"
    assert told["not_judged"] == list(mapping.NAMES)
    assert moderate("Bonjour", {"X-Harmonie-Unjudged": "0"}).status_code == 400


def test_a_caller_who_knows_the_language_has_short_texts_judged(moderate: Call) -> None:
    assert moderate("lol").status_code == 422
    told = moderate("lol", {"X-Harmonie-Language": "fr"}).json()
    assert told["harmonie"]["results"][0]["language"] == "fr"
    assert moderate(GERMAN, {"X-Harmonie-Language": "fr"}).status_code == 422
    refused = moderate("lol", {"X-Harmonie-Language": "de"}).json()["error"]
    assert (refused["code"], refused["param"]) == ("invalid_header", "X-Harmonie-Language")


@pytest.mark.parametrize(
    ("given", "code", "param"),
    [
        (None, "invalid_input", "input"),
        (7, "invalid_input", "input"),
        ([], "invalid_input", "input"),
        ([1, 2], "invalid_input", "input[0]"),
        (["a", {"type": "text", "text": "b"}], "invalid_input", "input[1]"),
        ([{"type": "text", "text": "b"}, "a"], "invalid_input", "input[1]"),
        ([{"type": "text"}], "invalid_input", "input[0]"),
        ([{"type": "video", "text": "b"}], "invalid_input", "input[0]"),
        (
            [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}],
            "image_not_supported",
            "input[0]",
        ),
        (["a"] * (MAXIMUM_INPUTS + 1), "too_many_inputs", "input"),
        (["mot " * (MAXIMUM_CHARACTERS // 8)] * 3, "input_too_large", "input"),
    ],
)
def test_a_wrong_input_is_named(moderate: Call, given: object, code: str, param: str) -> None:
    answer = moderate(given)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["param"]) == (code, param)
    assert error["type"] == "invalid_request_error"


def test_models_that_programs_name_today_are_taken_and_others_refused(moderate: Call) -> None:
    for name in ("omni-moderation-latest", "text-moderation-stable", None):
        assert moderate("Bonjour à tous", model=name).status_code == 200
    for wrong in ("gpt-9", 3, ["omni-moderation-latest"]):
        answer = moderate("Bonjour à tous", model=wrong)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")


def test_the_model_in_use_in_the_community_judges(
    moderate: Call, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harmonie.pipeline import Pipeline

    asked = []

    def current(community_id: int) -> Pipeline:
        asked.append(community_id)
        return Pipeline("fast")

    monkeypatch.setattr(judging, "current_pipeline", current)
    assert moderate("Bonjour à tous").json()["model"].startswith("fast-")
    assert asked == [community.pk]


def test_a_promotion_counts_here_at_once(moderate: Call, community: Community) -> None:
    from harmonie.apps.tuning.models import LiveModel

    assert moderate("Bonjour à tous").json()["model"].startswith("full-")
    LiveModel.objects.create(community=community, number=1, tier="fast", is_current=True)
    assert moderate("Bonjour à tous").json()["model"].startswith("fast-")


def test_nothing_is_stored_or_logged(moderate: Call, caplog: pytest.LogCaptureFixture) -> None:
    from harmonie.apps.audit.models import Event

    before = Event.objects.count()
    with caplog.at_level("DEBUG"):
        assert moderate([UNCIVIL, "Merci"]).status_code == 200
        assert moderate(GERMAN).status_code == 422
    assert not Message.objects.exists()
    assert Event.objects.count() == before
    assert UNCIVIL not in caplog.text
    assert GERMAN not in caplog.text


def test_without_a_good_key_nothing_answers(
    api_key: Callable[..., str], community: Community
) -> None:
    def call(**headers: str) -> Any:
        client = Client(headers=headers)
        return client.post("/v1/moderations", {"input": "Bonjour"}, "application/json")

    for headers in ({}, {"Authorization": "Bearer hk_no_key"}, {"Authorization": "Basic eDp5"}):
        answer = call(**headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    other = call(Authorization=f"Bearer {api_key(['messages:read'], community)}")
    assert (other.status_code, other.json()["error"]["code"]) == (403, "insufficient_permissions")


def test_past_its_rate_a_key_is_told_when_to_come_back(
    api_key: Callable[..., str], community: Community
) -> None:
    key = api_key(["judge"], community, requests_per_minute=2)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    body = {"input": "Bonjour à tous"}
    answers = [client.post("/v1/moderations", body, "application/json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) >= 1
    assert answers[2].json()["error"]["code"] == "rate_limit_exceeded"


def test_refusals_come_in_the_language_that_is_asked_for(moderate: Call) -> None:
    english, french = moderate(3), moderate(3, {"Accept-Language": "fr"})
    assert english.json()["error"]["message"].startswith("Send input")
    assert french.json()["error"]["message"].startswith("Envoyez input")
    assert (english["Content-Language"], french["Content-Language"]) == ("en", "fr")
