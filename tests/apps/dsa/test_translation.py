"""Decisions in the Commission's words: every action, every signal, nothing personal."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from harmonie.actions.action import ACTIONS
from harmonie.apps.dsa import categories, schema
from harmonie.apps.dsa.contracts import COUNTRIES, NO_RULE, Scope
from harmonie.apps.dsa.translation import EXEMPT, translate
from harmonie.apps.moderation.contracts import RESTRICTING
from harmonie.records import BINARY_SIGNALS
from tests.apps.dsa.conftest import AT, made

LATER = AT + timedelta(days=30)


def record(**given: Any) -> dict[str, Any]:
    found = translate(made(**given), Scope())
    assert found.is_ready, (found.missing, found.problems)
    return dict(found.record)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("hide", "decision_visibility", ["DECISION_VISIBILITY_CONTENT_DISABLED"]),
        ("remove", "decision_visibility", ["DECISION_VISIBILITY_CONTENT_REMOVED"]),
        ("mute", "decision_provision", "DECISION_PROVISION_PARTIAL_SUSPENSION"),
        ("ban", "decision_account", "DECISION_ACCOUNT_SUSPENDED"),
    ],
)
def test_each_restriction_has_its_own_field(kind: str, field: str, value: Any) -> None:
    told = record(kinds=frozenset({kind}), ends_at={kind: LATER})
    assert told[field] == value
    others = {"decision_visibility", "decision_provision", "decision_account"} - {field}
    assert not others & told.keys()


def test_every_action_that_restricts_is_told_or_exempt() -> None:
    restricting = {name for name in ACTIONS.names() if ACTIONS.get(name).restricts}
    assert restricting == RESTRICTING
    for kind in restricting:
        found = translate(made(kinds=frozenset({kind}), ends_at={kind: LATER}), Scope())
        assert found.is_exempt == (kind in EXEMPT)
        assert found.is_ready != found.is_exempt


def test_a_warning_beside_a_hidden_message_tells_the_hidden_message_alone() -> None:
    told = record(kinds=frozenset({"warn", "hide"}))
    assert told["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_DISABLED"]


def test_a_ban_without_end_is_a_termination() -> None:
    told = record(kinds=frozenset({"ban"}), ends_at={"ban": None})
    assert told["decision_account"] == "DECISION_ACCOUNT_TERMINATED"
    assert "end_date_account_restriction" not in told


def test_an_undone_restriction_ended_the_day_it_was_undone() -> None:
    undone = AT + timedelta(days=2)
    told = record(kinds=frozenset({"hide", "mute"}), ends_at={"mute": LATER}, undone_at=undone)
    assert told["end_date_visibility_restriction"] == "2026-11-22"
    assert told["end_date_service_restriction"] == "2026-11-22"


def test_days_are_those_of_the_community() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert record(made_at=late)["application_date"] == "2026-11-21"
    assert record(made_at=late, time_zone="America/Cayenne")["application_date"] == "2026-11-20"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"is_by_machine": True}, "FULLY"),
        ({"agreed_with_ai": True}, "PARTIALLY"),
        ({"is_by_program": True, "agreed_with_ai": None}, "PARTIALLY"),
        ({"agreed_with_ai": False}, "NOT_AUTOMATED"),
        ({"agreed_with_ai": None}, "NOT_AUTOMATED"),
    ],
)
def test_what_software_did_is_told(given: dict[str, Any], expected: str) -> None:
    assert record(**given)["automated_decision"] == f"AUTOMATED_DECISION_{expected}"


def test_reports_of_members_are_a_notification_and_the_rest_our_own_checks() -> None:
    assert record()["source_type"] == "SOURCE_VOLUNTARY"
    assert record()["automated_detection"] == "Yes"
    told = translate(made(is_reported=True, main_signal="", rule_id="reported"),
                     Scope(categories={"reported": "OTHER_VIOLATION_TC"})).record  # fmt: skip
    assert told["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert told["automated_detection"] == "No"
    assert "source_identity" not in told


@pytest.mark.parametrize("signal", [*BINARY_SIGNALS, "personal_data"])
def test_every_signal_that_can_lead_to_a_decision_has_a_category(signal: str) -> None:
    told = record(main_signal=signal, rule_id="their_own")
    assert told["category"] == "STATEMENT_CATEGORY_" + categories.BY_SIGNAL[signal].name


def test_a_rule_named_after_a_signal_has_its_category() -> None:
    told = record(main_signal="", rule_id="personal_data")
    assert told["category"] == "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"


def test_a_keyword_other_comes_with_its_words() -> None:
    for found in (*categories.BY_SIGNAL.values(), *categories.BY_RULE.values()):
        assert bool(found.other) == (found.keyword == "OTHER")


def test_what_a_lead_may_choose_is_in_the_schema() -> None:
    known = schema.schema()["properties"]["category"]["enum"]
    assert {f"STATEMENT_CATEGORY_{name}" for name in categories.CHOICES} == set(known) - {
        "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"
    }


def test_a_community_s_own_choice_comes_first() -> None:
    scope = Scope(categories={"insult": "VIOLENCE", NO_RULE: "SELF_HARM"})
    assert translate(made(), scope).record["category"] == "STATEMENT_CATEGORY_VIOLENCE"
    told = translate(made(rule_id="", main_signal=""), scope)
    assert told.record["category"] == "STATEMENT_CATEGORY_SELF_HARM"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"rule_id": "their_own", "main_signal": ""}, ("category",)),
        ({"ground": ""}, ("incompatible_content_ground",)),
        ({"explanation": ""}, ("decision_facts", "incompatible_content_explanation")),
        ({"kinds": frozenset()}, ("decision_visibility",)),
        ({"missing": ("redress.court",)}, ("statement.redress.court",)),
    ],
)
def test_what_is_missing_is_named(given: dict[str, Any], missing: tuple[str, ...]) -> None:
    found = translate(made(**given), Scope())
    assert found.missing == missing
    assert not found.is_ready


def test_a_value_that_the_schema_refuses_is_named() -> None:
    found = translate(made(content_at=datetime(1999, 1, 1, tzinfo=UTC)), Scope())
    assert [one.field for one in found.problems] == ["content_date"]
    found = translate(made(public_id="a b"), Scope())
    assert [one.field for one in found.problems] == ["puid"]


def test_identifiers_that_a_rule_holds_are_taken_out() -> None:
    planted = []
    for number in range(50):
        planted += [f"camille.{number}@example.org", f"+33 6 12 34 56 {number:02}",
                    f"@pseudo_{number}", f"192.0.2.{number}"]  # fmt: skip
    for identifier in planted:
        text = f"Écrivez à {identifier} pour contester. {identifier}"
        told = json.dumps(record(explanation=text, ground=text), ensure_ascii=False)
        assert identifier not in told


def test_long_texts_are_cut_to_what_the_database_takes() -> None:
    told = record(ground="g" * 900, explanation="e" * 9000)
    assert len(told["incompatible_content_ground"]) == 500
    assert len(told["incompatible_content_explanation"]) == 2000
    assert len(told["decision_facts"]) == 5000


def test_ten_thousand_generated_decisions_are_all_valid() -> None:
    """Every kind of decision that the desk can store, against an independent validator."""
    judge = jsonschema_rs.Draft202012Validator(dict(schema.schema()), validate_formats=True)
    draw = random.Random(7)
    kinds = ("hide", "remove", "mute", "ban", "warn")
    signals = (*BINARY_SIGNALS, "personal_data")
    count = 0
    while count < 10_000:
        chosen = frozenset(draw.sample(kinds, draw.randint(1, 3)))
        at = AT - timedelta(minutes=draw.randint(0, 2_000_000))
        found = translate(
            made(
                id=count, public_id=f"{count:016X}", kinds=chosen, made_at=at,
                content_at=at - timedelta(minutes=draw.randint(0, 500_000)),
                undone_at=draw.choice([None, at + timedelta(hours=draw.randint(0, 900))]),
                ends_at={kind: draw.choice([None, at + timedelta(hours=draw.randint(0, 9000))])
                         for kind in chosen & {"mute", "ban"}},
                content_language=draw.choice(["fr", "en", "", "de", "xyz"]),
                is_reported=draw.random() < 0.3, is_by_machine=draw.random() < 0.4,
                is_by_program=draw.random() < 0.1, agreed_with_ai=draw.choice([True, False, None]),
                main_signal=draw.choice(signals), rule_id=draw.choice(["", "flood", "insult"]),
                time_zone=draw.choice(["Europe/Paris", "Pacific/Noumea", "UTC"]),
                language=draw.choice(["fr", "en"]),
                charter_url=draw.choice(["", "https://example.org/r", "http://example.org/r"]),
            ),
            Scope(tuple(draw.sample(COUNTRIES, draw.randint(1, 30)))),
        )  # fmt: skip
        if found.is_exempt:
            continue
        assert found.is_ready, (found.missing, found.problems)
        assert judge.is_valid(dict(found.record)), found.record
        count += 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_documentation_shows_the_table_that_is_used(language: str) -> None:
    page = Path(__file__).parents[3] / "docs" / language / "reference" / "statements.md"
    text = page.read_text("utf-8")
    for name, found in {**categories.BY_SIGNAL, **categories.BY_RULE}.items():
        keyword = f"`{found.keyword}`" if found.keyword else "—"
        assert f"| `{name}` | `{found.name}` | {keyword} |" in text
