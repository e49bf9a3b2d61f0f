"""The validator against the shipped file itself, with an independent validator as the judge."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.apps.dsa import schema
from harmonie.apps.dsa.contracts import COUNTRIES, Scope
from harmonie.apps.dsa.translation import translate
from tests.apps.dsa.conftest import made

JUDGE = jsonschema_rs.Draft202012Validator(dict(schema.schema()), validate_formats=True)
GOOD = dict(translate(made(), Scope()).record)
#: Fields changed one at a time, and the field that must be named.
BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"decision_visibility": None}, "decision_visibility"),
    ({"decision_visibility": []}, "decision_visibility"),
    ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, "decision_visibility_other"),
    ({"decision_visibility": "DECISION_VISIBILITY_OTHER"}, "decision_visibility"),
    ({"decision_monetary": "DECISION_MONETARY_OTHER"}, "decision_monetary_other"),
    ({"decision_monetary": 3}, "decision_monetary"),
    ({"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"}, "illegal_content_legal_ground"),
    ({"content_type": ["CONTENT_TYPE_OTHER"]}, "content_type_other"),
    ({"content_type": ["CONTENT_TYPE_TEXT", "CONTENT_TYPE_TEXT"]}, "content_type"),
    ({"puid": "a space"}, "puid"),
    ({"puid": "line\n"}, "puid"),
    ({"puid": "x" * 501}, "puid"),
    ({"category": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"}, "category"),
    ({"category_specification": ["KEYWORD_DANGEROUS_TOYS"]}, "category_specification"),
    ({"decision_facts": ""}, "decision_facts"),
    ({"decision_facts": "x" * 5001}, "decision_facts"),
    ({"territorial_scope": ["FR", "US"]}, "territorial_scope"),
    ({"automated_decision": "Yes"}, "automated_decision"),
    ({"automated_detection": True}, "automated_detection"),
    ({"content_language": "fr"}, "content_language"),
    ({"content_date": "2026-02-30"}, "content_date"),
    ({"application_date": "20261120"}, "application_date"),
    ({"decision_ground_reference_url": "not an address"}, "decision_ground_reference_url"),
    ({"content_id": {"EAN-13": "12"}}, "content_id"),
    ({"content_language_other": "x"}, "content_language_other"),
]


def test_a_record_of_ours_is_valid_for_both_validators() -> None:
    assert schema.problems(GOOD) == ()
    assert JUDGE.is_valid(GOOD)


@pytest.mark.parametrize(("change", "field"), BROKEN)
def test_a_broken_record_is_refused_and_its_field_named(change: dict[str, Any], field: str) -> None:
    record = GOOD | change
    assert not JUDGE.is_valid(record)
    assert field in {one.field for one in schema.problems(record)}


@pytest.mark.parametrize("field", schema.schema()["required"])
def test_a_required_field_left_out_is_named(field: str) -> None:
    record = {name: value for name, value in GOOD.items() if name != field}
    assert field in {one.field for one in schema.problems(record)}


def test_something_else_than_a_record_is_refused() -> None:
    assert schema.problems([])[0].field == "record"
    assert schema.problems(None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"content_date": "1999-12-31"}, "content_date"),
        ({"application_date": "2019-12-31"}, "application_date"),
        ({"content_date": "2038-01-02"}, "content_date"),
        ({"end_date_visibility_restriction": "2026-11-19"}, "end_date_visibility_restriction"),
        ({"end_date_account_restriction": "2038-01-02"}, "end_date_account_restriction"),
    ],
)
def test_dates_that_the_schema_cannot_judge_are_judged(change: dict[str, str], field: str) -> None:
    assert JUDGE.is_valid(GOOD | change)
    assert [one.field for one in schema.problems(GOOD | change)] == [field]


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.lists(st.sampled_from(["FR", "CONTENT_TYPE_TEXT", "KEYWORD_OTHER", "DECISION_OTHER"])),
    st.dictionaries(st.sampled_from(["EAN-13", "x"]), st.sampled_from(["1" * 13, "2"])),
    st.sampled_from([*COUNTRIES, "Yes", "No", "2026-11-20", "DECISION_MONETARY_OTHER",
                     "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_ACCOUNT_SUSPENDED"]),
)  # fmt: skip


@given(
    changes=st.dictionaries(st.sampled_from(sorted(schema.schema()["properties"])), _VALUES),
    dropped=st.sets(st.sampled_from(sorted(GOOD))),
)
@settings(max_examples=400, deadline=None)
def test_both_validators_agree_on_any_record(changes: dict[str, Any], dropped: set[str]) -> None:
    record = {k: v for k, v in {**GOOD, **changes}.items() if k not in dropped or k in changes}
    assert schema.is_valid(record, schema.schema()) == JUDGE.is_valid(record)


def test_a_keyword_that_is_not_read_stops_the_schema() -> None:
    changed = copy.deepcopy(dict(schema.schema()))
    changed["properties"]["puid"]["minProperties"] = 1
    with pytest.raises(schema.UnknownKeyword, match="minProperties"):
        schema.check_keywords(changed)
