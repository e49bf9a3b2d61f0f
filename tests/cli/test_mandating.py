"""``harmonie mandate check`` as its users meet it, in both languages."""

from __future__ import annotations

import json

import pytest

from harmonie.cli import run

ASK = ["--action", "hide", "--signal", "insult", "--max-error", "0.05"]


@pytest.fixture
def table(tmp_path):
    def write(*lines, header="message_id,confidence,verdict,source", encoding="utf-8"):
        path = tmp_path / "decisions.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding)
        return str(path)

    return write


def many(count, verdict="right", source="person"):
    return [f"{verdict}{index},0.{90 + index % 10},{verdict},{source}" for index in range(count)]


def test_a_mandate_that_could_be_granted_tells_its_threshold(table, capsys):
    path = table(*many(200), *many(50, source="machine"), "last,0.95,right,confirmed")
    assert run(["mandate", "check", path, *ASK, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "can be granted from a confidence of 0.9:" in told
    assert "left out, only confirmed what the screen showed: 1" in told


def test_what_is_missing_is_told_in_french_with_exit_code_1(table, capsys):
    assert run(["mandate", "check", table(*many(30)), *ASK, "--lang", "fr"]) == 1
    told = capsys.readouterr().out
    assert "trop peu de décisions\u00a0: 30" in told and "de plus" in told


def test_errors_are_counted_with_an_interval(table, capsys):
    path = table(*many(150), *many(60, "wrong"))
    assert run(["mandate", "check", path, *ASK, "--lang", "fr"]) == 1
    assert "intervalle à 95\u202f%" in capsys.readouterr().out


def test_a_machine_reads_json(table, capsys):
    assert run(["mandate", "check", table(*many(300)), *ASK, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["granted"] and told["threshold"] == 0.9 and told["missing"] == 0


def test_french_columns_semicolons_and_commas_are_read(table, capsys):
    rows = [f"m{index};0,9{index % 10};juste;personne;fr" for index in range(200)]
    path = table(*rows, header="id;confiance;verdict;origine;langue", encoding="utf-8-sig")
    assert run(["mandate", "check", path, *ASK, "--language", "fr", "--lang", "fr"]) == 0
    assert "peut être accordé" in capsys.readouterr().out


def test_a_table_without_sources_is_taken_at_its_word_and_told(table, capsys):
    rows = [f"m{index},0.9,yes" for index in range(200)]
    path = table(*rows, header="id,score,right")
    assert run(["mandate", "check", path, *ASK, "--lang", "en"]) == 0
    assert "no column source" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("m,1.5,right,person", "between 0 and 1"),
        ("m,nan,right,person", "between 0 and 1"),
        ("m,0.9,maybe,person", "right or wrong"),
        ("m,0.9,right,nobody", "person, confirmed or machine"),
    ],
)
def test_a_bad_cell_is_named_with_its_row(table, capsys, row, said):
    assert run(["mandate", "check", table("a,0.9,right,person", row), *ASK, "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "row 3" in told and said in told


def test_what_cannot_be_asked_or_read_is_refused(table, capsys):
    good = table(*many(3))
    assert run(["mandate", "check", good, "--action", "ban", "--signal", "insult",
                "--max-error", "0.05", "--lang", "fr"]) == 2  # fmt: skip
    assert "jamais sans une personne" in capsys.readouterr().err
    assert run(["mandate", "check", table(header="a,b"), *ASK, "--lang", "fr"]) == 2
    assert "il manque la colonne message_id" in capsys.readouterr().err
    assert run(["mandate", "check", table(), *ASK]) == 2
    assert run(["mandate", "check", table("é,1,right,", encoding="latin-1"), *ASK]) == 2
    assert "UTF-8" in capsys.readouterr().err
