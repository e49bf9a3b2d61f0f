"""The architecture, held by tests. Each rule is a function of ``rules.py``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import rules

ROOMS = [
    "compat",
    "dsa",
    "fairness",
    "tuning",
    "appeals",
    "moderation",
    "connections",
    "inbox",
    "accounts",
    "web",
    "jobs",
    "audit",
]
PROJECT = rules.SOURCE.parents[1]


def lint_imports(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def test_imports_go_down_only() -> None:
    result = lint_imports()
    assert result.returncode == 0, result.stdout


def test_no_file_is_too_long() -> None:
    assert rules.long_files(rules.SOURCE) == []


def test_no_function_is_too_long() -> None:
    assert rules.long_functions(rules.SOURCE) == []


def test_every_name_is_a_path() -> None:
    assert rules.forbidden_names(rules.SOURCE) == []


def test_a_room_keeps_its_models_to_itself() -> None:
    assert rules.foreign_models(rules.SOURCE) == []


def test_foreign_keys_point_down_and_leave_no_trace() -> None:
    assert rules.upward_keys(rules.SOURCE, ROOMS) == []


def test_only_operations_write() -> None:
    assert rules.writes_outside_operations(rules.SOURCE) == []


def test_every_text_exists_in_french() -> None:
    assert rules.missing_translations(rules.SOURCE) == []


def test_no_page_carries_inline_code_or_remote_addresses() -> None:
    assert rules.inline_code_in_templates(rules.SOURCE) == []


def test_importing_the_library_loads_nothing_heavy() -> None:
    script = "import harmonie, sys; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"sklearn", "scipy", "numpy", "onnxruntime", "openai", "django", "lingua", "duckdb"}
    heavy |= {"torch", "onnx", "tokenizers", "wordfreq"}
    assert heavy.isdisjoint(re.findall(r"'(\w+)'", run.stdout))


def test_only_training_names_what_only_training_installs() -> None:
    assert rules.training_imports(rules.SOURCE) == []


def test_nothing_can_read_a_pickle() -> None:
    assert rules.pickle_readers(rules.SOURCE) == []


@pytest.mark.parametrize("suffix", [".pkl", ".pickle", ".joblib", ".pt", ".pth"])
def test_no_weights_are_pickles(suffix: str) -> None:
    assert list(rules.SOURCE.rglob(f"*{suffix}")) == []
