"""``harmonie audit`` from the command line."""

from __future__ import annotations

import json

import pytest

from harmonie.cli import run
from harmonie.learning.fairness import AuditReport


def test_an_audit_of_the_shipped_model_prints_writes_and_passes(tmp_path, capsys):
    code = run(["audit", "--tier", "fast", "--language", "fr", "--limit", "6", "--lang", "fr",
                "--output", str(tmp_path / "a")])  # fmt: skip
    told = capsys.readouterr().out
    report = AuditReport.from_json(json.loads((tmp_path / "a" / "audit.json").read_text("utf-8")))
    assert code == (0 if report.passed else 1)
    assert report.tier == "fast" and report.languages == ("fr",) and report.limit == 6
    assert "audit des biais" in told and "sur un échantillon" in told
    assert (tmp_path / "a" / "audit.html").read_text("utf-8").startswith("<!doctype html>")
    assert (tmp_path / "a" / "audit.txt").read_text("utf-8") == told


def test_bounds_that_the_model_misses_give_exit_code_1(tmp_path, capsys):
    strict = tmp_path / "strict.yaml"
    strict.write_text("bounds: {suite_accuracy: {at_least: 1.0}}")
    code = run(["audit", "--tier", "fast", "--language", "en", "--limit", "2",
                "--thresholds", str(strict)])  # fmt: skip
    assert code == 1
    assert "refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "content"),
    [("--thresholds", "bounds: {nothing: 1}"), ("--against", "{}"), ("--against", "not json")],
)
def test_a_file_that_cannot_be_used_is_refused_in_the_person_s_language(
    tmp_path, capsys, option, content
):
    path = tmp_path / "given"
    path.write_text(content)
    arguments = ["audit", "--tier", "fast", "--language", "en", "--limit", "1", option, str(path)]
    assert run([*arguments, "--lang", "fr"]) == 2
    assert "Erreur" in capsys.readouterr().err
