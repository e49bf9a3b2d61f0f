"""A user's own CSV, and functional tests in the format of HateCheck."""

from __future__ import annotations

from pathlib import Path

import pytest

from harmonie.channels.wording import in_language
from harmonie.learning.suites.own_table import MOST_GROUPS, OwnTable
from harmonie.learning.suites.run import run
from harmonie.learning.suites.suite import CannotEvaluate
from tests.learning.suites.invented import CALM, RUDE, table, write


def own(tmp_path: Path, rows: list[dict[str, object]], delimiter: str = ",", **more: str):
    write(tmp_path, "own.csv", table(rows, delimiter))
    return OwnTable(tmp_path / "own.csv", **more)


def task_of(table: OwnTable):
    return next(iter(table.tasks(Path())))


def refusal(table: OwnTable, language: str = "en") -> str:
    with pytest.raises(CannotEvaluate) as error:
        list(table.tasks(Path()))
    return in_language(error.value.args[0], language)


ROWS: list[dict[str, object]] = [
    {"commentaire": CALM[0], "sale": "non", "canal": "forum"},
    {"commentaire": RUDE[0], "sale": "Oui", "canal": "chat"},
]


def test_a_french_file_with_semicolons_needs_no_column_of_the_text(tmp_path: Path) -> None:
    task = task_of(own(tmp_path, ROWS, ";", label="sale", signal="toxicity", group="canal"))
    assert [case.text for case in task.cases] == [CALM[0], RUDE[0]]
    assert [bool(case.target) for case in task.cases] == [False, True]
    assert [case.groups["canal"] for case in task.cases] == ["forum", "chat"]


def test_the_positive_value_may_be_any_word(tmp_path: Path) -> None:
    rows = [{"text": "a", "label": "bad"}, {"text": "b", "label": "fine"}]
    task = task_of(own(tmp_path, rows, label="label", signal="toxicity", positive="BAD"))
    assert [bool(case.target) for case in task.cases] == [True, False]


def test_a_word_that_is_neither_yes_nor_no_is_refused_with_its_row(tmp_path: Path) -> None:
    rows = [{"text": "a", "label": "1"}, {"text": "b", "label": "maybe"}]
    table = own(tmp_path, rows, label="label", signal="toxicity")
    assert "row 3: 'maybe'" in refusal(table) and "--positive" in refusal(table)
    assert "ligne 3" in refusal(table, "fr")


def test_classes_are_named_by_their_label(tmp_path: Path) -> None:
    rows = [{"text": CALM[0], "mood": "Positive"}, {"text": RUDE[0], "mood": "negative"}]
    task = task_of(own(tmp_path, rows, label="mood", signal="sentiment"))
    assert [task.classes[min(case.target)][0] for case in task.cases] == ["positive", "negative"]
    assert "happy" in refusal(
        own(tmp_path, [{"text": "a", "mood": "happy"}], label="mood", signal="sentiment")
    )


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"signal": "toxicity"}, "--label"),
        ({"label": "sale"}, "--signal"),
        ({"label": "sale", "signal": "toxic"}, "known: toxicity"),
        ({"label": "sal", "signal": "toxicity"}, "no column is named 'sal'"),
        ({"label": "sale", "signal": "toxicity", "text": "x"}, "no column is named 'x'"),
        ({"label": "sale", "signal": "toxicity", "group": "y"}, "no column is named 'y'"),
    ],
)
def test_what_is_missing_or_unknown_is_said(
    tmp_path: Path, more: dict[str, str], word: str
) -> None:
    table = own(tmp_path, ROWS, **more)
    assert word in refusal(table)
    assert refusal(table, "fr") != refusal(table)


def test_a_file_without_rows_or_without_a_text_column_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "own.csv", "text,label\n")
    empty = OwnTable(tmp_path / "own.csv", signal="toxicity", label="label")
    assert "no row" in refusal(empty)
    assert "--text" in refusal(own(tmp_path, [{"zz": 1, "b": 1}], label="b", signal="toxicity"))


def test_a_column_of_texts_cannot_be_the_group(tmp_path: Path) -> None:
    rows = [{"text": f"text {n}", "label": n % 2} for n in range(MOST_GROUPS + 1)]
    table = own(tmp_path, rows, label="label", signal="toxicity", group="text")
    assert f"{MOST_GROUPS + 1} different values" in refusal(table)


HATECHECK: list[dict[str, object]] = [
    {
        "functionality": function,
        "case_id": n,
        "test_case": text,
        "label_gold": label,
        "target_ident": target,
    }
    for n in range(12)
    for function, text, label, target in (
        ("derog_neg_emote_h", RUDE[1], "hateful", "women"),
        ("ident_neutral_nh", CALM[1], "non-hateful", ""),
    )
]


def test_the_format_of_hatecheck_needs_no_option(tmp_path: Path) -> None:
    table = own(tmp_path, HATECHECK, language="en")
    evaluation = run(None, table=table, tier="fast")
    (result,) = evaluation.results
    assert (result.signal, result.main, result.texts, result.positives) == (
        "hate", "accuracy", 24, 12
    )  # fmt: skip
    parts = {(part.kind, part.name): part.texts for part in result.parts}
    assert parts == {
        ("functionality", "derog_neg_emote_h"): 12,
        ("functionality", "ident_neutral_nh"): 12,
        ("target_ident", "women"): 12,
    }
    calm = next(part for part in result.parts if part.name == "ident_neutral_nh")
    assert calm.metrics["accuracy"].value == 1


def test_without_a_language_each_text_shows_its_own(tmp_path: Path) -> None:
    rows = [{"text": text, "label": n} for n, pair in enumerate((CALM, RUDE)) for text in pair]
    evaluation = run(None, table=own(tmp_path, rows, label="label", signal="toxicity"), tier="fast")
    assert [(r.language, r.texts) for r in evaluation.results] == [("en", 2), ("fr", 2)]
