"""Judging rows in batches: in order, none lost, whatever breaks."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from harmonie.bulk.score import Line, Totals, decider, judge_rows, scorer, verdict_line
from harmonie.channels.channel import Parsed
from harmonie.channels.wording import problem
from harmonie.pipeline import signals_of
from harmonie.policies.policy import load_policy
from harmonie.records import SIGNALS, Action, Message, Reason, Verdict


def length(messages: Sequence[Message]) -> list[Line]:
    """A judge that breaks on some texts."""
    if any("boom" in message.text for message in messages):
        raise RuntimeError("boom")
    return [{"id": m.id, "cannot_judge": None, "length": len(m.text)} for m in messages]


rows = st.lists(st.sampled_from(["text", "boom", None]), max_size=40)


@given(rows, st.integers(1, 9))
def test_every_row_gives_one_line_in_order_whatever_breaks(
    kinds: list[str | None], batch: int
) -> None:
    given_rows = [
        Parsed(n, error=problem("not_object"))
        if kind is None
        else Parsed(n, Message(kind, id=str(n)))
        for n, kind in enumerate(kinds, 1)
    ]
    lines = [pair for part in judge_rows(given_rows, length, batch) for pair in part]
    assert [parsed.row for parsed, _ in lines] == list(range(1, len(kinds) + 1))
    for kind, (parsed, line) in zip(kinds, lines, strict=True):
        if kind == "text":
            assert line["length"] == 4 and line["id"] == str(parsed.row)
        elif kind == "boom":
            assert line["code"] == "analysis_failed" and line["row"] == parsed.row
            assert line["id"] == str(parsed.row) and "RuntimeError" in line["error"]
        else:
            assert line == {
                "id": None, "row": parsed.row, "code": "not_object",
                "error": str(problem("not_object")),
            }  # fmt: skip


def test_errors_are_told_in_the_language_that_was_asked() -> None:
    ((_, line),) = next(judge_rows([Parsed(1, error=problem("not_object"))], length, 5, "fr"))
    assert line["error"].startswith("cette ligne est du JSON")


def test_batches_are_taken_one_at_a_time_so_that_memory_does_not_grow() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Parsed(taken, Message("x", id=str(taken)))

    batches = judge_rows(endless(), length, 7)  # type: ignore[arg-type]
    next(batches)
    assert taken == 7


def test_repairs_are_counted_by_kind_and_do_not_fill_the_memory() -> None:
    totals = Totals()
    for n in range(1_000):
        totals.notice(problem("bad_date", value=n, field="date"))
    assert list(totals.notices) == ["bad_date"]
    count, example = totals.notices["bad_date"]
    assert count == 1_000 and "“0”" in example


def test_the_real_models_score_each_message() -> None:
    lines = scorer("fast")([Message("Merci beaucoup pour votre aide", id="a"), Message("", id="b")])
    assert [line["id"] for line in lines] == ["a", "b"]
    assert lines[0]["language"] == "fr" and set(signals_of(lines[0])) == set(SIGNALS)
    assert lines[1]["cannot_judge"] == "empty"


def test_a_policy_adds_its_verdict_with_reasons_in_both_languages() -> None:
    judge = decider(load_policy("forum"), "fast")
    (line,) = judge([Message("Merci beaucoup pour votre aide, bonne journée", id="a")])
    assert line["verdict"]["mode"] == "allow"
    assert set(line["verdict"]["reasons"]) == {"fr", "en"}


def test_a_verdict_is_written_with_all_that_explains_it() -> None:
    verdict = Verdict("propose", (Action("mute", {"duration_seconds": 60}),), ("r1",),
                      (Reason("r1", "pourquoi", "why"),), 0.9, "forum", "1", 2)  # fmt: skip
    assert verdict_line(verdict) == {
        "mode": "propose",
        "actions": [{"kind": "mute", "parameters": {"duration_seconds": 60}}],
        "rules": ["r1"],
        "reasons": {"fr": ["pourquoi"], "en": ["why"]},
        "confidence": 0.9,
        "severity": 2,
        "policy": "forum",
        "policy_version": "1",
    }
