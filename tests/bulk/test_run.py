"""What a person at a terminal sees of a bulk job."""

from __future__ import annotations

import gc
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from harmonie.bulk.run import CannotStart, Job, run
from harmonie.bulk.score import Line
from harmonie.channels.file import row_reader
from harmonie.records import Message


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def judge(messages: Sequence[Message]) -> list[Line]:
    return [{"id": m.id, "cannot_judge": "empty" if not m.text else None} for m in messages]


def job(tmp_path: Path, content: str, **more: object) -> Job:
    path = tmp_path / "in.jsonl"
    path.write_text(content, encoding="utf-8")
    return Job(str(path), row_reader({}), out=str(tmp_path / "out.jsonl"), **more)  # type: ignore[arg-type]


def test_a_terminal_sees_what_came_of_the_work(tmp_path: Path) -> None:
    told = Terminal()
    totals = run(job(tmp_path, '{"text":"a"}\n{"text":""}\n' * 50), judge, told)
    assert (totals.rows, totals.judged, totals.abstained, totals.failed) == (100, 50, 50, 0)
    assert "100 rows read: 50 judged, 50 that cannot be judged, 0 failed" in told.getvalue()


def test_a_filter_that_has_nothing_to_say_is_silent(tmp_path: Path) -> None:
    told = io.StringIO()
    run(job(tmp_path, '{"text":"a"}\n' * 50), judge, told)
    assert told.getvalue() == ""


def test_what_is_told_is_told_in_french_too(tmp_path: Path) -> None:
    told = io.StringIO()
    run(job(tmp_path, '{"text":"a","date":"hier"}\n{\n', language="fr"), judge, told)
    words = told.getvalue()
    assert "n’est pas une date" in words and "ligne 2" in words and "en échec" in words


def test_a_judge_that_is_stopped_leaves_what_was_written_whole(tmp_path: Path) -> None:
    calls = 0

    def stopped(messages: Sequence[Message]) -> list[Line]:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return judge(messages)

    with pytest.raises(KeyboardInterrupt):
        run(job(tmp_path, '{"text":"a"}\n' * 50, batch_size=5), stopped, io.StringIO())
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 10


def test_the_garbage_collector_is_given_back(tmp_path: Path) -> None:
    assert gc.isenabled()
    run(job(tmp_path, '{"text":"a"}\n'), judge, io.StringIO())
    assert gc.isenabled()


def test_an_output_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    impossible = job(tmp_path, '{"text":"a"}\n')
    impossible = Job(impossible.path, impossible.reader, out=str(tmp_path / "no" / "out.jsonl"))
    with pytest.raises(CannotStart, match="no such file"):
        run(impossible, judge, io.StringIO())
