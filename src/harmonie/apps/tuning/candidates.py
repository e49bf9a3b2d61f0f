"""A candidate ready to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harmonie.apps.tuning import weights
from harmonie.apps.tuning.contracts import Candidate, Refused
from harmonie.apps.tuning.in_use import loaded, try_out
from harmonie.weights.store import FOLDER

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline


def usable(key: str) -> Candidate:
    """The candidate, if its weights are sound. Raises :class:`Refused`."""
    found = weights.candidate(key)
    if found.problem:
        raise Refused.broken(found.problem)
    return found


def pipeline_for(name: str, tier: str, mark: str) -> Pipeline:
    """The pipeline of a candidate that was kept. Raises :class:`Refused` or ``WeightsError``.

    Shipped weights that were replaced since (an update) are another model: refused.
    """
    from harmonie.pipeline import Pipeline

    if name:
        return loaded(tier, mark)
    if weights.mark_of(FOLDER, tier) != mark:
        raise Refused(
            "changed",
            "The installed weights changed since: measure the model again.",
            "Les poids installés ont changé depuis\u202f: mesurez de nouveau le modèle.",
        )
    pipeline = Pipeline(tier)
    try_out(pipeline)
    return pipeline
