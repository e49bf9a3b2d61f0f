"""What the reports say, in both languages; and what they never hold."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from harmonie.learning.metrics import Bin, Estimate
from harmonie.learning.report.beside import aims, published
from harmonie.learning.report.document import document
from harmonie.learning.report.figures import precision_finding, reliability_finding
from harmonie.learning.report.page import page
from harmonie.learning.report.plain import plain
from harmonie.learning.suites.examine import Evaluation, Part, Result
from harmonie.learning.suites.own_table import OwnTable
from harmonie.learning.suites.run import run
from harmonie.learning.suites.suite import SUITES
from tests.learning.suites.invented import CALM, RUDE, data_folder, table, write

JUDGE = "Harmonie fast"
HOSTILE = "<script>alert(1)</script>"


def estimate(value: float) -> Estimate:
    return Estimate(value, max(value - 0.03, 0.0), min(value + 0.02, 1.0))


def result(**more: object) -> Result:
    known: dict[str, object] = {
        "suite": "toxifrench",
        "task": "balanced",
        "language": "fr",
        "signal": "toxicity",
        "judge": JUDGE,
        "main": "accuracy",
        "texts": 1394,
        "positives": 697,
        "judged": 1390,
        "metrics": {
            name: estimate(value)
            for name, value in {
                "accuracy": 0.9, "ece": 0.03, "recall": 0.86, "precision": 0.92, "auc": 0.95,
            }.items()
        },
        "bins": [Bin(0.1, 0.1, 700), Bin(0.9, 0.91, 694)],
        "curve": [(0.5, 1.0), (1.0, 0.5)],
    }  # fmt: skip
    return Result(**(known | more))


def evaluation(*results: Result, **more: object) -> Evaluation:
    known: dict[str, object] = {
        "tier_asked": "full",
        "tier": "fast",
        "judge": JUDGE,
        "version": "fast-0123abcd",
        "limit": None,
        "suites": [
            SUITES.get("toxifrench")(),
            SUITES.get("goemotions")(),
            SUITES.get("sms_spam_fr_mt")(),
        ],
        "absent": [],
        "learnt": {"sms_spam_fr_mt": ["sms_spam"]},
        "results": results,
    }
    return Evaluation(**(known | more))


def test_a_target_is_reached_missed_or_not_measured() -> None:
    found = evaluation(result(), result(language="en", metrics={"accuracy": estimate(0.5)}))
    state = {
        (aim.suite, aim.language): (aim.found, aim.is_reached)
        for aim in aims(found)
        if aim.metric == "accuracy" and aim.suite == "toxifrench"
    }
    assert state == {("toxifrench", "fr"): (0.9, True), ("toxifrench", "en"): (0.5, False)}
    others = [aim for aim in aims(found) if aim.suite != "toxifrench"]
    assert others and all(aim.found is None and not aim.is_reached for aim in others)
    told = plain(found, "en", with_targets=True)
    assert "reached" in told and "NOT reached" in told and "not measured" in told


def test_an_error_is_reached_from_below() -> None:
    chat = {"suite": "cyberagressionado", "task": "abuse or hate"}
    good, bad = ({"auc": estimate(0.9), "ece": estimate(e)} for e in (0.03, 0.05))
    for metrics, reached in ((good, True), (bad, False)):
        found = aims(evaluation(result(**chat, metrics=metrics)))
        assert next(a for a in found if a.bound == "most" and a.found).is_reached is reached


def test_the_gap_between_languages_is_a_target_of_both() -> None:
    same = {"suite": "functional", "task": "all functions", "signal": "expected"}
    french = result(**same, language="fr", metrics={"accuracy": estimate(0.85)})
    english = result(**same, language="en", metrics={"accuracy": estimate(0.9)})
    gap = next(a for a in aims(evaluation(french, english)) if a.language == "fr-en")
    assert gap.found == pytest.approx(0.05) and not gap.is_reached
    alone = next(a for a in aims(evaluation(french)) if a.language == "fr-en")
    assert alone.found is None


def test_baselines_do_not_reach_targets() -> None:
    found = aims(evaluation(result(judge="VADER")))
    assert all(aim.found is None for aim in found)


@pytest.mark.parametrize("name", ["published.json", "targets.json"])
def test_every_row_of_the_data_files_names_a_task_that_exists(name: str, tmp_path: Path) -> None:
    root = data_folder(tmp_path)
    keys = {
        (suite.name, task.name, task.language, task.signal)
        for suite in map(SUITES.get, SUITES.names())
        for task in suite().tasks(root)
    }
    keys.add(("csv", "HateCheck", "en", "hate"))
    import harmonie.learning.report as folder

    rows = json.loads((Path(folder.__path__[0]) / name).read_text("utf-8"))
    assert rows
    for row in rows:
        for language in row["language"].split("-"):
            assert (row["suite"], row["task"], language, row["signal"]) in keys, row


def test_published_figures_stand_beside_with_their_source() -> None:
    found = published(result())
    first = next(p for p in found if p.system == "Perspective API")
    assert (first.metric, first.value) == ("accuracy", 0.924) and "ToxiFrench" in first.source
    told = plain(evaluation(result()), "en")
    assert "Perspective API (published)" in told and "accuracy 0.924" in told
    assert "Perspective API" in page(evaluation(result()), "fr")


def test_numbers_follow_the_language() -> None:
    found = evaluation(result())
    english, french = plain(found, "en"), plain(found, "fr")
    assert "1,394" in english and "accuracy 0.900 [0.870, 0.920]" in english
    assert "1\u202f394" in french and "exactitude 0,900 [0,870\u202f; 0,920]" in french


def test_the_reader_is_told_of_the_tier_the_sample_the_absent_and_the_learnt() -> None:
    shared = result(suite="sms_spam_fr_mt", task="messages", language="fr", signal="spam")
    found = evaluation(shared, limit=50, absent=["umsab"], not_installed=["VADER"])
    for told in (plain(found, "en"), page(found, "en")):
        assert "tier full is not installed: fast was used" in told
        assert "at most 50 texts a task" in told
        assert "not in the data folder: umsab" in told
        assert "VADER: not installed" in told
        assert "which this model learnt from: not independent" in told


def test_a_signal_that_does_not_exist_and_a_small_group_are_said() -> None:
    none = result(status="no_signal", metrics={}, bins=(), curve=())
    small = result(language="en", parts=[Part("where", "chat", 3, 1, {})])
    for told in (plain(evaluation(none, small), "en"), page(evaluation(none, small), "en")):
        assert "no such signal in this model" in told and "too few to tell" in told


@pytest.mark.parametrize(
    ("bins", "words"),
    [
        ([Bin(0.3, 0.5, 10)], "20 points too low"),
        ([Bin(0.5, 0.3, 10)], "20 points too high"),
        ([Bin(0.5, 0.51, 10)], "keep their promise"),
    ],
)
def test_a_diagram_says_its_finding(bins: list[Bin], words: str) -> None:
    assert words in reliability_finding(result(bins=bins), "en")


def test_a_curve_says_its_finding_in_both_languages() -> None:
    assert precision_finding(result(), "en") == "At 0.5: finds 86%; 92% of what it flags is right"
    assert "trouve 86\u202f%\u202f; 92\u202f%" in precision_finding(result(), "fr")


class Page(HTMLParser):
    """Collects tags, ids and references, and checks that tags nest."""

    VOID = frozenset(("meta", "line", "circle", "rect", "polyline", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.asked: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.asked += [given["aria-labelledby"]] if given.get("aria-labelledby") else []
        self.asked += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        assert not any(name.startswith("on") for name in given)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_whole_and_needs_nothing_else(language: str) -> None:
    text = page(evaluation(result(), result(language="en")), language)
    read = Page(text)
    assert not read.open and len(read.ids) == len(set(read.ids))
    assert set(read.asked) <= set(read.ids)
    assert "script" not in read.tags and "img" not in read.tags and "link" not in read.tags
    assert not re.search(r"https?://|@import|url\(", text)
    assert f'<html lang="{language}">' in text
    assert text.count('role="img"') == 4 and text.count("<figure>") == 4
    # Every chart has its numbers as a table.
    assert all("<table>" in part for part in text.split("<figure>")[1:])


def test_a_figure_with_a_target_shows_it_as_a_line_and_sources_are_readable() -> None:
    text = page(evaluation(result()), "en")
    assert text.count('class="aim"') == 1
    assert 'class="aim"' not in page(evaluation(result(task="six labels")), "en")
    assert "Published figures: AxelDlv00/ToxiFrench" in text
    assert "(published: AxelDlv00/ToxiFrench" in plain(evaluation(result()), "en")


def test_of_very_many_groups_the_terminal_shows_the_lowest_and_the_page_all() -> None:
    parts = [Part("f", f"group{n}", 20, 9, {"accuracy": estimate(n / 60)}) for n in range(60)]
    found = evaluation(result(parts=parts))
    shown = re.findall(r"group(\d+)", plain(found, "en"))
    assert [int(n) for n in shown] == list(range(15))
    assert "and 45 groups that are not lower" in plain(found, "en")
    assert len(re.findall(r"group\d+", page(found, "en"))) == 60


def test_hostile_names_are_escaped() -> None:
    parts = [Part(HOSTILE, HOSTILE, 20, 10, {"accuracy": estimate(0.5)})]
    suite = OwnTable(Path(f"/x/{HOSTILE.replace('/', '')}.csv"))
    mine = result(suite="csv", task=HOSTILE, parts=parts)
    text = page(evaluation(mine, suites=[suite]), "en")
    assert HOSTILE not in text and "&lt;script&gt;" in text
    assert "script" not in Page(text).tags


def test_no_text_of_a_suite_is_in_a_report(tmp_path: Path) -> None:
    found = run(data_folder(tmp_path), tier="fast")
    write(tmp_path, "own.csv", table([{"text": t, "label": n} for n, t in enumerate(CALM)]))
    own = OwnTable(tmp_path / "own.csv", signal="toxicity", label="label")
    for one in (found, run(None, table=own, tier="fast")):
        reports = [
            json.dumps(document(one), ensure_ascii=False),
            *(write_in(one, language) for write_in in (plain, page) for language in ("en", "fr")),
        ]
        for report in reports:
            assert not any(text in report for text in (*CALM, *RUDE))


def test_the_document_holds_every_figure_with_its_interval() -> None:
    told = document(evaluation(result(), result(judge="VADER")))
    first, second = told["results"]
    assert first["metrics"]["accuracy"] == [0.9, 0.87, 0.92]
    assert first["reliability"][0] == {"score": 0.1, "share": 0.1, "texts": 700}
    assert first["published"] and "published" not in second
    assert json.loads(json.dumps(told)) == told
    aim = next(a for a in told["targets"] if a["suite"] == "toxifrench" and a["language"] == "fr")
    assert (aim["found"], aim["reached"]) == (0.9, True)
    assert next(a for a in told["targets"] if a["suite"] == "umsab")["reached"] is None
