"""Groups of texts that say the same in nearly the same words: copies, with small changes.

Candidates come from hashing, so that the work grows about as the number of texts: MinHash of
character shingles in bands (Broder 1997; Leskovec et al., *Mining of Massive Datasets*, ch. 3) and,
where vectors are given, random hyperplanes (Charikar 2002). Each candidate pair is then verified
exactly. Groups are stars (Aslam et al. 2004): every member is close to its representative, so a
chain of small steps never joins two texts that differ.

A near-duplicate is not a synonym, and "je t'aime" is near to "je ne t'aime pas": show a group to a
person, never carry a decision over to it unasked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmonie.search.shingles import band_keys, shapes_of, shingles_of

#: Shared shingles out of all of both (Jaccard) from which two texts are near-duplicates.
ALIKE = 0.6
#: With vectors: the cosine from which fewer shared shingles are enough, and how many.
SAME_DIRECTION, FEWER = 0.9, 0.4
#: In a bucket of candidates, each text is compared with this many others.
COMPARED = 12
_TABLES, _PLANES, _PLANE_SEED = 8, 18, 20020519
_CHUNK = 50_000

Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Places of texts that are near-duplicates, ascending; the representative is one of them."""

    representative: int
    members: tuple[int, ...]


def near_duplicates(
    texts: Sequence[str], vectors: NDArray[np.float32] | None = None, alike: float = ALIKE
) -> list[Group]:
    """Groups of two or more, largest first; a text is in one group at most.

    Texts that differ only in case, accents, punctuation, spacing, mentions or in what follows a
    link's host are always together. ``vectors`` ``[texts, dimensions]`` of length 1 find more
    pairs. Which texts are grouped does not depend on their order. Raises ``ValueError`` where
    ``alike`` is not in ]0, 1] or ``vectors`` are not as many as ``texts``.
    """
    if not 0 < alike <= 1:
        raise ValueError("alike is a share of shingles: above 0, at most 1")
    if vectors is not None and len(vectors) != len(texts):
        raise ValueError(f"{len(texts)} texts need as many vectors, not {len(vectors)}")
    same: dict[str, list[int]] = defaultdict(list)
    for place, shape in enumerate(shapes_of(texts)):
        same[shape].append(place)
    same.pop("", None)
    # In the order of what they say: nothing below depends on the order they came in.
    shapes = sorted(same)
    firsts = [min(same[shape], key=lambda place: (texts[place], place)) for shape in shapes]
    ours = None if vectors is None else vectors[firsts]
    pairs = _pairs(shapes, ours, alike)
    found = []
    for star in _stars(len(shapes), pairs, np.array([len(same[shape]) for shape in shapes])):
        members = sorted(place for row in star for place in same[shapes[row]])
        if len(members) > 1:
            found.append(Group(firsts[star[0]], tuple(members)))
    return sorted(found, key=lambda group: (-len(group.members), group.members))


def _pairs(shapes: Sequence[str], vectors: NDArray[np.float32] | None, alike: float) -> Pairs:
    """``[pairs, 2]``: verified near-duplicates among distinct shapes, each pair once."""
    shingles = shingles_of(shapes)
    candidates = _candidates(band_keys(shingles))
    shared = shingles.jaccard(candidates)
    found = [candidates[shared >= alike]]
    if vectors is not None:
        fewer = min(alike, FEWER)
        doubtful = candidates[(shared >= fewer) & (shared < alike)]
        found.append(doubtful[_cosines(vectors, doubtful) >= SAME_DIRECTION])
        other = _candidates(_sides(vectors))
        other = other[_cosines(vectors, other) >= SAME_DIRECTION]
        found.append(other[shingles.jaccard(other) >= fewer])
    verified: Pairs = np.unique(np.concatenate(found), axis=0)
    return verified


def _cosines(vectors: NDArray[np.float32], pairs: Pairs) -> NDArray[np.float32]:
    found = np.zeros(len(pairs), np.float32)
    for i in range(0, len(pairs), _CHUNK):
        left, right = pairs[i : i + _CHUNK].T
        found[i : i + _CHUNK] = np.einsum("pd,pd->p", vectors[left], vectors[right])
    return found


def _sides(vectors: NDArray[np.float32]) -> NDArray[np.uint64]:
    """``[texts, tables]``: on which side of random planes each vector lies, as numbers."""
    chance = np.random.default_rng(_PLANE_SEED)
    planes = chance.standard_normal((vectors.shape[1], _TABLES * _PLANES)).astype(np.float32)
    side = (vectors @ planes > 0).reshape(len(vectors), _TABLES, _PLANES)
    powers = np.uint64(1) << np.arange(_PLANES, dtype=np.uint64)
    numbers: NDArray[np.uint64] = (side * powers).sum(axis=2, dtype=np.uint64)
    return numbers


def _candidates(keys: NDArray[np.uint64]) -> Pairs:
    """``[pairs, 2]``, first below second, each once: texts that share a key in one column.

    In a bucket of more than ``COMPARED`` texts, each is compared with the first one and with the
    ``COMPARED - 1`` before it, so that a flood of copies costs no square of its size.
    """
    count = len(keys)
    found = [np.zeros(0, np.int64)]
    for column in keys.T:
        order = np.argsort(column, kind="stable")
        ranked = column[order]
        start = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
        first = np.repeat(start, np.diff(np.append(start, count)))
        place = np.arange(count)
        for step in range(1, COMPARED):
            late = place - step >= first
            if not late.any():
                break
            found.append(order[place[late] - step] * count + order[place[late]])
        far = place - first >= COMPARED
        found.append(order[first[far]] * count + order[place[far]])
    codes = np.unique(np.concatenate(found))
    pairs: Pairs = np.stack((codes // max(count, 1), codes % max(count, 1)), axis=1)
    return pairs


def _stars(count: int, pairs: Pairs, weights: NDArray[np.int64]) -> Iterator[list[int]]:
    """The centre first, then its points: heaviest centres choose first, then the earliest."""
    both = np.concatenate((pairs, pairs[:, ::-1]))
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    offsets = np.searchsorted(both[:, 0], np.arange(count + 1))
    near = weights.astype(np.int64).copy()
    np.add.at(near, both[:, 0], weights[both[:, 1]])
    taken = np.zeros(count, bool)
    for centre in np.lexsort((np.arange(count), -near)).tolist():
        if taken[centre]:
            continue
        points = both[offsets[centre] : offsets[centre + 1], 1]
        points = points[~taken[points]]
        taken[points] = taken[centre] = True
        yield [centre, *points.tolist()]
