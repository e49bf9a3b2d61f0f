"""The command line as its users meet it, in both languages."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

import harmonie
from harmonie.bulk.flat import flat_columns
from harmonie.channels.file import parse_stream
from harmonie.cli import commands, run
from harmonie.cli.french import FRENCH
from harmonie.cli.options import language_of

HARMONIE = [sys.executable, "-m", "harmonie.cli"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    path = tmp_path / "messages.jsonl"
    path.write_text(
        '{"id":"a","text":"Merci beaucoup pour votre aide, à demain"}\n'
        '{"id":"b","text":"When is the next bus to the station, please?"}\n',
        encoding="utf-8",
    )
    return path


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_score_writes_one_line_per_row_in_order(messages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(["score", str(messages), "--tier", "fast", "--out", str(out)]) == 0
    lines = lines_of(out)
    assert [(line["id"], line["language"]) for line in lines] == [("a", "fr"), ("b", "en")]
    for line in lines:
        assert line["cannot_judge"] is None
        toxicity = line["signals"]["toxicity"]
        assert 0 <= toxicity["score"] <= 1 and toxicity["version"]
        assert all(len(span) == 3 for span in toxicity["spans"])
        sentiment = line["signals"]["sentiment"]["probabilities"]
        assert sum(sentiment.values()) == pytest.approx(1, abs=1e-3)


def test_score_says_the_same_as_the_library(messages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(["score", str(messages), "--tier", "fast", "--out", str(out)])
    for line, text in zip(lines_of(out), lines_of(messages), strict=True):
        analysis = harmonie.analyse(str(text["text"]), tier="fast")
        assert line["signals"]["toxicity"]["score"] == pytest.approx(
            analysis.signals["toxicity"].score, abs=1e-6
        )


def test_decide_adds_the_verdict_with_its_reasons(messages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    code = run(["decide", str(messages), "--policy", "forum", "--tier", "fast", "--out", str(out)])
    assert code == 0
    for line in lines_of(out):
        verdict = line["verdict"]
        assert verdict["mode"] in {"act", "propose", "ask", "allow"}
        assert isinstance(verdict["actions"], list) and isinstance(verdict["rules"], list)
        assert set(verdict["reasons"]) == {"fr", "en"}


def test_a_policy_that_does_not_exist_is_refused_with_those_that_do(
    messages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["decide", str(messages), "--policy", "fourm"]) == 2
    told = capsys.readouterr().err
    assert "fourm" in told and "brand_page" in told and "Traceback" not in told


def test_a_policy_with_a_mistake_is_refused_with_its_line_and_column(
    messages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("name: x\nrules:\n  - id: a\n    when: toxicity >\n", encoding="utf-8")
    assert run(["decide", str(messages), "--policy", str(policy)]) == 2
    assert f"{policy}:" in capsys.readouterr().err


def test_plain_text_is_scored_when_it_is_said_to_be_so(tmp_path: Path) -> None:
    path, out = tmp_path / "words", tmp_path / "out.jsonl"
    path.write_text("bonjour à tous les amis\n\nhello to all my friends\n", encoding="utf-8")
    assert run(["score", str(path), "--in", "text", "--tier", "fast", "--out", str(out)]) == 0
    assert [line["id"] for line in lines_of(out)] == ["1", "3"]


def test_plain_text_on_standard_input_is_refused_with_the_option_that_reads_it() -> None:
    done = subprocess.run([*HARMONIE, "score", "-"], input=b"bonjour\n", capture_output=True)
    assert done.returncode == 2 and b"--in text" in done.stderr and not done.stdout


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".csv.gz"])
def test_the_output_is_a_flat_table_when_its_name_says_so(
    messages: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"out{suffix}"
    code = run(["decide", str(messages), "--policy", "forum", "--tier", "fast", "--out", str(out)])
    assert code == 0
    settings = {"text_field": "mode", "language_field": "language", "filename": out.name}
    kind = "parquet" if suffix == ".parquet" else "csv"
    rows = list(parse_stream(io.BytesIO(out.read_bytes()), {**settings, "format": kind}))
    assert [p.message.language for p in rows if p.message] == ["fr", "en"]


def test_the_columns_of_flat_tables_never_depend_on_the_rows() -> None:
    assert set(flat_columns(True)) - set(flat_columns(False)) == {
        "mode", "actions", "rules", "reasons_fr", "reasons_en", "confidence",
    }  # fmt: skip


def test_a_failed_row_is_told_twice_and_strict_makes_it_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    path.write_text('{"id":"a","text":"bonjour à tous"}\n{"id":\n', encoding="utf-8")
    command = ["score", str(path), "--tier", "fast", "--out", str(out)]
    assert run(command) == 0
    assert lines_of(out)[1]["row"] == 2 and lines_of(out)[1]["code"] == "not_json"
    told = capsys.readouterr().err
    assert "row 2" in told and "1 judged" in told and "1 failed" in told
    assert run([*command, "--strict"]) == 1


def test_when_nothing_can_be_judged_the_exit_code_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{\n{\n", encoding="utf-8")
    assert run(["score", str(path), "--out", str(tmp_path / "o")]) == 1


def test_errors_stop_being_shown_after_twenty_but_are_all_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "o.jsonl"
    path.write_text('{"text":"ok then"}\n' + "{\n" * 500, encoding="utf-8")
    assert run(["score", str(path), "--out", str(out)]) == 0
    assert len(lines_of(out)) == 501
    assert len(capsys.readouterr().err.splitlines()) == 22


def test_the_output_never_overwrites_the_input(
    messages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = messages.read_bytes()
    assert run(["score", str(messages), "--out", str(messages)]) == 2
    assert messages.read_bytes() == before and "--out" in capsys.readouterr().err


def test_a_bad_input_leaves_an_existing_output_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("precious", encoding="utf-8")
    assert run(["score", str(tmp_path / "missing.jsonl"), "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "fr_FR", "LC_ALL": "en_GB"}, "en"),
        (["--lang", "fr", "score"], {"LANG": "en_GB"}, "fr"),
        (["score", "--lang=en"], {"LANG": "fr_FR"}, "en"),
        (["score", "--", "--lang=fr"], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_locale(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(arguments, environment) == language


def help_of(command: click.Command, name: str) -> str:
    with click.Context(command, info_name=name) as context:
        return command.get_help(context)


def test_every_command_and_option_is_explained_in_both_languages() -> None:
    english, french = commands("en"), commands("fr")
    assert set(english.commands) == {
        "score", "aspects", "decide", "train", "evaluate", "audit", "models", "rules", "mandate",
        "import", "up", "web", "worker", "clock", "demo", "doctor", "audit-log", "dsa",
    }  # fmt: skip
    for name, command in english.commands.items():
        other = french.commands[name]
        assert command.help and other.help and command.help != other.help
        for mine, theirs in zip(command.params, other.params, strict=True):
            if isinstance(mine, click.Option) and isinstance(theirs, click.Option):
                assert mine.help and theirs.help and mine.help != theirs.help, (name, mine.name)


def test_click_speaks_french_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "fr", "score"]) == 2
    told = capsys.readouterr().err
    assert "Il manque l’argument" in told and "Utilisation" in told
    assert run(["--lang", "en", "score"]) == 2
    assert "Missing argument" in capsys.readouterr().err


def test_every_sentence_translated_for_click_still_exists_in_click() -> None:
    known: set[str] = set()
    for module in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                known.add(node.value)
    assert set(FRENCH) <= known


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"harmonie {harmonie.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        (["worker"], ("worker", (), {})),
        (["clock"], ("clock", (), {})),
        (["demo"], ("demo", (), {})),
        (["web", "--port", "8123"], ("web", (), {"host": "127.0.0.1", "port": 8123})),
        (["up", "--no-demo"], ("up", (), {"host": "127.0.0.1", "port": 8000, "data_dir": None,
                                          "demo": False})),
        (["import", "f.csv", "--community", "tram"], ("import_file", ("f.csv", "tram", None), {})),
        (["audit-log", "verify", "--checkpoint", "c.txt"], ("audit_log_verify", ("c.txt",), {})),
    ],
)  # fmt: skip
def test_the_desk_is_called_with_what_was_asked_and_its_code_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], called: object
) -> None:
    seen: list[object] = []

    class Commands(SimpleNamespace):
        def __getattr__(self, name: str) -> object:
            return lambda *args, **named: seen.append((name, args, named)) or 3

    monkeypatch.setitem(sys.modules, "harmonie.server.commands", Commands())
    assert run(arguments) == 3
    assert seen == [called]


@pytest.mark.parametrize(("language", "word"), [("en", "not installed"), ("fr", "pas installé")])
def test_without_the_desk_its_commands_say_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    monkeypatch.setattr("harmonie.cli.desk.find_spec", lambda name: None)
    assert run(["--lang", language, "doctor"]) == 2
    told = capsys.readouterr().err
    assert word in told and "harmonie[server]" in told


def test_one_line_is_answered_without_loading_what_it_does_not_need() -> None:
    """A wall clock would lie on a busy machine: what is imported tells why it stays fast."""
    heavy = ["django", "sklearn", "onnxruntime", "duckdb", "tqdm", "httpx", "cel_expr_python"]
    program = (
        "import sys; from harmonie.cli import run; code = run(['score', '-', '--tier', 'fast']); "
        f"print([m for m in {heavy!r} if m in sys.modules], code, file=sys.stderr)"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=b'{"id":"a","text":"Merci beaucoup pour votre aide"}\n',
        capture_output=True,
        check=True,
    )
    assert done.stderr.decode().strip() == "[] 0"
    assert json.loads(done.stdout)["id"] == "a"
    assert time.monotonic() - started < 10
