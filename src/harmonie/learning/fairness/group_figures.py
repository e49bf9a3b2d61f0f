"""Figures by identity group on templates written for Harmonie, the same sentences for each.

Borkan, Dixon, Sorensen, Thain and Vasserman, "Nuanced Metrics for Measuring Unintended Bias with
Real Data for Text Classification" (2019): subgroup AUC, BPSN (background positive, subgroup
negative) and BNSP. The background is the same sentences with the other groups.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from harmonie.learning.fairness.intervals import Floats, draws, interval, weighted_auc
from harmonie.learning.fairness.records import GroupFigure, Interval
from harmonie.learning.fairness.scoring import THRESHOLD, Scores

SIGNAL = "toxicity"
_SLOTS = {
    "fr": {"m": "fr_m", "f": "fr_f", "pl": "fr_plural", "un": "fr_un", "une": "fr_une"},
    "en": {"adj": "en_adjective", "a": "en_a", "pl": "en_plural"},
}
#: A form that a group does not have; sentences that need it are left out for that group.
_NO_FORM = "-"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity in both languages. ``forms`` maps a column of ``terms.tsv`` to the words."""

    group: str
    family: str
    forms: dict[str, str]

    @property
    def name_fr(self) -> str:
        return self.forms["fr_plural"]

    @property
    def name_en(self) -> str:
        return self.forms["en_plural"]


@dataclass(frozen=True, slots=True)
class IdentityText:
    text: str
    group: str
    carrier: int
    toxic: bool


@cache
def identities() -> tuple[Identity, ...]:
    """The identity terms shipped with Harmonie."""
    return tuple(Identity(row.pop("group"), row.pop("family"), row) for row in _rows("terms.tsv"))


def carriers(language: str) -> list[tuple[str, bool]]:
    """Sentences with a slot, and whether they attack."""
    return [(row["text"], row["toxic"] == "1") for row in _rows(f"carriers_{language}.tsv")]


def identity_texts(language: str, limit: int | None = None) -> list[IdentityText]:
    """Every sentence with every identity; ``limit`` keeps so many sentences, half of them toxic."""
    told = carriers(language)
    if limit is not None:
        half = max(1, limit // 2)
        told = [c for c in told if not c[1]][:half] + [c for c in told if c[1]][:half]
    return [
        IdentityText(text, identity.group, place, toxic)
        for identity in identities()
        for place, (carrier, toxic) in enumerate(told)
        if (text := filled(carrier, identity, language))
    ]


def filled(carrier: str, identity: Identity, language: str) -> str:
    """The sentence about that identity; ``""`` when it lacks the form that the sentence needs."""
    forms = {slot: identity.forms[column] for slot, column in _SLOTS[language].items()}
    if any(form == _NO_FORM and f"{{{slot}}}" in carrier for slot, form in forms.items()):
        return ""
    text = carrier.format(**forms)
    return text[0].upper() + text[1:]


def group_figures(
    scores: Scores, language: str, least: int, limit: int | None = None
) -> list[GroupFigure]:
    """One figure per identity. Fewer than ``least`` toxic or harmless texts: too few to tell."""
    texts = identity_texts(language, limit)
    score = scores.column([t.text for t in texts], language, SIGNAL)
    judged = [place for place, one in enumerate(score) if not np.isnan(one)]
    if not judged:
        return [_untold(identity, language) for identity in identities()]
    kept = [texts[place] for place in judged]
    table = _Table(kept, score[judged])
    return [table.figure(identity, language, least) for identity in identities()]


class _Table:
    """Texts with their scores, and the draws of their carriers."""

    def __init__(self, texts: Sequence[IdentityText], score: Floats) -> None:
        self.group = np.array([t.group for t in texts])
        self.toxic = np.array([t.toxic for t in texts])
        self.score = score
        names, self.member = np.unique([t.carrier for t in texts], return_inverse=True)
        strata = np.zeros(len(names), np.int64)
        strata[self.member] = self.toxic
        self.weights = draws(np.arange(len(names)), strata)

    def figure(self, identity: Identity, language: str, least: int) -> GroupFigure:
        mine = self.group == identity.group
        toxic, harmless = mine & self.toxic, mine & ~self.toxic
        others_toxic, others_harmless = ~mine & self.toxic, ~mine & ~self.toxic
        enough = min(int(toxic.sum()), int(harmless.sum())) >= least
        aucs = (
            [self._auc(toxic, harmless), self._auc(others_toxic, harmless),
             self._auc(toxic, others_harmless)]
            if enough else [None, None, None]
        )  # fmt: skip
        rates = [self._rate(harmless, True), self._rate(toxic, False)] if enough else [None, None]
        return GroupFigure(
            language, identity.family, identity.group, identity.name_fr, identity.name_en,
            int(mine.sum()), int(toxic.sum()), *aucs, *rates,
        )  # fmt: skip

    def _auc(self, up: Floats, down: Floats) -> Interval | None:
        if not up.any() or not down.any():
            return None
        auc = weighted_auc(self.score[up], self.score[down])
        return interval(auc(self.weights[:, self.member[up]], self.weights[:, self.member[down]]))

    def _rate(self, rows: Floats, flagged: bool) -> Interval | None:
        wrong = (self.score[rows] >= THRESHOLD) == flagged
        weights = self.weights[:, self.member[rows]]
        return interval(weights @ wrong / weights.sum(axis=1))


def _untold(identity: Identity, language: str) -> GroupFigure:
    return GroupFigure(
        language, identity.family, identity.group, identity.name_fr, identity.name_en,
        0, 0, None, None, None, None, None,
    )  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = files("harmonie.learning") / "suites_data" / "identities" / name
    lines = path.read_text("utf-8").splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
