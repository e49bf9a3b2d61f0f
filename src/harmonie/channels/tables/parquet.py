"""Parquet through DuckDB, shut off from the network and from every other file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harmonie.channels.channel import InvalidPayload, Parsed
from harmonie.channels.tables.columns import RowReader
from harmonie.channels.tables.decoding import CHUNK_BYTES, Source, decode
from harmonie.channels.wording import Wording, problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH_ROWS = 512


def connect(directory: Path) -> DuckDBPyConnection:
    """A DuckDB that sees ``directory`` alone, loads no extension and keeps within 256 MB."""
    import duckdb

    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "256MB",
            "temp_directory": str(directory),
            "threads": "1",
        }
    )
    connection.execute(f"SET allowed_directories = [{quoted(str(directory), quote=chr(39))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quoted(name: str, quote: str = '"') -> str:
    """A name as an SQL identifier, or a text as an SQL literal with ``quote="'"``."""
    return quote + name.replace(quote, quote * 2) + quote


def read_parquet(source: Source, reader: RowReader) -> Iterator[Parsed]:
    """Rows of a Parquet stream, which is laid down in a private temporary file first.

    DuckDB takes ``*`` and ``?`` in a path for patterns: a file name of ours holds none.
    """
    with tempfile.TemporaryDirectory(prefix="harmonie-") as directory:
        path = Path(directory) / "table.parquet"
        with path.open("wb") as file:
            while chunk := source.read(CHUNK_BYTES):
                file.write(chunk)
        yield from _read_file(path, reader)


def _read_file(path: Path, reader: RowReader) -> Iterator[Parsed]:
    import duckdb

    row = 0
    connection = connect(path.parent)
    try:
        table = f"read_parquet({quoted(str(path), quote=chr(39))})"
        described = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()  # noqa: S608
        types = {str(line[0]): str(line[1]) for line in described}
        columns = reader.columns(tuple(types))
        wanted = list(dict.fromkeys(name.split(".")[0] for name in columns.names.values()))
        wanted = [name if name in types else columns.names["text"] for name in wanted]
        limit = reader.limits.text_characters
        cells = ", ".join(_cell(name, types[name], limit) for name in wanted)
        rows = connection.execute(f"SELECT {cells} FROM {table}")  # noqa: S608 (names are quoted)
        while batch := rows.fetchmany(_BATCH_ROWS):
            for values in batch:
                row += 1
                yield _read_row(row, dict(zip(wanted, values, strict=True)), reader, columns.names)
    except duckdb.Error as error:
        if row == 0:
            raise InvalidPayload(problem("bad_parquet")) from error
        yield Parsed(row + 1, error=problem("bad_parquet"))
    finally:
        connection.close()


def _cell(name: str, kind: str, limit: int) -> str:
    """A column; texts beyond the limit are cut one character past it, so that they are noticed
    without being loaded whole."""
    column = quoted(name)
    return f"left({column}, {limit + 1}) AS {column}" if kind == "VARCHAR" else column


def _read_row(row: int, values: dict[str, Any], reader: RowReader, names: Any) -> Parsed:
    notices: tuple[Wording, ...] = ()
    for name, value in values.items():
        if isinstance(value, bytes):
            values[name], more = decode(value)
            notices = notices or more
    return reader.read(row, values, notices)
