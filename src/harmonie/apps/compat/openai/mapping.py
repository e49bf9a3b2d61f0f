"""From our signals to OpenAI's thirteen categories: the one table, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from harmonie.records import Analysis

#: A category holds from this probability on: scores are calibrated, so it is likelier than not.
HOLDS_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Category:
    """A category and the signals it is read from: the highest of them, or the lowest when all of
    them must hold. Without any signal, nothing measured here answers it: never a score.
    """

    name: str
    signals: tuple[str, ...] = ()
    take: Literal["highest", "lowest"] = "highest"


TABLE = (
    Category("harassment", ("harassment", "insult")),
    Category("harassment/threatening", ("threat",)),
    Category("hate", ("hate",)),
    Category("hate/threatening", ("hate", "threat"), "lowest"),
    Category("illicit"),
    Category("illicit/violent"),
    Category("self-harm", ("self_harm",)),
    Category("self-harm/instructions"),
    Category("self-harm/intent", ("self_harm",)),
    Category("sexual", ("sexual",)),
    Category("sexual/minors"),
    Category("violence", ("violence",)),
    Category("violence/graphic"),
)
NAMES = tuple(category.name for category in TABLE)


def is_judged(analysis: Analysis) -> bool:
    """Whether the analysis holds scores; a doubt (``unsure``) comes with scores."""
    return analysis.cannot_judge in (None, "unsure")


def score_of(category: Category, analysis: Analysis) -> float | None:
    """The category's score in [0, 1]; ``None`` when it was not judged."""
    if not is_judged(analysis) or not category.signals:
        return None
    scores = [analysis.score(signal) for signal in category.signals]
    known = [score for score in scores if score is not None]
    if len(known) < len(scores):
        return None
    return max(known) if category.take == "highest" else min(known)


def result(analysis: Analysis) -> dict[str, Any]:
    """One entry of ``results``. What was not judged is ``null``, never ``false`` or 0; so is
    ``flagged`` when nothing was judged at all.
    """
    scores = {category.name: score_of(category, analysis) for category in TABLE}
    holds = {name: None if score is None else score >= HOLDS_FROM for name, score in scores.items()}
    return {
        "flagged": any(holds.values()) if is_judged(analysis) else None,
        "categories": holds,
        "category_scores": scores,
        "category_applied_input_types": {
            name: [] if score is None else ["text"] for name, score in scores.items()
        },
    }


def not_judged(one: dict[str, Any]) -> list[str]:
    """The categories of a result that hold no score."""
    return [name for name, score in one["category_scores"].items() if score is None]
