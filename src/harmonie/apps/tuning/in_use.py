"""The pipeline that judges a community's messages now, read from its row for each batch."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import structlog

from harmonie.apps.tuning.models import LiveModel
from harmonie.apps.tuning.weights import kept_at
from harmonie.records import Message
from harmonie.weights.store import WeightsError
from harmonie.weights.wording import told

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline

log = structlog.get_logger(__name__)


def pipeline_of(community_id: int) -> Pipeline:
    """What a person put in use, else the best model that is installed.

    A model that can no longer be read is replaced by the installed one, loudly: messages must not
    wait. Its version is stored with each analysis, so nobody takes one for the other.
    """
    from harmonie.pipeline import default_pipeline

    row = current(community_id)
    if row is None:
        return default_pipeline()
    if not row.name:
        return default_pipeline(row.tier)
    try:
        return loaded(row.tier, row.mark)
    except WeightsError as error:
        log.error("model in use cannot be read", community=community_id, error=str(error))
        return default_pipeline()


def current(community_id: int) -> LiveModel | None:
    """The row of the model in use."""
    return LiveModel.objects.filter(community_id=community_id, is_current=True).first()


@lru_cache(maxsize=3)
def loaded(tier: str, mark: str) -> Pipeline:
    """The model whose copy bears that mark: its folder never changes, so it is read once."""
    from harmonie.pipeline import Pipeline

    folder = kept_at(mark)
    pipeline = Pipeline(tier, folder)
    if pipeline.tier != tier:
        raise WeightsError(told("missing", path=folder / f"{tier}.json"))
    try_out(pipeline)
    return pipeline


def try_out(pipeline: Pipeline) -> None:
    """Judge a sentence of each language: what is absent or altered shows now, not in the middle of
    a batch. Raises ``WeightsError``.
    """
    pipeline.analyse([Message("Bonjour à tous", language="fr"), Message("Hello", language="en")])
