"""What the tiers promise of their judgement, read off an evaluation, an audit and a model's card:
each figure beside its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.promises.row import Row

Plain = Mapping[str, Any]
#: Signals whose scores are read as probabilities.
CALIBRATED = (
    "toxicity", "insult", "profanity", "harassment", "hate", "threat", "sexual", "self_harm",
    "violence", "spam", "scam",
)  # fmt: skip
#: Rare and grave: how well they are ranked is shown, whatever it is.
GRAVE = ("sexual", "self_harm", "violence", "threat", "harassment")
ECE = 0.04
#: Mean and least subgroup AUC over the identity templates.
MEAN_AUC, LEAST_AUC = 0.97, 0.93


def of_evaluation(tier: str, told: Plain) -> Iterator[Row]:
    """The targets that ``harmonie evaluate`` knows, and the grave signals of its hazard suites."""
    for aim in told["targets"]:
        what = f"{aim['suite']} {aim['task']} {aim['language']}: {aim['signal']} {aim['metric']}"
        yield Row(what, tier, aim["found"], "", aim["value"], aim["bound"] == "most")
    judge = told["results"][0]["judge"] if told["results"] else ""
    for result in told["results"]:
        auprc = result["metrics"].get("auprc")
        if result["judge"] == judge and result["signal"] in GRAVE and auprc:
            yield _auprc(tier, result, auprc)


def _auprc(tier: str, result: Plain, auprc: Sequence[float]) -> Row:
    where = f"{result['suite']} {result['task']} {result['language']}"
    note = f"95 %: {auprc[1]:.2f} – {auprc[2]:.2f}; {result['positives']} of {result['texts']}"
    return Row(f"{where}: {result['signal']} AUPRC", tier, auprc[0], note=note)


def of_card(tier: str, figures: Sequence[Plain]) -> Iterator[Row]:
    """On texts held out of training: calibration error of each language's worst signal, and how
    the grave ones are ranked."""
    whole = [one for one in figures if one["slice"] == "all"]
    for language in ("en", "fr"):
        mine = {one["signal"]: one for one in whole if one["language"] == language}
        errors = {s: mine[s]["ece"][0] for s in CALIBRATED if s in mine and "ece" in mine[s]}
        if errors:
            worst = max(errors, key=lambda signal: errors[signal])
            over = ", ".join(f"{s} {e:.3f}" for s, e in errors.items() if e > ECE)
            note = f"{len(errors)} signals, worst {worst}" + (f"; above: {over}" if over else "")
            yield Row(
                f"held-out texts {language}: calibration error", tier, errors[worst], "", ECE,
                True, note,
            )  # fmt: skip
        for signal in GRAVE:
            if signal in mine and "auprc" in mine[signal]:
                yield _held_out(tier, language, mine[signal])


def _held_out(tier: str, language: str, figure: Plain) -> Row:
    value, low, high = figure["auprc"]
    note = f"95 %: {low:.2f} – {high:.2f}; {figure['positives']} of {figure['texts']}"
    return Row(f"held-out texts {language}: {figure['signal']} AUPRC", tier, value, note=note)


def of_audit(tier: str, told: Plain) -> Iterator[Row]:
    """Subgroup AUC over the identity templates: the mean, and the least well treated group."""
    for language in ("en", "fr"):
        known = {
            group["name_en"]: group["subgroup_auc"]["value"]
            for group in told["groups"]
            if group["language"] == language and group["subgroup_auc"]
        }
        if known:
            least = min(known, key=lambda name: known[name])
            mean = sum(known.values()) / len(known)
            what = f"identity templates {language}: subgroup AUC"
            yield Row(f"{what}, mean", tier, mean, "", MEAN_AUC, note=f"{len(known)} groups")
            yield Row(f"{what}, worst group", tier, known[least], "", LEAST_AUC, note=least)
