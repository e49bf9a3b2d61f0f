"""The tables of a card, in markdown, from the figures that ``held_out.figures`` made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from harmonie.learning.card.names import GROUPS, REGISTERS, Say, speaker
from harmonie.learning.dataset import BINARY, CLASSES
from harmonie.learning.report.words import count, metric, number, tongue

Figure = Mapping[str, Any]
#: Labels whose probabilities the card shows tenth by tenth.
MAIN = ("toxicity", "insult", "hate", "threat", "sexual", "spam")
TENTHS = 10


def sources(card: Mapping[str, Any], language: str) -> str:
    """What it learnt from: each set with its licence, attribution and mapping."""
    say = speaker(language)
    french = _french_mappings() if language == "fr" else {}
    header = (
        say("set", "jeu"), say("texts", "textes"), say("licence", "licence"),
        say("attribution", "attribution"), say("here", "ici"),
    )  # fmt: skip
    lines = [
        (
            one["name"], count(one["texts"], language), one["licence"], one["attribution"],
            french.get(one["name"], one["mapping"]),
        )
        for one in card.get("sources", ())
    ]  # fmt: skip
    return table(header, lines)


def by_language(figures: Iterable[Figure], name: str, language: str) -> str:
    """Every signal on the texts of the slice ``name``, in each language."""
    say = speaker(language)
    mine = [one for one in figures if one["slice"] == name]
    labels = _figures_of(mine, BINARY, ("auc", "auprc", "f1", "fpr", "ece"), language, True)
    classes = _figures_of(mine, tuple(CLASSES), ("macro_f1", "accuracy", "ece"), language, False)
    found = "\n\n".join(filter(None, (labels, classes)))
    return found or say("Not measured.", "Pas mesuré.")


def by_register(figures: Iterable[Figure], language: str) -> str:
    """Registers of the comments."""
    columns = (
        ("toxicity", "auc"), ("toxicity", "f1"), ("sentiment", "macro_f1"),
        ("emotion", "macro_f1"), ("intent", "macro_f1"),
    )  # fmt: skip
    return _by_slice(figures, "register:", columns, REGISTERS, language)


def by_group(figures: Iterable[Figure], language: str) -> str:
    """Groups spoken of."""
    columns = (("toxicity", "auc"), ("toxicity", "fpr"), ("toxicity", "recall"), ("hate", "auc"))
    return _by_slice(figures, "group:", columns, GROUPS, language)


def reliability(figures: Iterable[Figure], language: str) -> str:
    """The share that carries the label in each tenth of scores, for the main labels."""
    say = speaker(language)
    step = 1 / TENTHS
    tenths = [f"{number(i * step, language, 1)}–{number((i + 1) * step, language, 1)}"
              for i in range(TENTHS)]  # fmt: skip
    lines = []
    for one in _ordered(figures, MAIN):
        if one["slice"] == "all" and one.get("reliability"):
            cells = [""] * TENTHS
            for score, share, texts in one["reliability"]:
                place = min(int(score * TENTHS), TENTHS - 1)
                cells[place] = f"{number(share, language, 2)} ({count(texts, language)})"
            lines.append((f"`{one['signal']}`", tongue(one["language"], language), *cells))
    header = (say("signal", "signal"), say("language", "langue"), *tenths)
    return table(header, lines) if lines else say("Not measured.", "Pas mesuré.")


def ablations(found: Sequence[Figure], language: str) -> str:
    """What some sets bring."""
    say = speaker(language)
    header = (
        say("left out", "écarté"), "signal", say("language", "langue"), say("texts", "textes"),
        say("AUC with", "AUC avec"), say("AUC without", "AUC sans"),
    )  # fmt: skip
    lines = [
        (
            one["source"], f"`{one['head']}`", tongue(one["language"], language),
            count(one["texts"], language), number(one["auc_with"], language),
            number(one["auc_without"], language),
        )
        for one in found
    ]  # fmt: skip
    return table(header, lines)


def table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A markdown table; a bar inside of a cell is escaped."""
    rows = [header, ["---"] * len(header), *lines]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows
    )


def told(value: Sequence[float] | None, language: str) -> str:
    """``0.93 (0.91–0.95)``; nothing for a figure without meaning."""
    if value is None:
        return ""
    middle, low, high = (number(part, language, 2) for part in value)
    return f"{middle} ({low}–{high})"


def _figures_of(
    figures: Sequence[Figure], signals: Sequence[str], names: Sequence[str], language: str,
    with_carriers: bool,
) -> str:  # fmt: skip
    say = speaker(language)
    header = ["signal", say("language", "langue"), say("texts", "textes")]
    header += [say("carry it", "la portent")] * with_carriers
    header += [metric(name, language) for name in names]
    lines = []
    for one in _ordered(figures, signals):
        line = [f"`{one['signal']}`", tongue(one["language"], language)]
        line += [count(one["texts"], language)]
        line += [count(one["positives"], language)] * with_carriers
        lines.append([*line, *(told(one.get(name), language) for name in names)])
    return table(header, lines) if lines else ""


def _by_slice(
    figures: Iterable[Figure],
    prefix: str,
    columns: Sequence[tuple[str, str]],
    names: Mapping[str, tuple[str, str]],
    language: str,
) -> str:
    say = speaker(language)
    found: dict[tuple[str, str], dict[str, Figure]] = {}
    for one in figures:
        if one["slice"].startswith(prefix):
            key = (one["slice"].removeprefix(prefix), one["language"])
            found.setdefault(key, {})[one["signal"]] = one
    wanted = {signal for signal, _ in columns}
    lines = []
    for (name, spoken), mine in sorted(found.items()):
        if wanted & set(mine):
            most = max(one["texts"] for one in mine.values())
            cells = [_cell(mine.get(signal), value, say, language) for signal, value in columns]
            known = say(*names[name]) if name in names else name
            lines.append((known, tongue(spoken, language), count(most, language), *cells))
    if not lines:
        return say("Too few texts to tell.", "Trop peu de textes pour le dire.")
    first = say("register", "registre") if prefix == "register:" else say("group", "groupe")
    titles = [f"`{signal}` {metric(value, language)}" for signal, value in columns]
    return table((first, say("language", "langue"), say("texts", "textes"), *titles), lines)


def _cell(one: Figure | None, value: str, say: Say, language: str) -> str:
    if one is None or value not in one:
        return say("too few to tell", "trop peu pour le dire")
    return told(one[value], language)


def _ordered(figures: Iterable[Figure], signals: Sequence[str]) -> list[Figure]:
    place: Callable[[Figure], tuple[int, str]] = lambda one: (  # noqa: E731
        signals.index(one["signal"]), "" if one["language"] == "fr" else one["language"],
    )  # fmt: skip
    return sorted((one for one in figures if one["signal"] in signals), key=place)


def _french_mappings() -> dict[str, str]:
    import yaml

    path = files("harmonie.learning.card") / "words" / "mappings.fr.yaml"
    found: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return found
