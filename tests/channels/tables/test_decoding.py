"""Bytes of unknown origin: encodings, line ends, pipes that are still being written."""

from __future__ import annotations

import io
import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.channels.tables.decoding import Limits, Source, decode, load_json, without_surrogates

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


@given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_a_table_reads_the_same_in_every_unicode_encoding(word: str, encoding: str) -> None:
    head = "identifiant;texte"
    raw = f"{head}\n{word}\n".encode(encoding)
    lines = list(Source(io.BytesIO(raw)).lines())
    assert [line.decode() for line in lines if line is not None] == [head, word]


@pytest.mark.parametrize(
    ("raw", "text", "code"),
    [
        ("déjà".encode(), "déjà", None),
        ("déjà à 5 €".encode("cp1252"), "déjà à 5 €", "windows_1252"),
        ("déjà, ça ".encode() + b"\xe9", "déjà, ça \ufffd", "damaged_utf8"),
        (b"\x81\x8d", "\x81\x8d", "windows_1252"),
    ],
)
def test_bytes_that_are_not_utf8_are_read_and_told(raw: bytes, text: str, code: str | None) -> None:
    read, notices = decode(raw)
    assert read == text and [n.code for n in notices] == ([code] if code else [])


@given(st.binary(max_size=60), st.integers(1, 7))
def test_lines_are_those_of_the_file_however_the_bytes_arrive(raw: bytes, size: int) -> None:
    class Slow(io.RawIOBase):
        rest = raw

        def read(self, _: int = -1) -> bytes:
            part, self.rest = self.rest[:size], self.rest[size:]
            return part

    try:
        at_once = list(Source(io.BytesIO(b"\n" + raw)).lines())
        Slow.rest = b"\n" + raw
        assert list(Source(Slow()).lines()) == at_once
    finally:
        Slow.rest = b""


@pytest.mark.parametrize("length", [9, 10, 11, 25, 300_000])
def test_only_lines_beyond_the_limit_are_left_out(length: int) -> None:
    raw = b"ok\n" + b"x" * length + b"\nend"
    lines = list(Source(io.BytesIO(raw), Limits(line_bytes=10)).lines())
    assert lines == [b"ok", b"x" * length if length <= 10 else None, b"end"]


def test_the_first_line_of_a_pipe_is_read_before_the_second_is_written() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:
        pipe.write(b'{"text":"now"}\n')
        got: list[bytes | None] = []
        thread = threading.Thread(target=lambda: got.append(next(Source(stream).lines())))
        thread.daemon = True
        thread.start()
        thread.join(timeout=5)
        assert got == [b'{"text":"now"}']


@given(st.text())
def test_each_half_surrogate_becomes_one_character_so_that_positions_stay(text: str) -> None:
    repaired = without_surrogates(text)
    assert len(repaired) == len(text)
    repaired.encode()


def test_numbers_that_json_does_not_know_are_no_reason_to_lose_a_text() -> None:
    value, _ = load_json(b'{"text": "a", "score": NaN}')
    assert value == {"text": "a", "score": None}
