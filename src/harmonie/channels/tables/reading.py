"""Reads a table of messages in a stream: one :class:`Parsed` per row, whatever the row holds."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Literal, get_args

from harmonie.channels.channel import InvalidPayload, Parsed
from harmonie.channels.tables.columns import RowReader
from harmonie.channels.tables.decoding import ReadingStopped, Source, decode, load_json
from harmonie.channels.wording import Wording, problem

Format = Literal["jsonl", "csv", "parquet", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SUFFIXES: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".txt": "text",
}


def format_of_name(name: str) -> Format | None:
    """The format that a file name promises: ``comments.csv.gz`` is CSV."""
    name = name.lower().removesuffix(".gz")
    return next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix)), None)


def sniff(source: Source) -> Format:
    """The format of a stream without a name. Only JSON lines and Parquet are beyond doubt."""
    head = source.peek(4096).lstrip()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"{"):
        return "jsonl"
    if not head:
        raise InvalidPayload(problem("empty_file"))
    raise InvalidPayload(problem("json_array" if head.startswith(b"[") else "unknown_format"))


def read_table(
    stream: BinaryIO, reader: RowReader, kind: Format | None = None, delimiter: str = ""
) -> Iterator[Parsed]:
    """Every row of ``stream``; ``row`` is the line on which it begins (of Parquet, its rank).

    Raises :class:`InvalidPayload` when no row at all can be read. A stream that breaks midway
    ends with an error row: what came before is kept.
    """
    row = 0
    try:
        source = Source(stream, reader.limits)
        kind = kind or sniff(source)
        if kind == "parquet" or source.peek(4) == b"PAR1":
            from harmonie.channels.tables.parquet import read_parquet

            rows = read_parquet(source, reader)
        elif kind == "csv":
            rows = read_csv(source, reader, delimiter)
        elif kind == "text":
            rows = read_text(source, reader)
        else:
            if source.peek(64).split(b"\n")[0].strip() == b"[":
                raise InvalidPayload(problem("json_array"))
            rows = read_jsonl(source, reader)
        for parsed in rows:
            row = parsed.row
            yield parsed
    except ReadingStopped as stop:
        yield Parsed(row + 1, error=stop.wording)


def read_jsonl(source: Source, reader: RowReader) -> Iterator[Parsed]:
    for number, line in enumerate(source.lines(), 1):
        if line is None:
            yield _too_long(number, reader)
            continue
        try:
            values, notices = load_json(line)
        except ValueError as error:
            if line.strip():
                yield Parsed(number, error=error.args[0])
            continue
        if isinstance(values, dict):
            yield reader.read(number, values, notices)
        else:
            is_array = number == 1 and isinstance(values, list)
            yield Parsed(number, error=problem("json_array" if is_array else "not_object"))


def read_text(source: Source, reader: RowReader) -> Iterator[Parsed]:
    """One message per line; empty lines are passed over."""
    for number, line in enumerate(source.lines(), 1):
        if line is None:
            yield _too_long(number, reader)
            continue
        text, notices = decode(line)
        text = text.removesuffix("\r")
        if text:
            yield reader.read(number, {"text": text}, notices)


def _too_long(number: int, reader: RowReader) -> Parsed:
    return Parsed(number, error=problem("line_too_long", limit=reader.limits.line_bytes))


class _LineTooLong(Exception):
    pass


class _CsvLines:
    """Feeds the csv module line by line, and can take lines back after a quote never closed."""

    def __init__(self, source: Source) -> None:
        self._lines = source.lines()
        self._returned: deque[tuple[int, str, tuple[Wording, ...]]] = deque()
        self._number = 0
        self.record: list[tuple[int, str, tuple[Wording, ...]]] = []
        self.has_ended = False

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        if self._returned:
            line = self._returned.popleft()
        else:
            try:
                raw = next(self._lines)
            except StopIteration:
                self.has_ended = True
                raise
            self._number += 1
            if raw is None:
                self.record.append((self._number, "", ()))
                raise _LineTooLong
            text, notices = decode(raw)
            line = (self._number, text + "\n", notices)
        self.record.append(line)
        return line[1]

    def start_record(self) -> None:
        self.record = []
        self.has_ended = False

    def give_back_all_but_first(self) -> None:
        self._returned.extendleft(reversed(self.record[1:]))


def read_csv(source: Source, reader: RowReader, delimiter: str = "") -> Iterator[Parsed]:
    """CSV with a header line, as spreadsheets and exports write it (RFC 4180, and its cousins).

    A quote that is never closed swallows the lines after it: they are read again without it.
    """
    lines = _CsvLines(source)
    delimiter = delimiter or _delimiter(source)
    csv.field_size_limit(max(reader.limits.line_bytes, 131_072))
    rows = csv.reader(lines, delimiter=delimiter)
    header: list[str] | None = None
    while True:
        lines.start_record()
        values, error = _next_record(rows, lines)
        if values is None and error is None:
            return
        number = lines.record[0][0] if lines.record else 1
        if error is not None:
            rows = csv.reader(lines, delimiter=delimiter)
            yield Parsed(number, error=error)
        elif not values:
            continue  # an empty line
        elif header is None:
            header = _header(values)
            reader.columns(tuple(header))  # refuses the whole file when no column holds the text
        else:
            yield _read_values(number, header, values, reader, lines)


def _next_record(
    rows: Iterator[list[str]], lines: _CsvLines
) -> tuple[list[str] | None, Wording | None]:
    """The next record, or why it is none, or ``(None, None)`` at the end."""
    try:
        values = next(rows)
    except StopIteration:
        return None, None
    except _LineTooLong:
        # The long line itself is lost; lines of an unfinished record before it are not.
        if len(lines.record) > 1:
            return None, problem("unclosed_quote")
        return None, problem("line_too_long", limit=csv.field_size_limit())
    except csv.Error:
        if len(lines.record) > 1:
            lines.give_back_all_but_first()
            return None, problem("unclosed_quote")
        return None, problem("bad_csv")
    if lines.has_ended and lines.record:
        lines.give_back_all_but_first()
        return None, problem("unclosed_quote")
    return values, None


def _header(values: list[str]) -> list[str]:
    """Column names, made different from one another: the second ``text`` becomes ``text_2``."""
    names: list[str] = []
    for position, value in enumerate(values, 1):
        name = value.strip().removeprefix("\ufeff") or f"column_{position}"
        names.append(name if name not in names else f"{name}_{position}")
    return names


def _read_values(
    number: int,
    header: list[str],
    values: list[str],
    reader: RowReader,
    lines: _CsvLines,
) -> Parsed:
    if len(values) > len(header):
        if any(values[len(header) :]):
            wording = problem("too_many_values", found=len(values), expected=len(header))
            lines.give_back_all_but_first()  # a stray quote may have swallowed good rows
            return Parsed(number, error=wording)
        del values[len(header) :]
    record = lines.record
    notices: tuple[Wording, ...] = record[0][2]
    if len(record) > 1:
        notices = next((line[2] for line in record if line[2]), ())
    pairs = dict.fromkeys(header) if len(values) < len(header) else {}
    pairs.update(zip(header, values, strict=False))
    return reader.read(number, pairs, notices)


def _delimiter(source: Source) -> str:
    """Comma, semicolon, tab or bar: the one that the header line uses most outside quotes."""
    head = source.peek(65536).split(b"\n", 1)[0].decode("utf-8", "replace")
    bare = "".join(head.split('"')[::2])
    return max(",;\t|", key=bare.count)
