"""Parquet: read without the network, other files, or texts too large to hold."""

from __future__ import annotations

import io
from pathlib import Path

import duckdb
import pytest

from harmonie.channels.file import parse_stream
from harmonie.channels.tables.parquet import connect, quoted


def parquet(tmp_path: Path, query: str) -> bytes:
    path = tmp_path / "made.parquet"
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_the_reader_sees_its_own_folder_and_nothing_else(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    mine.mkdir()
    other.mkdir()
    (mine / "a.csv").write_text("x\n1\n")
    (other / "a.csv").write_text("x\n1\n")
    connection = connect(mine)
    assert connection.execute(f"SELECT x FROM read_csv('{mine}/a.csv')").fetchall() == [(1,)]
    for forbidden in (f"{other}/a.csv", "https://exemple.test/a.csv"):
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"SELECT * FROM read_csv('{forbidden}')")
    with pytest.raises(duckdb.Error):
        connection.execute("SET enable_external_access = true")
    with pytest.raises(duckdb.Error):
        connection.execute("INSTALL httpfs")


def test_a_text_too_long_is_told_and_never_loaded_whole(tmp_path: Path) -> None:
    payload = parquet(tmp_path, "SELECT 1 AS id, repeat('x', 3000000) AS text UNION ALL "
                                "SELECT 2, 'ok'")  # fmt: skip
    parsed = list(parse_stream(io.BytesIO(payload), {}))
    assert [p.error.code if p.error else p.message.text for p in parsed] == ["text_too_long", "ok"]


def test_names_of_columns_with_quotes_are_only_names(tmp_path: Path) -> None:
    payload = parquet(tmp_path, """SELECT 'bonjour' AS "te""xt'; DROP", 1 AS id""")
    (parsed,) = parse_stream(io.BytesIO(payload), {"text_field": "te\"xt'; DROP"})
    assert parsed.message.text == "bonjour"
    assert quoted('a"b') == '"a""b"'


def test_bytes_without_an_encoding_are_read_as_text(tmp_path: Path) -> None:
    payload = parquet(tmp_path, "SELECT 'd\\xC3\\xA9j\\xC3\\xA0'::BLOB AS text")
    (parsed,) = parse_stream(io.BytesIO(payload), {})
    assert parsed.message.text == "déjà"


def test_nested_authors_are_read(tmp_path: Path) -> None:
    payload = parquet(tmp_path, "SELECT 'a' AS text, {'id': 'u1', 'name': 'Inès'} AS author")
    (parsed,) = parse_stream(io.BytesIO(payload), {})
    assert parsed.message.author.external_id == "u1" and parsed.message.author.name == "Inès"
