from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from harmonie.cli import run

TEXTS = (
    "Super accueil mais livraison en retard",
    "Livraison en retard, colis abîmé, je suis très déçu",
    "Merci pour votre accueil chaleureux",
    "Les livraisons sont nulles",
)


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    path = tmp_path / "comments.jsonl"
    rows = [json.dumps({"id": str(i), "text": text}) for i, text in enumerate(TEXTS)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_table_says_what_is_spoken_of_and_how(
    comments: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["aspects", str(comments), "--tier", "fast", "--format", "json"]) == 0
    rows = {row["key"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["livraison"]["messages"] == 3
    assert rows["livraison"]["negative"]["value"] > rows["livraison"]["positive"]["value"]
    assert rows["accueil"]["positive"]["value"] == 1


def test_the_table_is_told_in_both_languages(
    comments: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["aspects", str(comments), "--tier", "fast", "--top", "1", "--lang", "fr"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["de", "quoi", "messages"]
    assert row.startswith("livraison") and "\u202f%" in row
    assert run(["aspects", str(comments), "--tier", "fast", "--top", "1", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("about what")


def test_csv_has_one_row_a_thing_and_no_formula(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"text":"Bravo @laboutique vous êtes super"}\n', encoding="utf-8")
    assert run(["aspects", str(path), "--tier", "fast", "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["key"] == "'@laboutique" and float(row["positive_high"]) == 1


def test_score_adds_the_aspects_when_asked(comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(["score", str(comments), "--tier", "fast", "--aspects", "--out", str(out)]) == 0
    first = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert [(a["key"], a["sentiment"]) for a in first["aspects"]] == [
        ("accueil", "positive"), ("livraison", "negative"),
    ]  # fmt: skip
    flat = tmp_path / "out.csv"
    assert run(["score", str(comments), "--tier", "fast", "--aspects", "--out", str(flat)]) == 0
    rows = list(csv.DictReader(io.StringIO(flat.read_text(encoding="utf-8-sig"))))
    assert json.loads(rows[0]["aspects"]) == first["aspects"]


def test_a_file_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["aspects", "nowhere.csv"]) == 2
    assert "no such file" in capsys.readouterr().err
