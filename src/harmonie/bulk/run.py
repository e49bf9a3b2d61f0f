"""Runs a bulk job at a terminal: input, output, progress, interruption, and what to tell."""

from __future__ import annotations

import gc
import gzip
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import BinaryIO, Protocol, TextIO, cast

from harmonie.bulk.collector import without_collector
from harmonie.bulk.flat import flat_columns, flatten
from harmonie.bulk.formats import OutputFormat, read_messages, writer
from harmonie.bulk.score import Judge, Line, Totals, judge_rows
from harmonie.bulk.wording import system_error, tell
from harmonie.channels.channel import InvalidPayload, Parsed
from harmonie.channels.tables.columns import RowReader
from harmonie.channels.tables.reading import Format

SHOWN_FAILURES = 20
COLLECT_ROWS = 100_000


class Bar(Protocol):
    """What is used of a progress bar."""

    def update(self, n: float) -> object: ...

    def set_postfix_str(self, s: str) -> None: ...

    def close(self) -> None: ...


class CannotStart(Exception):
    """The input or the output is not usable; the only argument says so in both languages."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to judge. ``path`` and ``out`` may be ``-``, the standard streams."""

    path: str
    reader: RowReader
    kind: Format | None = None
    delimiter: str = ""
    out: str = "-"
    batch_size: int = 512
    with_verdict: bool = False
    with_aspects: bool = False
    language: str = "en"


def run(job: Job, judge: Judge, told: TextIO | None = None) -> Totals:
    """Judge every row of ``job`` and write it; problems and totals are told on ``told``.

    Raises :class:`CannotStart`, ``BrokenPipeError`` when the reader of the output has gone, and
    ``KeyboardInterrupt``; in every case the rows already written are whole.
    """
    told = told or sys.stderr
    totals = Totals()
    bar = _progress(job, told)
    try:
        rows = _rows(job, bar)
        with without_collector(), _output(job) as (stream, kind):
            out = writer(kind, stream, flat_columns(job.with_verdict, job.with_aspects))
            try:
                for batch in judge_rows(rows, judge, job.batch_size, job.language):
                    _tell_rows(job, batch, totals, told)
                    with _whole():
                        out.write(_shaped(batch, kind, job.with_verdict))
                    if totals.rows // COLLECT_ROWS != (totals.rows - len(batch)) // COLLECT_ROWS:
                        gc.collect()
                    if bar is not None:
                        bar.set_postfix_str(f"{totals.rows} {tell('progress').text(job.language)}")
            finally:
                with _whole():
                    out.close()
    finally:
        if bar is not None:
            bar.close()
        _tell_totals(job, totals, told)
    return totals


def read_through(
    job: Job, judge: Judge, take: Callable[[Line], object], told: TextIO | None = None
) -> Totals:
    """Judge every row of ``job`` and give ``take`` each line that was judged; nothing is written.

    Problems and totals are told as by :func:`run`, and the same errors raised.
    """
    told = told or sys.stderr
    totals = Totals()
    bar = _progress(job, told)
    try:
        with without_collector():
            for batch in judge_rows(_rows(job, bar), judge, job.batch_size, job.language):
                _tell_rows(job, batch, totals, told)
                for _, line in batch:
                    if "error" not in line:
                        take(line)
    finally:
        if bar is not None:
            bar.close()
        _tell_totals(job, totals, told)
    return totals


def _rows(job: Job, bar: Bar | None) -> Iterator[Parsed]:
    """The rows, the first of them already read: a bad input stops before any output is touched."""
    _refuse_same_file(job)
    on_read = bar.update if bar is not None else None
    rows = read_messages(job.path, job.reader, job.kind, job.delimiter, on_read)
    try:
        first = next(rows, None)
    except InvalidPayload as error:
        raise CannotStart(tell("nothing_read", path=job.path, error=error.args[0])) from error
    except OSError as error:
        raise CannotStart(tell("nothing_read", path=job.path, error=system_error(error))) from error
    return rows if first is None else chain((first,), rows)


def _refuse_same_file(job: Job) -> None:
    if "-" in (job.path, job.out) or not Path(job.path).exists() or not Path(job.out).exists():
        return
    if Path(job.path).samefile(job.out):
        raise CannotStart(tell("same_file"))


@contextmanager
def _output(job: Job) -> Iterator[tuple[BinaryIO, OutputFormat]]:
    """The stream to write to, and its format: the suffix of ``--out`` says it."""
    if job.out == "-":
        if sys.stdout is None:
            raise CannotStart(tell("closed_output"))
        yield sys.stdout.buffer, "jsonl"
        return
    bare = job.out.lower().removesuffix(".gz")
    kind: OutputFormat = (
        "csv" if bare.endswith(".csv") else "parquet" if bare.endswith(".parquet") else "jsonl"
    )
    try:
        file = Path(job.out).open("wb")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise CannotStart(tell("nothing_read", path=job.out, error=system_error(error))) from error
    with file:
        if job.out.lower().endswith(".gz"):
            with gzip.GzipFile(fileobj=file, mode="wb") as packed:
                yield cast(BinaryIO, packed), kind
        else:
            yield file, kind


def _shaped(batch: list[tuple[Parsed, Line]], kind: OutputFormat, with_verdict: bool) -> list[Line]:
    if kind == "jsonl":
        return [line for _, line in batch]
    return [flatten(line, parsed.row, with_verdict) for parsed, line in batch]


@contextmanager
def _whole() -> Iterator[None]:
    """Ctrl-C waits until the block is done, so that no line is cut; a second one does not wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting = False

    def wait(_number: int, _frame: FrameType | None) -> None:
        nonlocal waiting
        if waiting:
            raise KeyboardInterrupt
        waiting = True

    before = signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        raise KeyboardInterrupt


def _progress(job: Job, told: TextIO) -> Bar | None:
    """A bar in bytes of the input, only where a person looks at it."""
    if not told.isatty():
        return None
    from tqdm import tqdm

    path = Path(job.path)
    size = path.stat().st_size if job.path != "-" and path.is_file() else None
    bar: Bar = tqdm(total=size, unit="B", unit_scale=True, file=told, leave=False, delay=0.5)
    return bar


def _tell_rows(job: Job, batch: list[tuple[Parsed, Line]], totals: Totals, told: TextIO) -> None:
    for parsed, line in batch:
        totals.count(line)
        for notice in parsed.notices:
            totals.notice(notice)
        if "error" not in line:
            continue
        if totals.failed <= SHOWN_FAILURES:
            error = line["error"]
            wording = tell("row_failed", path=job.path, row=parsed.row, error=error)
            print(wording.text(job.language), file=told)
        elif totals.failed == SHOWN_FAILURES + 1:
            print(tell("more_failed", shown=SHOWN_FAILURES).text(job.language), file=told)


def _tell_totals(job: Job, totals: Totals, told: TextIO) -> None:
    """Silent when all went well and nobody is watching, as a filter should be."""
    for count, notice in totals.notices.values():
        wording = tell("noticed", count=count, notice=notice)
        print(wording.text(job.language), file=told)
    if totals.failed or totals.notices or (totals.rows > 1 and told.isatty()):
        wording = tell(
            "summary",
            rows=totals.rows,
            judged=totals.judged,
            abstained=totals.abstained,
            failed=totals.failed,
        )
        print(wording.text(job.language), file=told)
