"""Counterfactual swaps: one sentence, another name or group in it, and how far the score moves.

Garg et al., "Counterfactual Fairness in Text Classification through Robustness" (2019): the mean
absolute gap between fillings of one sentence. Sentences are calm, angry or insulting; none is about
the term that is swapped, so the score should not follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import yaml

from harmonie.learning.fairness.group_figures import SIGNAL, filled, identities
from harmonie.learning.fairness.intervals import mean
from harmonie.learning.fairness.names import AXES, FILLINGS
from harmonie.learning.fairness.records import Shift, Swap, SwapFigure
from harmonie.learning.fairness.scoring import THRESHOLD, Scores

#: Axes with groups of their own; the others swap identity terms.
_OWN = ("names", "gender", "regional")


@dataclass(frozen=True, slots=True)
class Filling:
    """A text, what was put into its sentence, and which sentence that is."""

    text: str
    group: str
    sentence: int


def axes(language: str) -> dict[str, list[Filling]]:
    """The fillings of every axis: names, gender, religion, …, regional."""
    data = _data(language)
    made = {
        "names": list(_given(data["names"], lambda term: {"x": term})),
        "gender": list(_given(data["gender"], dict)),
    }
    for family in dict.fromkeys(identity.family for identity in identities()):
        key = "gender_identity" if family == "gender" else family
        made[key] = list(_identities(data["groups"]["sentences"], family, language))
    made["regional"] = [
        Filling(text, variety, place)
        for place, row in enumerate(data["regional"])
        for variety, text in row.items()
    ]
    return made


def swap_figures(scores: Scores, language: str, limit: int | None = None) -> list[SwapFigure]:
    """One figure per axis; ``limit`` keeps so many sentences. Axes that cannot be judged are
    left out."""
    found = []
    for axis, fillings in _kept(language, limit).items():
        figure = _figure(scores, language, axis, fillings)
        if figure:
            found.append(figure)
    return found


def swap_texts(language: str, limit: int | None = None) -> Iterator[str]:
    """The texts that :func:`swap_figures` asks about."""
    for fillings in _kept(language, limit).values():
        yield from (filling.text for filling in fillings)


def _kept(language: str, limit: int | None) -> dict[str, list[Filling]]:
    return {
        axis: [f for f in fillings if limit is None or f.sentence < limit]
        for axis, fillings in axes(language).items()
    }


def _figure(
    scores: Scores, language: str, axis: str, fillings: Sequence[Filling]
) -> SwapFigure | None:
    column = scores.column([f.text for f in fillings], language, SIGNAL)
    told = [(f, float(s)) for f, s in zip(fillings, column, strict=True) if not np.isnan(s)]
    pairs = list(_pairs(told))
    if not pairs:
        return None
    gaps = np.array([abs(one[1] - other[1]) for one, other in pairs])
    flips = [(one[1] >= THRESHOLD) != (other[1] >= THRESHOLD) for one, other in pairs]
    sentence = np.array([one[0].sentence for one, _ in pairs])
    first, second = pairs[int(gaps.argmax())]
    title_en, title_fr = AXES[axis]
    return SwapFigure(
        language, axis, title_fr, title_en, len(set(sentence.tolist())), len(pairs),
        mean(gaps, sentence), round(float(gaps.max()), 5),
        mean(np.array(flips, dtype=np.float64), sentence),
        Swap(first[0].text, second[0].text, round(first[1], 5), round(second[1], 5)),
        tuple(_shifts(told, FILLINGS if axis in _OWN else _terms())),
    )  # fmt: skip


def _pairs(
    told: Sequence[tuple[Filling, float]],
) -> Iterator[tuple[tuple[Filling, float], tuple[Filling, float]]]:
    """Fillings of one sentence that name different groups."""
    by_sentence: dict[int, list[tuple[Filling, float]]] = {}
    for filling, score in told:
        by_sentence.setdefault(filling.sentence, []).append((filling, score))
    for members in by_sentence.values():
        for one, other in combinations(members, 2):
            if one[0].group != other[0].group:
                yield one, other


def _shifts(
    told: Sequence[tuple[Filling, float]], names: Mapping[str, tuple[str, str]]
) -> Iterator[Shift]:
    """How far each group lies from the mean of its sentences."""
    totals: dict[int, list[float]] = {}
    for filling, score in told:
        totals.setdefault(filling.sentence, []).append(score)
    centre = {sentence: sum(values) / len(values) for sentence, values in totals.items()}
    for group in dict.fromkeys(filling.group for filling, _ in told):
        mine = [(f.sentence, s - centre[f.sentence]) for f, s in told if f.group == group]
        moved = np.array([shift for _, shift in mine])
        sentence = np.array([place for place, _ in mine])
        en, fr = names[group]
        yield Shift(group, fr, en, len(mine), mean(moved, sentence))


def _terms() -> dict[str, tuple[str, str]]:
    return {identity.group: (identity.name_en, identity.name_fr) for identity in identities()}


def _given(data: Mapping[str, Any], slots: Callable[[Any], Mapping[str, str]]) -> Iterator[Filling]:
    for place, sentence in enumerate(data["sentences"]):
        for group, terms in data["fillings"].items():
            for term in terms:
                text = sentence.format(**slots(term))
                yield Filling(text[0].upper() + text[1:], group, place)


def _identities(sentences: Sequence[str], family: str, language: str) -> Iterator[Filling]:
    for place, sentence in enumerate(sentences):
        for identity in identities():
            text = filled(sentence, identity, language)
            if identity.family == family and text:
                yield Filling(text, identity.group, place)


@cache
def _data(language: str) -> Any:
    path = files("harmonie.learning") / "suites_data" / "swaps" / f"{language}.yaml"
    return yaml.safe_load(path.read_text("utf-8"))
