"""Models in use that are not, or no longer, what was measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.tuning import operations, queries, weights
from harmonie.weights.store import FOLDER, load, save, save_card
from tests.apps.tuning import weighing

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(ruled: Community, candidate: str, measure: Callable[..., None], lead: Actor) -> Path:
    """The files of a model that a person put in use."""
    measure(candidate)
    operations.promote(candidate, "Fewer mistakes", lead)
    return weights.kept_at(weights.mark_of(weighing.workshop("atelier"), "fast"))


def problems() -> list[tuple[str, str]]:
    return [(one.community, one.problem.code) for one in queries.unsound()]


def test_a_model_that_was_put_in_use_is_sound_until_its_files_are_touched(
    copy: Path, ruled: Community, other_community: Community
) -> None:
    assert problems() == []
    (copy / "fast.npz").write_bytes((copy / "fast.npz").read_bytes()[:-9] + b"x" * 9)
    assert problems() == [(ruled.name, "altered")]
    (copy / "fast.npz").unlink()
    assert problems() == [(ruled.name, "missing")]
    (found,) = queries.unsound()
    assert found.version == queries.live(ruled.pk).version and not found.is_shipped
    assert str(found.problem) != found.problem.fr


def test_weights_replaced_with_their_card_are_noticed(copy: Path, ruled: Community) -> None:
    changed = load("fast", copy)
    save("fast", {**changed.arrays, "spare": np.ones(3)}, changed.card, copy)
    assert problems() == [(ruled.name, "altered_copy")]


def test_installed_models_must_have_their_student_beside_them(
    ruled: Community, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.setattr("harmonie.apps.tuning.queries.soundness.FOLDER", folder)
    assert problems() == [(ruled.name, "none")]
    for name in ("fast", "full"):
        (folder / f"{name}.npz").write_bytes((FOLDER / f"{name}.npz").read_bytes())
        save_card(name, load(name).card, folder)
    save_card("full", {**load("full").card, "student": "fast-00000000"}, folder)
    assert problems() == [(ruled.name, "other_student")]
    assert all(one.is_shipped for one in queries.unsound())
