"""A home of its own for weights, a fair candidate that was compared and audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.tuning import in_use, operations
from tests.apps.fairness.made import audits_as, made_report
from tests.apps.moderation.conftest import case_of, lead, ruled, say
from tests.apps.tuning import weighing

__all__ = ["case_of", "lead", "ruled", "say"]
KEY = "atelier.fast"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    yield tmp_path
    in_use.loaded.cache_clear()


@pytest.fixture
def candidate(home: Path) -> str:
    """A fair candidate in a folder of weights: the installed model, a little moved."""
    weighing.other()
    return KEY


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch, lead: Actor) -> Callable[..., None]:
    """``measure(key, passed=True)``: compare for real, audit with a report made by hand."""

    def run(key: str, *, passed: bool = True) -> None:
        comparison = operations.ask_for_comparison(key, lead)
        operations.go_on_comparing(comparison)
        monkeypatch.setattr(
            "harmonie.learning.fairness.audit", audits_as(made_report(passed=passed))
        )
        operations.audit_candidate(operations.ask_for_audit(key, lead))

    return run
