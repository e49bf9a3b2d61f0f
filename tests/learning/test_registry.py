"""Models that are what their cards say, and those that are not."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harmonie.learning.registry import models, present, problem_of, verify
from harmonie.weights.store import (
    TIERS,
    WeightsError,
    card_of,
    installed,
    load,
    save,
    save_card,
)

Spoil = Callable[[Path], Any]


def test_sound_models_are_sound(carded):
    assert [problem_of(tier, carded) for tier in TIERS] == [None] * 3


def test_the_shipped_models_are_sound():
    assert [problem_of(tier) for tier in installed()] == [None] * len(installed())


def test_each_tier_is_listed_as_its_card_tells(carded):
    found = models(carded)
    assert [one.tier for one in found] == list(TIERS)
    assert [one.layers for one in found] == [0, 2, 2]
    assert [one.is_default for one in found] == [False, True, False]
    assert all(one.version == load(one.tier, carded).version for one in found)
    assert all(one.languages == ("fr", "en") and len(one.date) == 10 for one in found)
    assert found[0].megabytes == pytest.approx((carded / "fast.npz").stat().st_size / 1e6)


def resave(tier: str, folder: Path, **arrays: Any) -> None:
    """The arrays changed, with a card that vouches for them."""
    weights = load(tier, folder)
    kept = {**weights.arrays, **arrays}
    save(tier, {name: one for name, one in kept.items() if one is not None}, weights.card, folder)


def vouched_copy(folder: Path, source: str, target: str) -> None:
    """The files of a tier under another's name, the card made to fit."""
    shutil.copy(folder / f"{source}.npz", folder / f"{target}.npz")
    data = (folder / f"{target}.npz").read_bytes()
    card = {**card_of(target, folder), "sha256": hashlib.sha256(data).hexdigest()}
    save_card(target, {**card, "bytes": len(data)}, folder)


def test_an_array_that_nothing_reads_any_more_does_no_harm(carded):
    resave("fast", carded, projection=np.ones((4, 2), np.int8))
    assert problem_of("fast", carded) is None
    resave("fast", carded, projection=None)
    assert problem_of("fast", carded) is None


@pytest.mark.parametrize(
    ("tier", "spoil", "message"),
    [
        ("full", lambda f: (f / "full.npz").write_bytes(b"x" * 10**6), "was altered"),
        ("full", lambda f: (f / "full.npz").write_bytes(b"x"), "is cut short"),
        ("full", lambda f: (f / "full.npz").unlink(), "full.npz is missing"),
        ("full", lambda f: (f / "full.json").unlink(), "full.json is missing"),
        ("full", lambda f: shutil.copy(f / "deep.npz", f / "full.npz"), "another version"),
        ("full", lambda f: shutil.copy(f / "deep.json", f / "full.json"), "holds the tier deep"),
        ("full", lambda f: vouched_copy(f, "deep", "full"), "not those of this tier (band)"),
        ("deep", lambda f: vouched_copy(f, "full", "deep"), "not those of this tier (band)"),
        ("fast", lambda f: vouched_copy(f, "full", "fast"), "not those of this tier (table"),
        ("full", lambda f: resave("full", f, words=None), "not those of this tier (words)"),
        ("full", lambda f: resave("full", f, places=np.zeros((9, 3))), "this tier (places)"),
        ("full", lambda f: resave("full", f, share=np.zeros((1, 2))), "this tier (share)"),
        ("fast", lambda f: resave("fast", f, units=np.zeros(3)), "this tier (units)"),
        ("full", lambda f: resave("full", f, words=np.zeros((4, 16))), "this tier (words)"),
        (
            "full",
            lambda f: resave("full", f, graph=np.zeros(40, np.uint8)),
            "the encoder in",
        ),
        (
            "full",
            lambda f: resave("full", f, tokeniser=np.frombuffer(b"{}", np.uint8)),
            "does not run",
        ),
        (
            "full",
            lambda f: resave("full", f, head_bias=load("full", f).arrays["head_bias"] + 3),
            "where its card says",
        ),
        (
            "full",
            lambda f: save_card("full", {**card_of("full", f), "student": "fast-0"}, f),
            "was made with fast-0",
        ),
        (
            "full",
            lambda f: save_card("full", {**card_of("full", f), "format": 99}, f),
            "format 99",
        ),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(folder, tier, spoil: Spoil, message):
    spoil(folder)
    problem = problem_of(tier, folder)
    assert problem is not None and message in problem
    assert problem.text("fr") != problem.text("en")
    assert any(word in problem.text("fr") for word in ("réinstallez", "remettez", "installez"))


def test_a_tier_that_does_not_exist_is_refused(folder):
    with pytest.raises(WeightsError, match="known: fast, full, deep"):
        verify("slow", folder)


def test_arrays_without_a_card_are_not_overlooked(folder):
    (folder / "full.json").unlink()
    assert present(folder) == list(TIERS)
    assert present(folder / "nowhere") == []


def test_listing_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(WeightsError, match="no weights"):
        models(tmp_path)
