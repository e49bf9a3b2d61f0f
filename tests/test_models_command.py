"""``harmonie models`` as its users meet it, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harmonie.cli import run
from harmonie.learning.card.complete import complete
from harmonie.weights.store import load
from tests.analysers.encoder import tiny


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny.install(tmp_path_factory.mktemp("sound"))
    complete(folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "weights"))


def test_the_tiers_are_listed_with_the_default_one(sound, capsys):
    assert run(["models", "list", "--folder", str(sound)]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == [
        "tier", "version", "size", "layers", "languages", "date", "sha256", "licence",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines] == ["fast", "full", "deep"]
    for line in lines:
        weights = load(line.split()[0], sound)
        assert weights.version in line and weights.card["sha256"][:12] in line
        assert "Apache-2.0" in line and "fr en" in line
    assert [line.endswith("default") for line in lines] == [False, True, False]


def test_the_list_is_in_french(sound, capsys):
    run(["models", "list", "--folder", str(sound), "--lang", "fr"])
    out = capsys.readouterr().out
    megabytes = (sound / "fast.npz").stat().st_size / 1e6
    size = f"{megabytes:.1f} Mo".replace(".", ",")
    assert out.startswith("niveau") and f" {size} " in out and "par défaut" in out


def test_sound_models_pass(sound, capsys):
    assert run(["models", "verify", "--folder", str(sound)]) == 0
    assert capsys.readouterr().out.splitlines() == ["fast: sound", "full: sound", "deep: sound"]
    assert run(["models", "verify", "deep", "--folder", str(sound), "--lang", "fr"]) == 0
    assert capsys.readouterr().out.strip() == "deep\u00a0: en ordre"


def test_the_shipped_models_pass():
    assert run(["models", "verify"]) == 0


def test_a_corrupted_model_fails_and_the_others_are_still_told(folder, capsys):
    path = folder / "fast.npz"
    path.write_bytes(path.read_bytes()[:-40])
    assert run(["models", "verify", "--folder", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert "sound" not in out
    assert err.splitlines()[0].startswith("harmonie: ") and "is cut short" in err


def test_a_swapped_model_fails(folder, capsys):
    for suffix in (".npz", ".json"):
        shutil.copy(folder / f"deep{suffix}", folder / f"full{suffix}")
    assert run(["models", "verify", "full", "--folder", str(folder), "--lang", "fr"]) == 1
    assert "contient le niveau deep, et non full" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_half_a_model_fails(folder, capsys, suffix):
    (folder / f"deep{suffix}").unlink()
    assert run(["models", "verify", "--folder", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == ["fast: sound", "full: sound"]
    assert f"deep{suffix} is missing" in err


def test_an_empty_folder_fails(tmp_path, capsys):
    assert run(["models", "verify", "--folder", str(tmp_path)]) == 1
    assert "no weights" in capsys.readouterr().err
    assert run(["models", "list", "--folder", str(tmp_path)]) == 2
    assert run(["models", "card", "--folder", str(tmp_path)]) == 2


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["fast"], "# Model card: `fast-"),
        (["deep", "--lang", "fr"], "# Fiche du modèle\u00a0: `deep-"),
        ([], "# Model card: `full-"),
    ],
)
def test_a_card_is_printed_in_the_language_asked(sound, capsys, arguments, title):
    assert run(["models", "card", *arguments, "--folder", str(sound)]) == 0
    assert capsys.readouterr().out.startswith(title)


def test_an_unknown_tier_is_refused(capsys):
    assert run(["models", "card", "slow"]) == 2
    assert "slow" in capsys.readouterr().err
