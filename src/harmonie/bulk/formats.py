"""Tables in and out: JSON lines, CSV and Parquet, from a path, a pipe or gzip, in a stream."""

from __future__ import annotations

import csv
import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, cast

import orjson

from harmonie.channels.channel import Parsed
from harmonie.channels.tables.columns import RowReader
from harmonie.channels.tables.reading import Format, format_of_name, read_table

OutputFormat = Literal["jsonl", "csv", "parquet"]
#: A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_messages(
    path: str,
    reader: RowReader,
    kind: Format | None = None,
    delimiter: str = "",
    on_read: Callable[[int], object] | None = None,
) -> Iterator[Parsed]:
    """The messages of a file, or of standard input when ``path`` is ``-``.

    ``on_read`` hears the number of bytes of each read. Raises ``OSError`` when the file cannot be
    opened and ``InvalidPayload`` when nothing in it can be read.
    """
    with open_input(path) as stream:
        source = Metered(stream, on_read) if on_read else stream
        kind = kind or (None if path == "-" else format_of_name(path))
        yield from read_table(cast(BinaryIO, source), reader, kind, delimiter)


def open_input(path: str) -> AbstractContextManager[BinaryIO]:
    """A file, or standard input for ``-`` (which is left open)."""
    if path == "-":
        if sys.stdin is None:  # started with a closed standard input
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "-")
        return nullcontext(sys.stdin.buffer)
    return Path(path).open("rb")


class Metered:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, on_read: Callable[[int], object]) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._on_read = on_read

    def read1(self, size: int) -> bytes:
        data = self._read(size)
        self._on_read(len(data))
        return data

    read = read1


def defused(value: Any) -> Any:
    """A cell that no spreadsheet runs: ``=1+1`` becomes ``'=1+1``. Numbers are left alone."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


class Writer(Protocol):
    """Writes rows one batch at a time; what was written is readable after :meth:`close`."""

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None: ...

    def close(self) -> None: ...


class JsonLinesWriter:
    """One JSON object per line, in UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            lines = [orjson.dumps(row, option=orjson.OPT_NON_STR_KEYS) for row in rows]
            self._stream.write(b"\n".join(lines) + b"\n")
            self._stream.flush()  # whoever reads a pipe waits for these lines

    def close(self) -> None:
        self._stream.flush()


class CsvWriter:
    """CSV with a byte-order mark, so that spreadsheets read the accents, and without formulas.

    Columns are those of ``columns``; a value of another name would be lost, so it is an error.
    """

    def __init__(self, stream: BinaryIO, columns: Sequence[str]) -> None:
        self._stream = stream
        self._buffer = io.StringIO(newline="")
        self._csv = csv.DictWriter(self._buffer, columns, lineterminator="\r\n")
        self._csv.writerow({name: defused(name) for name in columns})
        stream.write(b"\xef\xbb\xbf")
        self._flush()

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            self._csv.writerow({name: defused(_as_cell(value)) for name, value in row.items()})
        self._flush()

    def _flush(self) -> None:
        self._stream.write(self._buffer.getvalue().encode("utf-8", "replace"))
        self._buffer.seek(0)
        self._buffer.truncate()

    def close(self) -> None:
        self._stream.flush()


class ParquetWriter:
    """Parquet through DuckDB; rows wait on disk as JSON, so memory does not grow with them.

    ``columns`` gives each column's DuckDB type (``VARCHAR``, ``DOUBLE``, ``BIGINT``).
    """

    def __init__(self, stream: BinaryIO, columns: Mapping[str, str]) -> None:
        self._stream = stream
        self._columns = dict(columns)
        self._directory = tempfile.TemporaryDirectory(prefix="harmonie-")
        self._rows = Path(self._directory.name) / "rows.jsonl"
        self._file = self._rows.open("wb")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            unknown = row.keys() - self._columns.keys()
            if unknown:
                raise ValueError(f"no such columns: {sorted(unknown)}")
            cells = {name: _as_cell(value) for name, value in row.items()}
            self._file.write(orjson.dumps(cells) + b"\n")

    def close(self) -> None:
        from harmonie.channels.tables.parquet import connect, quoted

        self._file.close()
        target = Path(self._directory.name) / "table.parquet"
        types = ", ".join(
            f"{quoted(name, chr(39))}: {quoted(kind, chr(39))}"
            for name, kind in self._columns.items()
        )
        connection = connect(Path(self._directory.name))
        try:
            rows = (
                f"read_json({quoted(str(self._rows), chr(39))}, format='newline_delimited', "
                f"columns={{{types}}}, maximum_object_size=67108864)"
            )
            connection.execute(
                f"COPY (SELECT * FROM {rows}) TO {quoted(str(target), chr(39))} "  # noqa: S608
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"
            )
        finally:
            connection.close()
        with target.open("rb") as file:
            shutil.copyfileobj(file, self._stream, 1 << 20)
        self._stream.flush()
        self._directory.cleanup()


def _as_cell(value: Any) -> Any:
    """Lists and objects as JSON; everything else as it is."""
    if isinstance(value, list | tuple | dict):
        return orjson.dumps(value).decode()
    return value


def writer(kind: OutputFormat, stream: BinaryIO, columns: Mapping[str, str]) -> Writer:
    """The writer of one format. JSON lines take rows of any shape and ignore ``columns``."""
    if kind == "csv":
        return CsvWriter(stream, list(columns))
    if kind == "parquet":
        return ParquetWriter(stream, columns)
    return JsonLinesWriter(stream)


def write_table(
    rows: Iterable[Mapping[str, Any]],
    kind: OutputFormat,
    stream: BinaryIO,
    columns: Mapping[str, str],
) -> None:
    """A whole table at once, from any iterable, a thousand rows in memory at most."""
    with closing(writer(kind, stream, columns)) as out:
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) >= 1_000:
                out.write(batch)
                batch = []
        out.write(batch)
