"""The file channel: settings, ids, limits and what it refuses."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.channels.channel import InvalidPayload, Parsed
from harmonie.channels.file import FileChannel, parse_stream
from harmonie.channels.tables.decoding import Limits


def parse(payload: bytes, filename: str = "", **settings: str) -> list[Parsed]:
    return list(FileChannel().parse(payload, {"filename": filename}, settings))


def codes(parsed: list[Parsed]) -> list[str]:
    return [p.error.code for p in parsed if p.error]


def texts(parsed: list[Parsed]) -> list[str]:
    return [p.message.text for p in parsed if p.message]


def test_a_second_message_of_the_same_id_is_told_with_the_row_of_the_first() -> None:
    parsed = parse(b'{"id":1,"text":"a"}\n{"id":"1","text":"b"}\n', "a.jsonl")
    assert texts(parsed) == ["a"]
    assert codes(parsed) == ["duplicate_id"] and "row 1" in parsed[1].error


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty_file"),
        (b"   \n\n", "empty_file"),
        (b"bonjour tout le monde\n", "unknown_format"),
        (b'[{"text":"a"}]', "json_array"),
        (b"BZh91AY&SY", "other_archive"),
        (b"PAR1 and then nonsense", "bad_parquet"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_what_to_do(payload: bytes, code: str) -> None:
    with pytest.raises(InvalidPayload) as refused:
        parse(payload)
    assert refused.value.args[0].code == code


def test_a_pretty_printed_array_is_refused_with_the_command_that_mends_it() -> None:
    with pytest.raises(InvalidPayload, match="jq -c"):
        parse(b'[\n  {"text": "a"}\n]\n', "a.json")


def test_a_zip_archive_or_a_spreadsheet_is_refused_with_advice() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "text\nhello\n")
    with pytest.raises(InvalidPayload, match="unzip"):
        parse(packed.getvalue(), "a.csv")


def test_a_table_without_a_text_column_lists_those_it_has() -> None:
    with pytest.raises(InvalidPayload, match="found width, height"):
        parse(b"width,height\n1,2\n", "a.csv")


def test_a_column_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(InvalidPayload, match="no column “body2”"):
        parse(b"id,text\n1,2\n", "a.csv", text_field="body2")


@pytest.mark.parametrize(
    ("name", "value"), [("format", "xlsx"), ("delimiter", "::"), ("timezone", "Mars/Olympus")]
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InvalidPayload, match=name):
        parse(b"id,text\n1,a\n", "a.csv", **{name: value})


@pytest.mark.parametrize(
    "column", ["text", "texte", "comment", "message", "content", "CONTENT", "tweet", "Commentaire"]
)
def test_the_usual_names_of_the_text_are_recognised(column: str) -> None:
    assert texts(parse(f"n,{column}\n1,bonjour\n".encode(), "a.csv")) == ["bonjour"]
    assert texts(parse(json.dumps({column: "bonjour"}).encode(), "a.jsonl")) == ["bonjour"]


def test_a_dotted_name_reaches_into_nested_objects() -> None:
    row = {"data": {"body": "bonjour"}, "meta": {"key": "k1"}}
    (parsed,) = parse(json.dumps(row).encode(), "a", format="jsonl", text_field="data.body",
                      id_field="meta.key")  # fmt: skip
    assert parsed.message.text == "bonjour" and parsed.message.external_id == "k1"


def test_a_trailing_delimiter_is_harmless_but_a_cut_text_is_told() -> None:
    parsed = parse(b"id,text\n1,hello,\n2,hello, world\n", "a.csv")
    assert texts(parsed) == ["hello"] and codes(parsed) == ["too_many_values"]


def test_old_macintosh_line_ends_are_read() -> None:
    assert texts(parse(b"id,text\r1,un\r2,deux\r", "a.csv")) == ["un", "deux"]


def test_a_nul_stays_a_character_of_the_text() -> None:
    assert texts(parse(b"id,text\n1,a\x00b\n", "a.csv")) == ["a\x00b"]
    assert texts(parse(b'{"text":"a\\u0000b"}\n', "a.jsonl")) == ["a\x00b"]


def test_a_line_of_ten_megabytes_costs_its_own_row_only_and_no_memory() -> None:
    head, tail = b'{"text":"before"}\n{"text":"', b'"}\n{"text":"after"}\n'

    class Endless(io.RawIOBase):
        """Ten megabytes given out bit by bit, so that only what is kept counts."""

        left = 10_000_000
        parts = [head, tail]

        def read(self, size: int = -1) -> bytes:
            if self.parts[0] is head:
                return self.parts.pop(0)
            if self.left:
                self.left -= min(size, self.left)
                return b"x" * size
            return self.parts.pop(0) if self.parts and self.parts[0] else b""

    Endless.parts = [head, tail, b""]
    tracemalloc.start()
    try:
        parsed = list(parse_stream(Endless(), {"format": "jsonl"}))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert texts(parsed) == ["before", "after"]
    assert codes(parsed) == ["line_too_long"] and parsed[1].row == 2
    assert peak < 16_000_000


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_text_beyond_a_million_characters_is_an_error_of_its_row(name: str) -> None:
    long = "x" * 1_000_001
    payload = (
        f'{{"text":"{long}"}}\n{{"text":"ok"}}\n' if name == "a.jsonl" else f'text\n"{long}"\nok\n'
    )
    parsed = parse(payload.encode(), name)
    assert codes(parsed) == ["text_too_long"] and texts(parsed) == ["ok"]


def test_a_gzip_bomb_stops_at_the_ratio_of_no_honest_text() -> None:
    bomb = gzip.compress(b'{"text":"' + b"A" * 60_000_000 + b'"}\n')
    parsed = list(parse_stream(io.BytesIO(bomb), {"format": "jsonl"}))
    assert codes(parsed)[-1] == "bomb" and texts(parsed) == []


def test_a_gzip_file_stops_at_the_total_that_was_set() -> None:
    payload = gzip.compress(b'{"text":"hello"}\n' * 10_000)
    limits = Limits(unpacked_bytes=50_000)
    parsed = list(parse_stream(io.BytesIO(payload), {"format": "jsonl"}, limits=limits))
    assert codes(parsed)[-1] == "bomb" or parsed[-1].error.code == "bomb"
    assert len(parsed) < 10_000


def test_what_came_before_the_damage_of_a_gzip_file_is_kept() -> None:
    import random

    lines = b"".join(b'{"text":"%x"}\n' % random.Random(n).getrandbits(256) for n in range(9_000))
    whole = gzip.compress(lines)
    parsed = parse(whole[: len(whole) // 2], "a.jsonl.gz")
    assert len(texts(parsed)) > 1_000
    assert parsed[-1].error.code == "broken_gzip"


def test_gzip_files_put_end_to_end_are_read_as_one() -> None:
    payload = gzip.compress(b'{"text":"a"}\n') + gzip.compress(b'{"text":"b"}\n')
    assert texts(parse(payload, "a.jsonl.gz")) == ["a", "b"]


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00"),
        ("2026-01-31 18:30", "2026-01-31T18:30:00+00:00"),
        ("2026-01-31T18:30:00Z", "2026-01-31T18:30:00+00:00"),
        ("2026-01-31T18:30:00+02:00", "2026-01-31T18:30:00+02:00"),
        (1768469400, "2026-01-15T09:30:00+00:00"),
        ("1768469400000", "2026-01-15T09:30:00+00:00"),
        ("Thu, 15 Jan 2026 09:30:00 +0000", "2026-01-15T09:30:00+00:00"),
    ],
)
def test_dates_of_usual_exports_are_read(value: object, iso: str) -> None:
    (parsed,) = parse(json.dumps({"text": "a", "date": value}).encode(), "a.jsonl")
    assert parsed.message.created_at.isoformat() == iso


@pytest.mark.parametrize(
    "value",
    ["01/02/2026", "hier", "", "2026-13-45", -1, 1e300, True, [1], "0001-01-01T00:00+23:00"],
)
def test_a_wrong_date_costs_the_row_only_where_its_column_was_named(value: object) -> None:
    row = json.dumps({"text": "a", "when": value, "date": value}).encode()
    (kept,) = parse(row, "a.jsonl")
    assert kept.message.text == "a" and kept.message.created_at is None
    (told,) = parse(row, "a.jsonl", created_at_field="when")
    assert told.message is None or value == ""


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_text_written_as_json_lines_comes_back_whole(given_texts: list[str]) -> None:
    payload = "".join(json.dumps({"text": t}) + "\n" for t in given_texts)
    assert texts(parse(payload.encode(), format="jsonl")) == given_texts


@given(st.binary(max_size=400), st.sampled_from(["jsonl", "csv", "text", ""]))
def test_any_bytes_are_read_told_or_refused_and_never_a_crash(payload: bytes, kind: str) -> None:
    try:
        parsed = parse(payload, format=kind)
    except InvalidPayload:
        return
    for row in parsed:
        assert (row.message is None) != (row.error is None)
