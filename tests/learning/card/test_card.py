"""Cards that people read: everything the JSON knows, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harmonie.learning.card.complete import complete, page_path, probes
from harmonie.learning.card.page import page
from harmonie.learning.card.tables import ablations, sources, table, told
from harmonie.learning.sources import SOURCES
from harmonie.weights.store import FOLDER, TIERS, card_of, installed, load

LANGUAGES = ("en", "fr")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
#: As in the house's own check of French pages.
UNTIDY = re.compile(r"\w'\w|(?<=\S) (?=[;!?%](?!\[))|(?<=[\w)»`*\]]) (?=:(?![-:]))|« |(?<=\S) »")


def figure(signal: str, name: str, **more: object) -> dict[str, object]:
    return {"signal": signal, "language": "fr", "slice": name, "texts": 1200, "positives": 300,
            "auc": [0.91, 0.9, 0.93], "auprc": [0.8, 0.7, 0.9], "f1": [0.7, 0.6, 0.8],
            "fpr": [0.05, 0.04, 0.06], "recall": [0.6, 0.5, 0.7], "ece": [0.03, 0.02, 0.05],
            **more}  # fmt: skip


CARD = {
    "sha256": "ab" * 32, "tier": "full", "bytes": 21_500_000, "layers": 6, "date": "2024-05-01",
    "student": "fast-12345678", "cpu_hours": 3.4, "languages": ["fr", "en"],
    "sources": [{"name": "comments", "texts": 12_000, "licence": "Apache-2.0", "attribution": "us",
                 "mapping": "written one by one"}],
    "figures": [
        figure("toxicity", "all", reliability=[[0.04, 0.05, 2000], [0.96, 0.9, 40]]),
        figure("toxicity", "comments"),
        figure("toxicity", "register:sport"),
        {"signal": "sentiment", "language": "fr", "slice": "all", "texts": 900, "positives": 900,
         "macro_f1": [0.65, 0.6, 0.7], "accuracy": [0.7, 0.6, 0.8], "ece": [0.02, 0.01, 0.04]},
        figure("toxicity", "group:women"),
        {"signal": "toxicity", "language": "fr", "slice": "group:roma", "texts": 20,
         "positives": 3},
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tier", TIERS)
def test_a_card_has_every_section_and_no_gap(tier, language):
    text = page(tier, {**CARD, "tier": tier}, language)
    assert "$" not in text.replace("$(", "")
    assert f"`{tier}-abababab`" in text
    assert re.findall(r"^#+", text, re.MULTILINE) == re.findall(
        r"^#+", page(tier, CARD, "en"), re.MULTILINE
    )


@pytest.mark.parametrize("tier", TIERS)
def test_french_cards_keep_their_typography(tier):
    text = re.sub(r"`[^`]*`", "`code`", _FENCE.sub("", page(tier, CARD, "fr")))
    assert [line for line in text.splitlines() if UNTIDY.search(line)] == []


def test_figures_are_told_with_their_interval_in_the_habits_of_each_language():
    english, french = page("full", CARD, "en"), page("full", CARD, "fr")
    assert "| `toxicity` | French | 1,200 | 300 | 0.91 (0.90–0.93) |" in english
    assert "| `toxicity` | français | 1\u202f200 | 300 | 0,91 (0,90–0,93) |" in french
    assert "3.4 CPU-hours" in english and "3,4 heures de processeur" in french
    assert "21.5 MB" in english and "21,5 Mo" in french


def test_what_too_few_texts_show_is_not_told():
    english = page("full", CARD, "en")
    assert "| women | French | 1,200 | 0.91 (0.90–0.93) |" in english
    assert "| Roma | French | 20 | too few to tell |" in english
    assert "trop peu pour le dire" in page("full", CARD, "fr")


def test_reliability_is_told_tenth_by_tenth():
    line = next(line for line in page("full", CARD, "en").splitlines() if "0.05 (2,000)" in line)
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[2] == "0.05 (2,000)" and cells[-1] == "0.90 (40)"
    assert cells[3:-1] == [""] * 8


def test_a_card_without_figures_says_so():
    bare = {"sha256": "ab" * 32}
    assert "Not measured." in page("fast", bare, "en")
    assert "Non relevé" in page("fast", bare, "fr")


def test_the_base_model_is_named_where_there_is_one():
    assert "multilingual-e5-small" in page("deep", CARD, "en")
    assert "multilingual-e5-small" not in page("fast", {"sha256": "ab" * 32}, "en")


def test_every_set_says_in_french_what_its_labels_became():
    described = [
        {"name": one.name, "texts": 1, "licence": "", "attribution": "", "mapping": "ENGLISH"}
        for one in SOURCES
    ]
    assert "ENGLISH" not in sources({"sources": described}, "fr")


def test_a_set_that_was_left_out_and_what_another_brings_are_told():
    card = {**CARD, "left_out": ["edos"], "ablations": [
        {"source": "dynahate", "head": "hate", "language": "en", "texts": 10, "auc_with": 0.9,
         "auc_without": 0.8}]}  # fmt: skip
    assert "Trained without: edos." in page("fast", card, "en")
    assert "| dynahate | `hate` | English | 10 | 0.900 | 0.800 |" in page("fast", card, "en")
    assert ablations([], "en").count("\n") == 1


def test_a_bar_in_a_cell_does_not_break_the_table():
    assert table(("a",), [("x|y",)]).splitlines()[-1] == "| x\\|y |"
    assert told(None, "fr") == ""


def test_completing_keeps_the_weights_and_their_date(folder: Path):
    before = {tier: load(tier, folder) for tier in TIERS}
    for path in folder.glob("*.md"):
        path.unlink()
    written = complete(folder)
    assert written == [page_path(t, lang, folder) for t in TIERS for lang in LANGUAGES]
    for tier in TIERS:
        after = load(tier, folder)
        assert after.version == before[tier].version
        assert after.card == before[tier].card
        assert len(after.card["probes"]) == len(probes())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tier", installed())
def test_the_shipped_cards_say_what_their_json_says(tier, language):
    told = page_path(tier, language, FOLDER).read_text("utf-8")
    assert told == page(tier, card_of(tier), language)
