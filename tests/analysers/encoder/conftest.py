"""One folder of little random encoders for all tests here: reading them takes longer than any."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysers.encoder import tiny


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.install(tmp_path_factory.mktemp("tiny"))
