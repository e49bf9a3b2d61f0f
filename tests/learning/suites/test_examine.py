"""From suites to figures: what is counted, what is shared, what is said of what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from harmonie.learning.suites.examine import chosen, examine
from harmonie.learning.suites.judge import PipelineJudge
from harmonie.learning.suites.run import run
from harmonie.learning.suites.suite import EXPECTED, SUITES, CannotEvaluate, Case, Task, yes
from tests.learning.suites.invented import CALM, RUDE, data_folder


class Told:
    """A suite of given tasks."""

    name, title, citation, folder, shares = "told", ("Told", "Dit"), "", "", ()

    def __init__(self, *tasks: Task) -> None:
        self._tasks = tasks

    def tasks(self, root: Path):
        return self._tasks


class Fixed:
    """A judge that gives the scores it was made with."""

    name = "fixed"

    def __init__(self, scores) -> None:
        self._scores = scores

    def answers(self, task, told):
        return None if self._scores is None else np.array(self._scores, dtype=float)


def cases(*labels: bool) -> list[Case]:
    return [Case(f"text {n}", yes(label)) for n, label in enumerate(labels)]


def figures(scores, task: Task):
    return examine([Told(task)], Fixed(scores), Path())[0]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_folder(tmp_path_factory.mktemp("data"))


def test_a_text_that_was_not_judged_counts_as_not_flagged() -> None:
    task = Task("t", "en", "toxicity", cases(True, True, False, False))
    result = figures([0.9, np.nan, 0.1, np.nan], task)
    assert (result.texts, result.positives, result.judged) == (4, 2, 2)
    assert result.metrics["recall"].value == 0.5
    assert result.metrics["fpr"].value == 0


def test_a_text_that_was_not_judged_is_a_wrong_choice_of_class() -> None:
    classes = (("a", ("negative",)), ("b", ("positive",)))
    task = Task("t", "en", "sentiment", [Case("x", frozenset((0,)))] * 4, "accuracy", classes)
    result = figures([[0.9, 0.1], [0.8, 0.2], [np.nan, np.nan], [0.2, 0.8]], task)
    assert result.metrics["accuracy"].value == 0.5
    assert result.judged == 3 and result.several


def test_a_signal_that_does_not_exist_is_told_and_gives_no_figure() -> None:
    result = figures(None, Task("t", "en", "toxicity", cases(True, False)))
    assert result.status == "no_signal" and not result.metrics


def test_a_task_without_text_gives_no_figure() -> None:
    result = figures([], Task("t", "en", "toxicity", [Case("  "), Case("")]))
    assert result.status == "no_texts" and result.texts == 0


def test_a_functional_case_is_right_when_every_signal_it_names_is() -> None:
    rude = {"toxicity": True, "threat": False}
    texts = [Case(RUDE[0], yes(True), expected=rude), Case(CALM[0], yes(True), expected=rude)]
    task = Task("t", "fr", EXPECTED, texts, "accuracy")
    result = examine([Told(task)], PipelineJudge("fast"), Path())[0]
    assert set(result.metrics) == {"accuracy"} and result.metrics["accuracy"].value == 0.5


def test_what_ships_with_the_package_needs_no_data_folder() -> None:
    there, absent = chosen(["functional"], None)
    assert [suite.name for suite in there] == ["functional"] and not absent


def test_only_harmless_texts_give_false_alarms_and_no_recall() -> None:
    result = figures([0.9, 0.1, 0.1, 0.1], Task("t", "en", "toxicity", cases(*[False] * 4), "fpr"))
    assert result.metrics["fpr"].value == 0.25
    assert not {"recall", "f1", "auc", "auprc", "macro_f1"} & set(result.metrics)


def test_groups_have_their_figures_and_small_ones_none() -> None:
    many = [Case(f"a{n}", yes(n % 2 == 0), groups={"where": "forum"}) for n in range(12)]
    few = [Case(f"b{n}", yes(True), groups={"where": "chat"}) for n in range(3)]
    result = figures([0.9] * 15, Task("t", "en", "toxicity", [*many, *few], "accuracy"))
    parts = {part.name: part for part in result.parts}
    assert parts["forum"].metrics["accuracy"].value == 0.5
    assert (parts["chat"].texts, parts["chat"].positives) == (3, 3)
    assert not parts["chat"].metrics


def test_each_text_is_judged_once_however_many_tasks_ask() -> None:
    judge = PipelineJudge("fast")
    seen: list[str] = []
    real = judge.pipeline.analyse
    judge.pipeline.analyse = lambda messages: (
        seen.extend(m.text for m in messages) or real(messages)
    )
    texts = [Case(CALM[0]), Case(RUDE[0], yes(True)), Case(RUDE[0], yes(True))]
    tasks = [Task(name, "fr", name, texts) for name in ("toxicity", "insult")]
    results = examine([Told(*tasks)], judge, Path())
    assert seen == [CALM[0], RUDE[0]]
    assert [r.metrics["auc"].value for r in results] == [1, 1]


def test_the_parent_message_is_given_to_the_pipeline() -> None:
    judge = PipelineJudge("fast")
    parents: list[str] = []
    real = judge.pipeline.analyse
    judge.pipeline.analyse = lambda messages: (
        parents.extend(m.parent_text for m in messages) or real(messages)
    )
    examine([Told(Task("t", "fr", "toxicity", [Case(CALM[0], parent="avant")]))], judge, Path())
    assert parents == ["avant"]


def test_every_suite_is_measured_from_one_folder(root: Path) -> None:
    evaluation = run(root, tier="fast")
    assert {result.suite for result in evaluation.results} == set(SUITES.names())
    assert evaluation.version.startswith("fast-") and not evaluation.absent
    assert all(result.judge == evaluation.judge for result in evaluation.results)
    again = run(root, tier="fast")
    assert again.results == evaluation.results


def test_a_tier_that_is_not_installed_falls_back_and_keeps_what_was_asked(root: Path) -> None:
    evaluation = run(root, ["umsab"], tier="deep")
    assert evaluation.tier_asked == "deep" and evaluation.tier in ("fast", "full", "deep")


def test_an_unknown_suite_lists_those_that_exist(root: Path) -> None:
    with pytest.raises(CannotEvaluate, match="no suite is named 'nothing'; known: ailuminate"):
        chosen(["nothing"], root)


def test_absent_suites_are_named_and_only_refused_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "dev" / "umsab").mkdir(parents=True)
    there, absent = chosen([], tmp_path)
    assert [suite.name for suite in there] == ["functional", "umsab"] and "toxifrench" in absent
    with pytest.raises(CannotEvaluate, match="toxifrench"):
        chosen(["toxifrench"], tmp_path)
    with pytest.raises(CannotEvaluate, match="HARMONIE_DATA"):
        chosen([], None)


def test_a_folder_of_another_shape_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "dev" / "youtoxic_1000" / "youtoxic_english_1000.csv"
    path.parent.mkdir(parents=True)
    path.write_text("Comment\nx\n", "utf-8")
    with pytest.raises(CannotEvaluate, match="not as this suite expects"):
        run(tmp_path, ["youtoxic"], tier="fast")
