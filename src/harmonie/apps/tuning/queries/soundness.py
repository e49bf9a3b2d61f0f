"""Whether the models in use are what was measured, and can be read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.tuning import weights
from harmonie.apps.tuning.contracts import UnsoundModel
from harmonie.apps.tuning.in_use import current
from harmonie.weights.store import FOLDER, WeightsError, best_installed
from harmonie.wording import Wording

_ALTERED = Wording(
    "altered_copy",
    "its files are no longer those that were compared and audited",
    "ses fichiers ne sont plus ceux qui ont été comparés et audités",
)


def unsound() -> list[UnsoundModel]:
    """Communities whose model in use is missing, altered, without its student, or scores otherwise
    than its card says. Each model is read from the disk once: this takes seconds.
    """
    from harmonie.learning.registry import problem_of

    problem = cache(problem_of)
    found = []
    for community in accounts.all_communities():
        row = current(community.id)
        mark = row.mark if row is not None and row.name else ""
        folder = weights.kept_at(mark) if mark else FOLDER
        try:
            tier = row.tier if row is not None else best_installed("full", folder)
        except WeightsError as error:
            why = error.args[0]
            found.append(UnsoundModel(community.name, "", why, is_shipped=True))
            continue
        why = problem(tier, folder) or _changed(tier, folder, mark)
        if why is not None:
            version = row.version if row is not None else tier
            found.append(UnsoundModel(community.name, version, why, is_shipped=not mark))
    return found


def _changed(tier: str, folder: Path, mark: str) -> Wording | None:
    """What the card's own checksum cannot tell: card and arrays replaced together."""
    return _ALTERED if mark and weights.mark_of(folder, tier) != mark else None
