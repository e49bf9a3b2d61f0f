"""Little random encoders, for what reads folders of weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from harmonie.learning.card.complete import complete
from tests.analysers.encoder import tiny


@pytest.fixture(scope="session")
def carded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three tiers and their cards: not to be written into."""
    folder = tiny.install(tmp_path_factory.mktemp("carded"))
    complete(folder, cpu_hours=3.4)
    return folder


@pytest.fixture
def folder(carded: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    for path in carded.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path
