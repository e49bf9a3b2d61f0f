"""``harmonie rules import automoderator`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harmonie.cli import run
from harmonie.policies.policy import load_policy

IMPORT = ["rules", "import", "automoderator"]
WHOLE = "body: [tulipe, rose]\naction: remove\n"
PARTLY = f"{WHOLE}---\nauthor:\n  comment_karma: '< 3'\naction: remove\n"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return tmp_path / "automod.yaml"


def test_what_translates_whole_ends_with_0_and_loads(original, tmp_path, capsys):
    original.write_text(WHOLE, encoding="utf-8")
    out = tmp_path / "policy.yaml"
    assert run([*IMPORT, str(original), "--out", str(out), "--lang", "fr"]) == 0
    assert "Règles importées\u00a0: 1 sur 1." in capsys.readouterr().out
    assert load_policy(out).rules[0].mode == "propose"


def test_what_is_not_translated_ends_with_3_and_is_named(original, tmp_path, capsys):
    original.write_text(PARTLY, encoding="utf-8")
    out = tmp_path / "policy.yaml"
    assert run([*IMPORT, str(original), "--out", str(out), "--json", "--lang", "en"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert (report["total"], report["imported"], report["complete"]) == (2, 1, False)
    (found,) = [each for each in report["findings"] if each["level"] == "left_out"]
    assert (found["line"], found["code"]) == (5, "unsupported_check")
    assert found["message"]["fr"] and found["advice"]["en"]
    assert load_policy(out)


def test_without_out_the_policy_and_the_report_go_apart(original, capsys):
    original.write_text(WHOLE, encoding="utf-8")
    assert run([*IMPORT, str(original), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "mode: propose" in told.out and "Rules imported: 1 of 1." in told.err


def test_nothing_translated_writes_no_file_and_ends_with_1(original, tmp_path, capsys):
    original.write_text("is_edited: true\naction: remove\n", encoding="utf-8")
    out = tmp_path / "policy.yaml"
    assert run([*IMPORT, str(original), "--out", str(out), "--lang", "en"]) == 1
    assert not out.exists() and "is_edited" in capsys.readouterr().out


def test_a_giant_or_missing_file_is_refused_with_a_sentence(original, tmp_path, capsys):
    original.write_text("body: " + "a" * 300_000, encoding="utf-8")
    assert run([*IMPORT, str(original), "--lang", "fr"]) == 2
    assert "au plus" in capsys.readouterr().err
    assert run([*IMPORT, str(tmp_path / "none.yaml"), "--lang", "fr"]) != 0
