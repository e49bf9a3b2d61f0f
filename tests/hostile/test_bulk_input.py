"""Hostile files, and terminals that go away: inert, reported, and nothing else is lost."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harmonie.cli import run

HARMONIE = [sys.executable, "-m", "harmonie.cli"]
GOOD = '{"id":"good","text":"Merci beaucoup pour votre aide"}\n'


def score(path: Path, *more: str) -> tuple[int, list[dict[str, object]]]:
    out = path.with_name("out.jsonl")
    code = run(["score", str(path), "--tier", "fast", "--out", str(out), *more])
    return code, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"id":"x","text":"' + b"A" * 10_000_000 + b'"}', "line_too_long"),
        (b'{"id":"x","text":"' + b"A" * 1_500_000 + b'"}', "text_too_long"),
        (b'{"id":"x","text":"cut', "not_json"),
        (b"[" * 200_000, "not_json"),
        (b'{"id":"x","text":' + b"9" * 10_000 + b"}", "not_json"),
        (bytes(range(128, 256)), "not_json"),
        (b'{"id":"x","text":{"text":"deep"}}', "text_not_text"),
        (b"null", "not_object"),
        (b"\x00\x00\x00", "not_json"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_a_hostile_line_is_told_and_its_neighbours_are_judged(
    tmp_path: Path, line: bytes, code: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD.encode() + line + b"\n" + GOOD.encode())
    exit_code, lines = score(path)
    assert exit_code == 0
    assert [out.get("code") for out in lines] == [None, code, None]
    assert lines[0]["signals"] == lines[2]["signals"]


@pytest.mark.parametrize(
    "text",
    [
        "NUL \x00 inside \x00 words",
        "half a pair \ud83d then words",
        "\u202eright to left \u202d override \u2066 isolates",
        "\ufdfa" * 40,
        "z\u0335\u0321\u0322" * 300,
        "\u200b\u200c\u200d\ufeff" * 200 + "bonjour",
        "<script>alert(1)</script>",
        "{{ 7*7 }} ${jndi:ldap://exemple.test/a} %s %n",
        "'; DROP TABLE messages; --",
        "a" * 19_000,
        "\U0010ffff\U000e0001 tags",
    ],
    ids=range(11),
)
def test_a_hostile_text_is_judged_or_abstained_from_like_any_other(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x", "text": text}) + "\n" + GOOD, encoding="utf-8")
    exit_code, lines = score(path)
    assert exit_code == 0
    assert [line["id"] for line in lines] == ["x", "good"]
    assert "error" not in lines[0]
    length = len(text)
    for signal_line in lines[0]["signals"].values():
        for start, end, _ in signal_line["spans"]:
            assert 0 <= start <= end <= length


def test_garbage_is_refused_or_told_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "garbage"
    path.write_bytes(os.urandom(5_000) + b"\n" + os.urandom(5_000))
    for kind in ("jsonl", "csv", "parquet", "text"):
        assert run(["score", str(path), "--in", kind, "--out", str(tmp_path / "o")]) in (0, 1, 2)
    assert run(["score", str(path), "--out", str(tmp_path / "o")]) == 2


def test_a_gzip_bomb_stops_early_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl.gz"
    row = b'{"text":"' + b" " * 100_000 + b'"}\n'
    path.write_bytes(gzip.compress(GOOD.encode() + row * 600))
    _, lines = score(path)
    assert lines[0]["id"] == "good" and lines[-1]["code"] == "bomb"
    assert "250:1" in capsys.readouterr().err


def test_a_zip_is_refused_with_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 100)
    assert run(["score", str(path)]) == 2
    assert "unzip" in capsys.readouterr().err


def test_formulas_in_ids_are_inert_in_the_csv_that_is_written(tmp_path: Path) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "out.csv"
    path.write_text(json.dumps({"id": "=cmd|' /C calc'!A0", "text": "bonjour à tous"}) + "\n")
    assert run(["score", str(path), "--tier", "fast", "--out", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0]["id"] == "'=cmd|' /C calc'!A0"


def test_control_characters_of_a_row_never_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x", "text": "a", "date": "\x1b[2J\x1b]0;owned\x07"}) + "\n")
    score(path)
    told = capsys.readouterr().err
    assert "is not a date" in told and "\x1b" not in told and "\x07" not in told


@pytest.mark.parametrize(("language", "word"), [("en", "no such file"), ("fr", "n’existe pas")])
def test_a_missing_file_is_told_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    assert run(["--lang", language, "score", str(tmp_path / "none.csv")]) == 2
    assert word in capsys.readouterr().err


def test_a_directory_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(tmp_path)]) == 2
    assert "this is a directory" in capsys.readouterr().err
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD)
    assert run(["score", str(path), "--out", str(tmp_path)]) == 2


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD)
    path.chmod(0)
    if os.geteuid() == 0:  # root may read everything: refuse as the system would
        real = Path.open

        def refuse(self: Path, *args: object, **named: object) -> object:
            if self == path:
                raise PermissionError(13, "Permission denied")
            return real(self, *args, **named)

        monkeypatch.setattr(Path, "open", refuse)
    assert run(["score", str(path)]) == 2
    assert "permission denied" in capsys.readouterr().err


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    path.write_text(GOOD * 20_000)
    return path


def test_a_reader_that_leaves_ends_the_work_in_silence(many: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m harmonie.cli score {many} --tier fast | head -1; "
         "exit ${PIPESTATUS[0]}"],
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 141
    assert done.stdout.count(b"\n") == 1 and json.loads(done.stdout)["id"] == "good"
    assert done.stderr == b""


def test_ctrl_c_leaves_whole_lines_and_no_traceback(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [*HARMONIE, "score", "-", "--tier", "fast", "--out", str(out), "--batch", "8"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    # The input stays open: however fast the machine, the work is not over when we interrupt it.
    process.stdin.write((GOOD * 400).encode())
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (out.exists() and out.stat().st_size):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"interrupted" in told and b"Traceback" not in told
    raw = out.read_bytes()
    assert raw.endswith(b"\n")
    lines = [json.loads(line) for line in raw.splitlines()]
    assert 0 < len(lines) <= 400 and len(lines) % 8 == 0


def test_ctrl_c_while_waiting_for_input_ends_at_once() -> None:
    process = subprocess.Popen(
        [*HARMONIE, "score", "-", "--tier", "fast", "--batch", "1"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(GOOD.encode())
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == "good", "batch 1 answers at once"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert b"Traceback" not in process.stderr.read()


def test_a_closed_output_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD)
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m harmonie.cli score {path} --tier fast >&-"],
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2 and b"standard output is closed" in done.stderr


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        return
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD * 100)
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m harmonie.cli score {path} --tier fast > /dev/full"],
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1 and b"disk is full" in done.stderr
    assert b"Traceback" not in done.stderr
