"""Do mandates keep their promise? Invented communities whose true error is known.

Prints three tables: how often a granted mandate breaks its bound, after how many sampled cases a
mandate that fails is withdrawn, and how often one that holds is withdrawn all the same. Shares have
95 % exact intervals. Needs nothing but the package; two minutes of one core.

    python benchmarks/mandates.py [--communities 10000] [--delta 0.05]
"""

from __future__ import annotations

import argparse

import numpy as np

from harmonie.autonomy import binomial
from harmonie.autonomy.simulate import Kind, drifted_after, grants, withdrawn_after

KINDS: tuple[Kind, ...] = ("ordinary", "edge", "unordered")
LIMITS = (0.03, 0.05, 0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communities", type=int, default=10_000)
    parser.add_argument("--delta", type=float, default=0.05)
    given = parser.parse_args()
    granted(given.communities, given.delta)
    failing(given.communities // 5, given.delta)
    holding(given.communities // 5, given.delta)


def granted(communities: int, delta: float) -> None:
    print(f"Granting: {communities} communities a row, delta {delta:g}, maximum error 5 in 100\n")
    print("| communities | decisions | wrong labels | granted | bound broken | 95 % interval |")
    print("|---|---|---|---|---|---|")
    for kind in KINDS:
        for decisions, noise in ((200, 0.0), (600, 0.0), (600, 0.02), (1_500, 0.0)):
            found = grants(kind, communities, decisions, delta=delta, noise=noise)
            row(kind, decisions, f"{noise:.0%}", f"{found.granted.mean():.1%}",
                *share(found.broken))  # fmt: skip
    again = grants("edge", communities, 300, delta=delta, attempts=5)
    row("edge, 5 attempts", "300 … 1500", "0%", f"{again.granted.mean():.1%}", *share(again.broken))


def failing(runs: int, delta: float) -> None:
    print(f"\nWithdrawing: {runs} mandates a row; the error was … and becomes twice the maximum\n")
    print("| maximum | before | sampled before | median sampled after | 9 in 10 within | never |")
    print("|---|---|---|---|---|---|")
    for limit in LIMITS:
        for before, since in ((1.0, 0), (1.0, 200), (0.5, 200), (0.5, 1_000)):
            found = withdrawn_after(
                lambda case, at=limit, b=before, s=since: np.where(case < s, b * at, 2 * at),
                runs, 4_000, limit, delta,
            )  # fmt: skip
            after = found[found > since] - since
            ninth = np.quantile(after, 0.9, method="higher")
            told = (f"{np.median(after):.0f}", f"{ninth:.0f}", f"{np.isinf(after).mean():.1%}")
            row(f"{limit:g}", f"{before * limit:g}", since, *told)


def holding(runs: int, delta: float) -> None:
    print(f"\nWrongly withdrawn: {runs} mandates a row, always at their maximum; no score moves\n")
    print("| cause | sampled cases or scores | withdrawn | 95 % interval |")
    print("|---|---|---|---|")
    for limit in LIMITS:
        found = withdrawn_after(
            lambda case, at=limit: np.full(len(case), at), runs, 4_000, limit, delta
        )
        row(f"error, maximum {limit:g}", 4_000, *share(np.isfinite(found)))
    moved = drifted_after(lambda score: np.zeros(len(score)), runs, 2_000, delta=delta)
    row("drift", 2_000, *share(np.isfinite(moved)))
    for lost in (0.2, 0.5):
        moved = drifted_after(lambda score, s=lost: np.full(len(score), s), runs // 4, 2_000)
        print(f"\ntop {lost:.0%} of the scores gone: noticed after {np.median(moved):.0f} (median)")


def share(flags: np.ndarray) -> tuple[str, str]:
    low, high = binomial.interval(int(flags.sum()), len(flags))
    return f"{flags.mean():.2%}", f"{low:.2%} – {high:.2%}"


def row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
