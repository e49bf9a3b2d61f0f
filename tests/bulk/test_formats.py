"""Writing tables that come back as they were, and that no spreadsheet executes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.bulk.formats import (
    CsvWriter,
    JsonLinesWriter,
    OutputFormat,
    ParquetWriter,
    defused,
    write_table,
)
from harmonie.channels.file import parse_stream

COLUMNS = {"id": "VARCHAR", "text": "VARCHAR", "author": "VARCHAR", "reach": "BIGINT"}
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
plain = words.filter(lambda text: text == defused(text))


def rows_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, object]]]:
    row = st.fixed_dictionaries({"text": text, "reach": st.integers(0, 2**63 - 1)})
    return st.lists(row, max_size=12).map(
        lambda rows: [{"id": f"i{n}", **row, "author": f"a{n}"} for n, row in enumerate(rows)]
    )


def round_trip(rows: list[dict[str, object]], kind: OutputFormat) -> list[dict[str, object]]:
    out = io.BytesIO()
    write_table(rows, kind, out, COLUMNS)
    parsed = list(parse_stream(io.BytesIO(out.getvalue()), {"format": kind}))
    assert not [p.error for p in parsed if p.error]
    messages = [p.message for p in parsed if p.message]
    return [
        {"id": m.external_id, "text": m.text, "reach": m.reach,
         "author": m.author.external_id if m.author else None}
        for m in messages
    ]  # fmt: skip


@given(rows_of(words))
def test_json_lines_come_back_as_they_were(rows: list[dict[str, object]]) -> None:
    assert round_trip(rows, "jsonl") == rows


@given(rows_of(plain))
def test_csv_comes_back_as_it_was(rows: list[dict[str, object]]) -> None:
    assert round_trip(rows, "csv") == rows


@settings(max_examples=15, deadline=None)
@given(rows_of(words))
def test_parquet_comes_back_as_it_was(rows: list[dict[str, object]]) -> None:
    assert round_trip(rows, "parquet") == rows


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+33612345678", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝cmd", "=HYPERLINK(1)"],
)
def test_a_cell_that_a_spreadsheet_would_execute_is_written_as_text(cell: str) -> None:
    out = io.BytesIO()
    write_table([{"id": cell, "text": cell}], "csv", out, {"id": "VARCHAR", "text": "VARCHAR"})
    read = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert read[1] == ["'" + cell, "'" + cell]


def test_the_names_of_columns_are_made_harmless_too() -> None:
    out = io.BytesIO()
    write_table([], "csv", out, {"=cmd": "VARCHAR"})
    assert out.getvalue().decode("utf-8-sig") == "'=cmd\r\n"


def test_negative_numbers_stay_numbers() -> None:
    assert defused(-0.5) == -0.5 and defused(None) is None


def test_csv_begins_with_a_mark_so_that_spreadsheets_read_the_accents() -> None:
    out = io.BytesIO()
    CsvWriter(out, ["a"]).close()
    assert out.getvalue().startswith(b"\xef\xbb\xbf")


def test_a_value_without_a_column_is_an_error_and_never_lost() -> None:
    with pytest.raises(ValueError, match="other"):
        CsvWriter(io.BytesIO(), ["a"]).write([{"a": 1, "other": 2}])
    writer = ParquetWriter(io.BytesIO(), {"a": "BIGINT"})
    with pytest.raises(ValueError, match="other"):
        writer.write([{"a": 1, "other": 2}])
    writer.close()


def test_nothing_to_write_is_an_empty_file_of_json_lines() -> None:
    out = io.BytesIO()
    writer = JsonLinesWriter(out)
    writer.write([])
    writer.close()
    assert out.getvalue() == b""
