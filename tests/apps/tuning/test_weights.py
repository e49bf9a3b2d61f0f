from __future__ import annotations

import os
from pathlib import Path

import pytest

from harmonie.apps.tuning import in_use, weights
from harmonie.apps.tuning.candidates import usable
from harmonie.apps.tuning.contracts import Refused
from harmonie.weights.store import WeightsError, load
from tests.apps.tuning import weighing


def test_candidates_are_those_installed_and_those_in_the_workshop(home: Path) -> None:
    weighing.other("atelier")
    (home / "models" / "vide").mkdir()
    keys = [one.key for one in weights.candidates()]
    assert keys[0].startswith("shipped.") and keys[-1] == "atelier.fast"
    found = weights.candidate("atelier.fast")
    assert found.version.startswith("fast-") and found.version != load("fast").version
    assert len(found.mark) == 64 and found.problem == "" and found.card["heads"]


@pytest.mark.parametrize(
    "key",
    ["", "fast", "nowhere.fast", "atelier.huge", "../models/atelier.fast", "..fast", ".fast",
     "/etc.fast", "atelier/../atelier.fast", "shipped.nothing", "atelier\x00.fast"],
)  # fmt: skip
def test_nobody_names_a_path(home: Path, key: str) -> None:
    weighing.other("atelier")
    with pytest.raises(Refused) as caught:
        weights.candidate(key)
    assert caught.value.code == "unknown"


def test_links_out_of_the_workshop_are_not_followed(home: Path, tmp_path: Path) -> None:
    real = weighing.other("atelier")
    outside = tmp_path / "outside"
    os.rename(real, outside)
    (home / "models" / "lien").symlink_to(outside)
    assert "lien.fast" not in [one.key for one in weights.candidates()]


@pytest.mark.parametrize("damage", ["altered", "cut", "no_arrays", "card"])
def test_damaged_weights_are_shown_and_refused(home: Path, damage: str) -> None:
    folder = weighing.other("atelier")
    data = (folder / "fast.npz").read_bytes()
    if damage == "altered":
        (folder / "fast.npz").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif damage == "cut":
        (folder / "fast.npz").write_bytes(data[:1000])
    elif damage == "no_arrays":
        (folder / "fast.npz").unlink()
    else:
        (folder / "fast.json").write_text("{")
    found = weights.candidate("atelier.fast")
    assert found.problem and found.version == ""
    with pytest.raises(Refused) as caught:
        usable("atelier.fast")
    assert caught.value.code == "broken" and caught.value.fr != caught.value.en


def test_what_is_kept_no_longer_depends_on_the_folder_it_came_from(home: Path) -> None:
    folder = weighing.other("atelier")
    found = weights.candidate("atelier.fast")
    place = weights.keep(found)
    weighing.other("atelier", shift=0.5)
    again = weights.candidate("atelier.fast")
    assert again.mark != found.mark and again.version != found.version
    assert weights.mark_of(place, "fast") == found.mark
    assert weights.keep(found) == place
    assert in_use.loaded("fast", found.mark).version == found.version
    assert in_use.loaded("fast", found.mark).folder == place != folder


def test_weights_that_change_while_they_are_copied_are_refused(home: Path) -> None:
    weighing.other("atelier")
    found = weights.candidate("atelier.fast")
    weighing.other("atelier", shift=0.5)
    with pytest.raises(Refused) as caught:
        weights.keep(found)
    assert caught.value.code == "changed"
    assert list(weights.kept().iterdir()) == []


def test_a_model_that_was_kept_and_then_lost_cannot_be_loaded(home: Path) -> None:
    with pytest.raises(WeightsError):
        in_use.loaded("fast", "0" * 64)
