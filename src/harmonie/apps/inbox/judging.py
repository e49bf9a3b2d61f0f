"""Which model judges a community's messages; a room above may choose (see :func:`judge_with`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline

Source = Callable[[int], "Pipeline"]
_sources: list[Source] = []


def judge_with(source: Source) -> None:
    """From now on ask ``source(community_id)`` for the pipeline; called in ``AppConfig.ready``."""
    _sources[:] = [source]


def current_pipeline(community_id: int) -> Pipeline:
    """The pipeline in use in a community at this moment: ask again for each batch.

    Without a source, the best model that is installed.
    """
    if _sources:
        return _sources[0](community_id)
    from harmonie.pipeline import default_pipeline

    return default_pipeline()
