"""Writes the model card: what it is for, what it learnt from, its figures and its limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harmonie.learning.dataset import Example
from harmonie.learning.evaluate import Ablation, Figures
from harmonie.weights.store import Weights


def write_card(
    weights: Weights,
    folder: Path,
    figures: Sequence[Figures],
    examples: Sequence[Example],
    leave_out: Sequence[str],
    ablations: Sequence[Ablation] = (),
) -> Path:
    """Writes ``fast.md`` beside the weights and returns its path."""
    path = folder / f"{weights.name}.md"
    parts = (
        _what(weights, examples, leave_out), _data(weights), _figures(figures),
        _without(ablations), _LIMITS,
    )  # fmt: skip
    path.write_text("\n".join(parts), "utf-8")
    return path


def _what(weights: Weights, examples: Sequence[Example], leave_out: Sequence[str]) -> str:
    french = sum(e.language == "fr" for e in examples)
    without = f"\nTrained without: {', '.join(leave_out)}.\n" if leave_out else ""
    return f"""# Model card: `{weights.version}`

The fast tier of Harmonie: one additive model over words, character n-grams and pairs of
neighbouring words, hashed into {weights.arrays["table"].shape[0]:,} rows of one byte per head
(`harmonie.analysers.additive`). A score is a bias plus what each word adds; the spans shown with
a score sum to its log-odds. It is meant to sort a community's comments for people to decide, and
to explain why; never to decide alone what a person may say.

- Learnt from {len(examples):,} texts, {french:,} of them French.
- sha256 of the arrays: `{weights.card["sha256"]}`; they hold no pickled object.
- Trained again by `harmonie train`; deterministic for the same data and seed
  ({weights.card["seed"]}).
{without}"""


def _data(weights: Weights) -> str:
    lines = [
        "## Learnt from",
        "",
        "| set | texts | licence | attribution | what its labels mean here |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {s['name']} | {s['texts']:,} | {s['licence']} | {s['attribution']} | {s['mapping']} |"
        for s in weights.card["sources"]
    ]
    return "\n".join(lines) + "\n"


def _figures(figures: Sequence[Figures]) -> str:
    lines = [
        "## Figures on held-out texts",
        "",
        "A tenth of the texts, split so that variants of one text stay together; never seen in",
        "training. AUC: area under the ROC curve. F1 at 0.5, or the mean over classes, with a 95 %",
        "bootstrap interval. ECE: expected calibration error over ten bins, with held-out texts",
        "weighed so that a binary signal is carried by a quarter to a half of them (see limits).",
        "",
        "| signal | language | texts from | n | positive | AUC | F1 | ECE |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for f in figures:
        area = "" if f.auc != f.auc else f"{f.auc:.3f}"
        span = f"{f.f1:.3f} ({f.interval[0]:.3f} to {f.interval[1]:.3f})"
        lines.append(
            f"| {f.head} | {f.language} | {f.source} | {f.texts:,} | {f.positives:,} | {area} "
            f"| {span} | {f.calibration_error:.3f} |"
        )
    return "\n".join(lines) + "\n"


def _without(ablations: Sequence[Ablation]) -> str:
    if not ablations:
        return ""
    lines = [
        "## Without a set that states no licence",
        "",
        "The same heads fitted again without it; AUC on the held-out texts of all other sets.",
        "",
        "| left out | signal | language | n | AUC with | AUC without |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {a.source} | {a.head} | {a.language} | {a.texts:,} | {a.auc_with:.3f} "
        f"| {a.auc_without:.3f} |"
        for a in ablations
    ]
    return "\n".join(lines) + "\n"


_LIMITS = """## Limits

- French has far fewer labelled texts than English: most of what is known of French abuse, spam and
  intents comes from texts written for Harmonie, so French figures above are partly on texts of the
  same authors. Read the French figures on independent sets with `harmonie evaluate`.
- It sees words and pairs of words, not sentences: irony, quotation, reclaimed words, allusion and
  long-range negation are beyond it. English hate sets over-represent slurs and identity terms;
  dialects (African-American English above all) are flagged more often than they should be.
- Probabilities are calibrated for a reference share: each binary signal carried by 25 % to 50 % of
  messages, which is far more than in most communities. Where abuse is rarer, scores are too high in
  the same proportion of odds: a threshold must be checked on a community's own comments.
- French labels of XED are projected from English subtitles; the lexicon of vaderSentiment-fr is
  machine-translated by its authors.
- Some sets ask for a citation and state no licence (see the table): `harmonie train` can leave any
  set out.
"""
