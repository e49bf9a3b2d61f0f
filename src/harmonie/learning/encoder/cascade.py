"""Which scores of the full tier are read again by the deep one.

For each language and head: the narrowest band of log-odds around the threshold such that, outside
of it, both tiers decide alike but for a share of texts that stays under a limit with confidence.
Bands are tried from the widest to the narrowest and the first failure ends the search: a sequence
fixed in advance needs no correction (Learn then Test, Angelopoulos et al. 2021, arXiv 2110.01052).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Most texts on which the tiers may decide differently outside of the band, and how sure.
LIMIT, CONFIDENCE = 0.01, 0.95
#: Half-widths in log-odds, widest first.
WIDTHS = tuple(np.round(np.arange(4.0, 0.0, -0.1), 2).tolist())


def upper_bound(errors: int, texts: int, confidence: float = CONFIDENCE) -> float:
    """The exact upper limit of a share (Clopper & Pearson 1934); 1 without texts."""
    from scipy.stats import beta

    return 1.0 if errors >= texts else float(beta.ppf(confidence, errors + 1, texts - errors))


def band(full: Floats, deep: Floats) -> tuple[float, float]:
    """Log-odds ``(low, high)`` between which a text goes deep; both tiers' log-odds ``[texts]``."""
    chosen = np.inf
    for width in WIDTHS:
        differ = ((full >= 0) != (deep >= 0)) & (np.abs(full) >= width)
        if upper_bound(int(differ.sum()), len(full)) > LIMIT:
            break
        chosen = width
    return -chosen, chosen


def bands(full: Floats, deep: Floats, rows: NDArray[np.int64], languages: int) -> Floats:
    """``[languages, heads, 2]`` from log-odds ``[texts, heads]`` and each text's language."""
    found = np.zeros((languages, full.shape[1], 2))
    for language in range(languages):
        mine = rows == language
        for head in range(full.shape[1]):
            found[language, head] = band(full[mine, head], deep[mine, head])
    return found
