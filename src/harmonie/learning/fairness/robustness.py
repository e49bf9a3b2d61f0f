"""What a change of form costs: the same cases before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from harmonie.learning.fairness.changes import CHANGES, changed
from harmonie.learning.fairness.functional import Case, cases, spread, verdict
from harmonie.learning.fairness.group_figures import SIGNAL, IdentityText, identity_texts
from harmonie.learning.fairness.intervals import mean
from harmonie.learning.fairness.names import CHANGES as NAMES
from harmonie.learning.fairness.records import RobustnessFigure
from harmonie.learning.fairness.scoring import Scores

#: Cases of each language that are changed.
CASES = 400
#: Changes that mean something in one language only.
_ONLY = {"unaccented": "fr"}
#: Identity sentences among what is altered.
SENTENCES = 120
#: Functions about the form itself: changing it again would test something else.
_ABOUT_FORM = ("evasion", "dialect")
_SIGNALS = ("toxicity", "hate", "insult", "threat")


def robustness_figures(
    scores: Scores, language: str, limit: int | None = None
) -> list[RobustnessFigure]:
    """One figure per change, on cases about abuse; changes that touch no case are left out."""
    scores.read((text, language) for text in altered_texts(language, limit))
    figures = []
    for change, pairs in _pairs(language, limit):
        figure = _figure(scores, language, change, pairs)
        if figure:
            figures.append(figure)
    return figures


def altered_texts(language: str, limit: int | None = None) -> Iterator[str]:
    """The texts that :func:`robustness_figures` asks about."""
    for _, pairs in _pairs(language, limit):
        yield from (case.text for pair in pairs for case in pair)


def _pairs(language: str, limit: int | None) -> Iterator[tuple[str, list[tuple[Case, Case]]]]:
    """For each change, the cases it touches and what they become."""
    some = spread(_about_abuse(language), min(limit or CASES, CASES))
    for change in CHANGES:
        if _ONLY.get(change, language) != language:
            continue
        altered = ((case, changed(case.text, change)) for case in some)
        yield change, [(case, replace(case, text=text)) for case, text in altered if text]


def _about_abuse(language: str) -> list[Case]:
    suite = [
        case
        for case in cases(language)
        if not case.function.startswith(_ABOUT_FORM) and set(case.expected) <= set(_SIGNALS)
    ]
    return [*suite, *(_case(one, language) for one in spread(identity_texts(language), SENTENCES))]


def _case(one: IdentityText, language: str) -> Case:
    expected = {SIGNAL: int(one.toxic)}
    return Case("", language, "identity", one.text, expected, one.group, "", "template", "")


def _figure(
    scores: Scores, language: str, change: str, pairs: Sequence[tuple[Case, Case]]
) -> RobustnessFigure | None:
    before, after, harmful = [], [], []
    lost = ""
    for case, altered in pairs:
        first = verdict(scores, case)
        if first is None:
            continue
        is_harmful = max(case.expected.values()) == 1
        before.append(not first)
        after.append(not verdict(scores, altered))
        harmful.append(is_harmful)
        if is_harmful and before[-1] and not after[-1]:
            lost = lost or altered.text
    if not before:
        return None
    was, now, bad = (np.array(one, dtype=np.float64) for one in (before, after, harmful))
    found = was * bad
    en, fr = NAMES[change]
    return RobustnessFigure(
        language, change, fr, en, len(was), round(float(was.mean()), 5),
        round(float(now.mean()), 5), mean(was - now),
        round(float((found * (1 - now)).sum() / max(found.sum(), 1)), 5), lost,
    )  # fmt: skip
