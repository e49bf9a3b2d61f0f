"""From bytes of unknown origin to lines and JSON values, in bounded memory.

A stream may be gzip (guarded against decompression bombs), UTF-8 with or without a byte-order
mark, UTF-16, or Windows-1252; lines may end in LF, CR LF or CR.
"""

from __future__ import annotations

import codecs
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

from harmonie.channels.channel import InvalidPayload
from harmonie.channels.wording import Wording, problem

CHUNK_BYTES = 1 << 18
_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_ARCHIVES = (
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: a row beyond them is an error, a bomb ends the reading.

    ``expansion`` is the highest ratio of unpacked to packed bytes, looked at once
    ``expansion_from_bytes`` were unpacked: real text packs 3 to 30 times, a bomb 1,000 times.
    """

    text_characters: int = 1_000_000
    line_bytes: int = 4_000_000
    unpacked_bytes: int = 16 << 30
    expansion: int = 250
    expansion_from_bytes: int = 16 << 20


class ReadingStopped(Exception):
    """The rest of the stream cannot be read; what came before it is good."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(str(wording))
        self.wording = wording


class Source:
    """A binary stream seen as UTF-8 bytes (Windows-1252 lines are left for :func:`decode`)."""

    def __init__(self, stream: BinaryIO, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._read: Callable[[int], bytes] = Peeked(stream).read
        head = self._refill(6)
        if head.startswith(b"\x1f\x8b"):
            self._read = Gunzip(self._read, limits).read
            head = self._refill(6)
        if head.startswith(b"PK\x03\x04"):
            raise InvalidPayload(problem("zip"))
        if head.startswith(_OTHER_ARCHIVES):
            raise InvalidPayload(problem("other_archive"))
        self.encoding = "binary" if head.startswith(b"PAR1") else _encoding(self.peek(4096))
        if self.encoding != "binary":
            self._read_as_text()

    def _read_as_text(self) -> None:
        if self.encoding == "utf-8-sig":
            self._read(3)
        elif self.encoding.startswith("utf-16"):
            self._read = _Utf16(self._read, self.encoding).read
        sample = self.peek(4096)
        if b"\r" in sample and b"\n" not in sample and len(sample) > sample.find(b"\r") + 1:
            read = self._read
            self._read = lambda size: read(size).replace(b"\r", b"\n")

    def _refill(self, size: int, until: bytes = b"") -> bytes:
        """What comes first, put back: ``size`` bytes, or fewer once ``until`` is among them."""
        peeked = Peeked(self._read)
        head = peeked.peek(size, until)
        self._read = peeked.read
        return head

    def peek(self, size: int) -> bytes:
        """Up to ``size`` bytes, put back; a first line that is whole is enough, so that a pipe
        which is still being written is not waited for."""
        return self._refill(size, b"\n")

    def read(self, size: int) -> bytes:
        """At least one byte, or ``b""`` at the end; raises :class:`ReadingStopped`."""
        return self._read(size)

    def lines(self) -> Iterator[bytes | None]:
        """Lines without their newline; ``None`` stands for one longer than ``line_bytes``."""
        cap = self._limits.line_bytes
        tail = b""
        skipping = False
        while chunk := self._read(CHUNK_BYTES):
            if skipping:
                end = chunk.find(b"\n")
                if end < 0:
                    continue
                yield None
                chunk, skipping = chunk[end + 1 :], False
            parts = (tail + chunk).split(b"\n")
            tail = parts.pop()
            for part in parts:
                yield part if len(part) <= cap else None
            if len(tail) > cap:
                tail, skipping = b"", True
        if skipping:
            yield None
        elif tail:
            yield tail


class Peeked:
    """A reader whose first bytes can be looked at; short reads of a pipe are joined there."""

    def __init__(self, source: BinaryIO | Callable[[int], bytes]) -> None:
        self._read: Callable[[int], bytes] = (
            source if callable(source) else getattr(source, "read1", source.read)
        )
        self._head = b""

    def peek(self, size: int, until: bytes = b"") -> bytes:
        while len(self._head) < size and not (until and until in self._head):
            more = self._read(max(size - len(self._head), 4096))
            if not more:
                break
            self._head += more
        return self._head[:size]

    def read(self, size: int) -> bytes:
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        return self._read(size)


class Gunzip:
    """Unpacks gzip (any number of members) without ever holding more than a chunk."""

    def __init__(self, read: Callable[[int], bytes], limits: Limits) -> None:
        self._source = read
        self._limits = limits
        self._member = zlib.decompressobj(wbits=31)
        self._packed = b""
        self._packed_bytes = 0
        self._unpacked_bytes = 0

    def read(self, size: int) -> bytes:
        while True:
            if not self._packed:
                self._packed = self._source(65536)
                self._packed_bytes += len(self._packed)
                if not self._packed:
                    if not self._member.eof:
                        raise ReadingStopped(problem("broken_gzip"))
                    return b""
            if self._member.eof:
                if not self._packed.startswith(b"\x1f\x8b") and len(self._packed) > 1:
                    return b""  # padding after the last member, as gzip itself ignores
                self._member = zlib.decompressobj(wbits=31)
            out = self._unpack(size)
            if out:
                return out

    def _unpack(self, size: int) -> bytes:
        try:
            out = self._member.decompress(self._packed, size)
        except zlib.error as error:
            raise ReadingStopped(problem("broken_gzip")) from error
        self._packed = self._member.unconsumed_tail or self._member.unused_data
        self._unpacked_bytes += len(out)
        limits = self._limits
        if self._unpacked_bytes > limits.unpacked_bytes:
            raise ReadingStopped(problem("bomb", reason=f"> {limits.unpacked_bytes >> 20} MiB"))
        if self._unpacked_bytes > limits.expansion_from_bytes:
            packed = max(self._packed_bytes - len(self._packed), 1)
            if self._unpacked_bytes > packed * limits.expansion:
                raise ReadingStopped(problem("bomb", reason=f"> {limits.expansion}:1"))
        return out


class _Utf16:
    """Re-encodes UTF-16 as UTF-8; halves of pairs become U+FFFD."""

    def __init__(self, read: Callable[[int], bytes], encoding: str) -> None:
        self._source = read
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int) -> bytes:
        while raw := self._source(size):
            text = self._decoder.decode(raw)
            if text:
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", True).encode("utf-8", "replace")


def _encoding(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    # Every table in UTF-16 has a NUL somewhere in its head: a mark without one is a damaged byte.
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" in head:
        return "utf-16"
    # No mark: ASCII in UTF-16 has a NUL in every second byte. One NUL in UTF-8 proves nothing.
    even, odd = head[0:32:2], head[1:32:2]
    if len(head) >= 8 and len(set(even)) > 1 and odd.count(0) == len(odd):
        return "utf-16-le"
    if len(head) >= 8 and len(set(odd)) > 1 and even.count(0) == len(even):
        return "utf-16-be"
    return "utf-8"


def decode(line: bytes) -> tuple[str, tuple[Wording, ...]]:
    """A line as text. Bytes that are not UTF-8 are told: a line with more good UTF-8 than bad had a
    byte or two damaged, which become U+FFFD; any other is Windows-1252, the usual alternative."""
    try:
        return line.decode(), ()
    except UnicodeDecodeError:
        text = line.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad
    if good >= bad:
        return text, (problem("damaged_utf8"),)
    try:
        text = line.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing there: Latin-1 knows every byte
        text = line.decode("latin-1")
    return text, (problem("windows_1252"),)


def load_json(line: bytes) -> tuple[Any, tuple[Wording, ...]]:
    """A JSON value and what had to be repaired to read it.

    Raises ``ValueError`` whose only argument is a :class:`Wording`.
    """
    try:
        return orjson.loads(line), ()
    except orjson.JSONDecodeError:
        return _load_odd_json(line)


def _load_odd_json(line: bytes) -> tuple[Any, tuple[Wording, ...]]:
    """The slow path: half surrogates, NaN and other encodings, all common in real exports."""
    text, notices = decode(line)
    try:
        value = json.loads(text, parse_constant=lambda _: None)
        repaired = without_surrogates(value)
    except json.JSONDecodeError as error:
        raise ValueError(problem("not_json", position=error.pos + 1)) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number of 10,000 digits, 10,000 brackets
        raise ValueError(problem("not_json", position=1)) from error
    if repaired != value:
        notices = (*notices, problem("lone_surrogate"))
    return repaired, notices


def without_surrogates(value: Any) -> Any:
    """``value`` with each lone surrogate replaced by U+FFFD: one character for one, so that
    positions stay true."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    return value
