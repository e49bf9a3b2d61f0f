"""Folders of weights on this machine: found, checked, and copied before they are measured.

A candidate is only ever named by what is found here: nobody types a path. Before anything is
measured its files are copied to a folder named by their SHA-256, so that what was compared and
audited is what goes live, whatever becomes of the folder it came from.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from harmonie.apps.tuning.contracts import Candidate, Refused
from harmonie.learning.fairness.representativeness import FILE as REPRESENTATIVENESS
from harmonie.weights.store import FOLDER, TIERS, WeightsError, installed, load
from harmonie.wording import Wording

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
#: What a tier is made of; anything else in the folder is not read.
_SUFFIXES = (".json", ".npz")
MOST_BYTES = 2 * 1024**3
_TOO_BIG = Wording(
    "too_big",
    "the files are larger than 2 GB",
    "les fichiers dépassent 2\u202fGo",
)


def workshop() -> Path:
    """Where ``harmonie train --output`` leaves candidates."""
    return Path(settings.HOME) / "models"


def kept() -> Path:
    """Copies of what was measured, named by their content."""
    return Path(settings.HOME) / "models-kept"


def candidates() -> list[Candidate]:
    """Every model on this machine that might serve: those shipped first, then folders by name."""
    found = [candidate_of("", tier) for tier in installed(FOLDER)]
    for folder in _folders():
        found += [candidate_of(folder.name, tier) for tier in installed(folder)]
    return [candidate for candidate in found if candidate is not None]


def candidate(key: str) -> Candidate:
    """The candidate that ``key`` names. Raises :class:`Refused`."""
    name, _, tier = key.rpartition(".")
    known = name == "shipped" or name in {folder.name for folder in _folders()}
    found = candidate_of("" if name == "shipped" else name, tier) if known else None
    if found is None:
        raise Refused(
            "unknown",
            "No such model on this machine. Those that exist are listed under Models.",
            "Aucun modèle de ce nom sur cette machine. Ceux qui existent sont listés dans Modèles.",
        )
    return found


def candidate_of(name: str, tier: str) -> Candidate | None:
    """A tier of a folder of the workshop (of the shipped weights for ``""``), if it is there."""
    folder = workshop() / name if name else FOLDER
    if tier not in TIERS or tier not in installed(folder):
        return None
    card, version, problem = _checked(folder, tier)
    made_at = datetime.fromtimestamp((folder / f"{tier}.json").stat().st_mtime, UTC)
    return Candidate(
        key=f"{name or 'shipped'}.{tier}",
        name=name,
        tier=tier,
        folder=folder,
        version=version,
        mark=mark_of(folder, tier),
        made_at=_date(card) or made_at,
        card=card,
        problem=problem,
    )


def mark_of(folder: Path, tier: str) -> str:
    """SHA-256 over the names and contents of the tier's files, and of the cheaper tiers' beside
    them: a dearer tier asks the cheaper ones.
    """
    return _mark(folder, _stamps(folder, tier))


def keep(candidate: Candidate) -> Path:
    """The candidate's files under a folder that nobody changes any more; shipped ones stay put.

    Raises :class:`Refused` when they changed while they were copied.
    """
    if candidate.is_shipped:
        return candidate.folder
    place = kept_at(candidate.mark)
    if place.is_dir():
        return place
    kept().mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=kept()))
    try:
        for path in _files(candidate.folder, candidate.tier):
            shutil.copyfile(path, draft / path.name)
        if mark_of(draft, candidate.tier) != candidate.mark:
            raise Refused(
                "changed",
                "The weights changed while they were read. Wait until the training is over.",
                "Les poids ont changé pendant leur lecture. Attendez la fin de l’entraînement.",
            )
        # Another worker may have been faster with the very same files.
        if not place.is_dir():
            draft.replace(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def kept_at(mark: str) -> Path:
    """Where the copy of that content lies."""
    return kept() / mark


def _folders() -> list[Path]:
    place = workshop()
    if not place.is_dir():
        return []
    return sorted(
        path
        for path in place.iterdir()
        if _NAME.fullmatch(path.name)
        and path.name != "shipped"
        and path.is_dir()
        and not path.is_symlink()
    )


def _files(folder: Path, tier: str) -> list[Path]:
    stems = TIERS[: TIERS.index(tier) + 1]
    names = [f"{stem}{suffix}" for stem in stems for suffix in _SUFFIXES]
    paths = (folder / name for name in (*names, REPRESENTATIVENESS))
    return sorted(path for path in paths if path.is_file() and not path.is_symlink())


def _stamps(folder: Path, tier: str) -> tuple[tuple[str, int, int], ...]:
    stats = [(path.name, path.stat()) for path in _files(folder, tier)]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


# Tens of megabytes: read again only when a file changed.
@lru_cache(maxsize=64)
def _mark(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> str:
    total = hashlib.sha256()
    for name, _size, _changed in stamps:
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{name} {digest}\n".encode())
    return total.hexdigest()


def _checked(folder: Path, tier: str) -> tuple[Mapping[str, Any], str, str]:
    """(card, version, what is wrong) of a tier, its file compared with the card's SHA-256."""
    stamps = _stamps(folder, tier)
    if sum(size for _name, size, _changed in stamps) > MOST_BYTES:
        return {}, "", _TOO_BIG
    return _verified(folder, tier, stamps)


@lru_cache(maxsize=64)
def _verified(
    folder: Path, tier: str, stamps: tuple[tuple[str, int, int], ...]
) -> tuple[Mapping[str, Any], str, str]:
    try:
        weights = load(tier, folder)
    except (WeightsError, OSError, ValueError, KeyError) as error:
        return _card(folder, tier), "", error.args[0] if error.args else str(error)
    return weights.card, weights.version, ""


def _card(folder: Path, tier: str) -> Mapping[str, Any]:
    try:
        found = json.loads((folder / f"{tier}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _date(card: Mapping[str, Any]) -> datetime | None:
    for name in ("made_at", "trained_at", "date"):
        try:
            found = datetime.fromisoformat(str(card[name]))
        except (KeyError, ValueError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
