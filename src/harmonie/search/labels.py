"""The words that tell one group of texts from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from harmonie.search.terms import stem, stop_words, words_of

#: Strength of the prior, in words: a word seen twice in a small group proves little.
PRIOR = 200.0


def telling_terms(groups: Sequence[Sequence[str]], count: int) -> list[tuple[str, ...]]:
    """For each group of texts, its ``count`` most telling words and pairs of neighbours.

    Log-odds ratio against the other groups with an informative Dirichlet prior, divided by its
    standard deviation (Monroe, Colaresi & Quinn 2008, *Fightin' Words*, Political Analysis 16:4).
    A word counts once in a text. Forms of a word are counted together and shown as the commonest
    form; a word inside a chosen pair is not repeated.
    """
    forms: Counter[tuple[str, str]] = Counter()
    counted = [_counts(group, forms) for group in groups]
    shown: dict[str, str] = {}
    for (term, form), _ in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        shown.setdefault(term, form)
    everything: Counter[str] = Counter()
    for counts in counted:
        everything.update(counts)
    total = sum(everything.values())
    chosen = []
    for counts in counted:
        ranked = sorted(_scores(counts, everything, total).items(), key=lambda i: (-i[1], i[0]))
        chosen.append(_without_repeats([term for term, score in ranked if score > 0], shown, count))
    return chosen


def _counts(texts: Sequence[str], forms: Counter[tuple[str, str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        seen: dict[str, str] = {}
        before = ("", "")
        for word in words_of(text):
            is_plain = word in stop_words() or len(word) < 2 or word.isdigit()
            now = ("", "") if is_plain else (stem(word), word)
            if now[0]:
                seen.setdefault(now[0], word)
                if before[0]:
                    seen.setdefault(f"{before[0]} {now[0]}", f"{before[1]} {word}")
            before = now
        counts.update(seen.keys())
        forms.update(seen.items())
    return counts


def _scores(counts: Counter[str], everything: Counter[str], total: int) -> dict[str, float]:
    """z-score of the log-odds of each term of a group against all the other groups."""
    if not counts:
        return {}
    terms = sorted(counts)
    here = np.array([counts[term] for term in terms], np.float64)
    all_of_it = np.array([everything[term] for term in terms], np.float64)
    there = all_of_it - here
    size = float(sum(counts.values()))
    prior = PRIOR * all_of_it / total
    inside = np.log((here + prior) / (size + PRIOR - here - prior))
    rest = total - size
    outside = np.log((there + prior) / (rest + PRIOR - there - prior))
    score = (inside - outside) / np.sqrt(1 / (here + prior) + 1 / (there + prior))
    if rest == 0:
        # One group alone is told by what it says most.
        score = here
    return dict(zip(terms, score.tolist(), strict=True))


def _without_repeats(ranked: Sequence[str], shown: dict[str, str], count: int) -> tuple[str, ...]:
    chosen: list[str] = []
    for term in ranked:
        words = set(term.split())
        if any(words & set(other.split()) for other in chosen):
            continue
        chosen.append(term)
        if len(chosen) == count:
            break
    return tuple(shown[term] for term in chosen)
