"""``harmonie evaluate`` as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harmonie.cli import run
from tests.learning.suites.invented import CALM, RUDE, data_folder, table, write


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "HARMONIE_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    rows = [{"text": text, "rude": n} for n, pair in enumerate((CALM, RUDE)) for text in pair]
    write(tmp_path, "own.csv", table(rows))
    return tmp_path / "own.csv"


def test_a_file_of_ones_own_gives_a_table(
    comments: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--csv", str(comments), "--label", "rude", "--signal", "toxicity"]
    assert run([*arguments, "--tier", "fast"]) == 0
    shown = capsys.readouterr()
    assert "AUC 1.000" in shown.out and "fr toxicity" in shown.out
    assert "csv own fr toxicity" in shown.err
    assert CALM[0] not in shown.out + shown.err
    assert run([*arguments, "--tier", "fast", "--lang", "fr"]) == 0
    assert "AUC 1,000" in capsys.readouterr().out


def test_suites_come_from_the_folder_or_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data_folder(tmp_path)
    arguments = ["evaluate", "--suite", "toxifrench", "--suite", "umsab", "--tier", "fast"]
    assert run([*arguments, "--data", str(tmp_path)]) == 0
    first = capsys.readouterr().out
    monkeypatch.setenv("HARMONIE_DATA", str(tmp_path))
    assert run(arguments) == 0
    assert capsys.readouterr().out == first
    assert "toxifrench:" in first and "umsab:" in first and "ethos" not in first


def test_the_report_is_written_in_the_persons_language(tmp_path: Path) -> None:
    data_folder(tmp_path)
    out = tmp_path / "new" / "report"
    arguments = ["evaluate", "--suite", "toxifrench", "--data", str(tmp_path), "--limit", "1"]
    assert run([*arguments, "--output", str(out), "--lang", "fr"]) == 0
    told = json.loads((out / "evaluation.json").read_text("utf-8"))
    assert told["limit"] == 1 and {r["texts"] for r in told["results"]} == {1}
    assert '<html lang="fr">' in (out / "evaluation.html").read_text("utf-8")
    assert "objectifs" in (out / "evaluation.txt").read_text("utf-8")


def test_the_gate_closes_when_a_measured_target_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_folder(tmp_path)
    arguments = ["evaluate", "--data", str(tmp_path), "--tier", "fast", "--gate"]
    assert run([*arguments, "--suite", "toxifrench"]) == 0
    assert "reached" in capsys.readouterr().out
    wrong = [{"original_text": t, "content": t, "label": 1} for t in CALM]
    write(tmp_path, "dev/toxifrench/JigsawBilingualBalanced.csv", table(wrong))
    assert run([*arguments, "--suite", "toxifrench"]) == 1
    assert "NOT reached" in capsys.readouterr().out
    assert run([*arguments, "--suite", "youtoxic"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ("HARMONIE_DATA", "--csv")),
        (["--suite", "nothing"], ("nothing", "toxifrench")),
        (["--csv", "missing.csv"], ("missing.csv",)),
    ],
)
def test_a_refusal_is_a_sentence_in_the_persons_language(
    arguments: list[str], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for language in ("en", "fr"):
        assert run(["evaluate", "--tier", "fast", *arguments, "--lang", language]) == 2
        told.append(capsys.readouterr().err)
        assert all(word in told[-1] for word in words) and "Traceback" not in told[-1]
    assert told[0] != told[1]


def test_baselines_run_beside_or_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from harmonie.learning.baselines import baseline

    monkeypatch.setattr(baseline, "find_spec", lambda name: None)
    data_folder(tmp_path)
    arguments = ["evaluate", "--data", str(tmp_path), "--suite", "umsab", "--baselines"]
    assert run([*arguments, "--tier", "fast"]) == 0
    shown = capsys.readouterr().out
    assert "VADER: not installed" in shown and "TF-IDF + logistic: not installed" in shown
