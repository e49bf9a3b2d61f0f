"""Statements of a period in a file: all of them, none invalid, what is missing told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.dsa import operations, schema
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Decision
from harmonie.server import reporting
from tests.apps.moderation.conftest import PROPOSED

pytestmark = pytest.mark.django_db
TODAY = date.today()
SPAN = (TODAY - timedelta(days=1), TODAY + timedelta(days=1))


def judge() -> Any:
    return jsonschema_rs.Draft202012Validator(dict(schema.schema()), validate_formats=True)


@pytest.mark.parametrize("kind", ["hide", "remove", "mute", "ban"])
def test_a_stored_decision_is_exported_and_valid(
    decided: Callable[..., list[int]], ruled: Community, kind: str
) -> None:
    (decision_id,) = decided(1, kind)
    found = operations.export(ruled.pk, *SPAN, "machine")
    (line,) = found.lines
    told = json.loads(line)
    assert judge().is_valid(told)
    assert told["puid"] == Decision.objects.get(id=decision_id).public_id
    assert told["automated_decision"].endswith("PARTIALLY" if kind == "hide" else "NOT_AUTOMATED")


def test_neither_the_message_nor_who_wrote_or_judged_it_is_told(
    say: Callable[..., int], case_of: Callable[[int], Any], lea: Actor, lead: Actor,
    ruled: Community,
) -> None:  # fmt: skip
    operations.choose_categories(ruled.pk, lead, {"proposes": "OTHER_VIOLATION_TC"})
    message = say(f"Appelez le 06 12 34 56 78, {PROPOSED} de quartier", author="id-84651",
                  name="Thibault Rouvray", url="https://example.org/p/84651")  # fmt: skip
    moderation.decide(case_of(message).id, "hide", lea, note="Vu avec Maïwenn")
    (line,) = operations.export(ruled.pk, *SPAN, "machine").lines
    for planted in ("06 12", PROPOSED, "quartier", "id-84651", "Thibault", "Rouvray", "84651",
                    "Maïwenn", lea.name):  # fmt: skip
        assert planted not in line


def test_what_cannot_be_told_yet_is_named_and_the_rest_exported(
    decided: Callable[..., list[int]], ruled: Community, lead: Actor
) -> None:
    first, _second = decided(2)
    Decision.objects.filter(id=first).update(rule_id="")
    found = operations.export(ruled.pk, *SPAN, "machine")
    assert found.count == 1
    assert [(one.decision_id, one.missing) for one in found.incomplete] == [(first, ("category",))]
    operations.choose_categories(ruled.pk, lead, {"-": "VIOLENCE"})
    assert operations.export(ruled.pk, *SPAN, "machine").count == 2


def test_a_warning_is_counted_and_not_exported(
    decided: Callable[..., list[int]], ruled: Community
) -> None:
    decided(1, "warn")
    found = operations.export(ruled.pk, *SPAN, "machine")
    assert (found.count, found.exempt, found.incomplete) == (0, 1, ())


def test_days_outside_of_the_period_and_other_communities_are_left_out(
    decided: Callable[..., list[int]], ruled: Community, other_community: Community
) -> None:
    old, _new = decided(2)
    Decision.objects.filter(id=old).update(made_at=timezone.now() - timedelta(days=40))
    assert operations.export(ruled.pk, *SPAN, "machine").count == 1
    assert operations.export(other_community.pk, *SPAN, "machine").count == 0


def test_an_export_is_written_in_the_log(
    decided: Callable[..., list[int]], ruled: Community
) -> None:
    decided(1)
    operations.export(ruled.pk, *SPAN, "user:1")
    (event,) = [one for one in audit.events(ruled.pk, subject=f"community:{ruled.pk}")
                if one.type == "statement.exported"]  # fmt: skip
    assert event.data["count"] == 1


def copies(decision_id: int, count: int) -> None:
    """The same decision many times over, as a desk of many years would hold."""
    row = Decision.objects.get(id=decision_id)
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    rows = [
        Decision(**{**fields, "id": None, "public_id": uuid4().hex[:16].upper()})
        for _ in range(count)
    ]
    Decision.objects.bulk_create(rows, batch_size=1000)


def test_the_command_writes_calls_of_a_hundred_and_tells_what_it_did(
    decided: Callable[..., list[int]], ruled: Community, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    copies(decided(1)[0], 249)
    out = tmp_path / "calls.jsonl"
    assert reporting.export(ruled.slug, *SPAN, str(out), "batches") == 0
    calls = [json.loads(line)["statements"] for line in out.read_text("utf-8").splitlines()]
    assert [len(call) for call in calls] == [100, 100, 50]
    assert len({one["puid"] for call in calls for one in call}) == 250
    assert "250" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["calls.jsonl"]


def test_a_corrupted_decision_refuses_the_export_and_its_field_is_named(
    decided: Callable[..., list[int]], ruled: Community, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    first, _second = decided(2)
    Decision.objects.filter(id=first).update(public_id="with a space")
    out = tmp_path / "out.jsonl"
    with pytest.raises(SystemExit) as stopped:
        reporting.export(ruled.slug, *SPAN, str(out), "lines")
    assert stopped.value.code == 2
    assert "puid" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_is_missing_and_exits_with_one(
    decided: Callable[..., list[int]], ruled: Community, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    Decision.objects.filter(id=decided(1)[0]).update(rule_id="")
    assert reporting.export(ruled.slug, *SPAN, str(tmp_path / "o"), "lines") == 1
    assert "cannot be exported yet: category is missing" in capsys.readouterr().out


def test_an_unknown_community_is_told_with_those_there_are(
    ruled: Community, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        reporting.export("nowhere", *SPAN, "out", "lines")
    assert ruled.slug in capsys.readouterr().err


@pytest.mark.slow
def test_ten_thousand_stored_decisions_are_exported_and_all_valid(
    decided: Callable[..., list[int]], ruled: Community
) -> None:
    copies(decided(1)[0], 9_999)
    found = operations.export(ruled.pk, *SPAN, "machine")
    checks = judge()
    assert found.count == 10_000
    assert all(checks.is_valid(json.loads(line)) for line in found.lines)
    assert not found.incomplete
