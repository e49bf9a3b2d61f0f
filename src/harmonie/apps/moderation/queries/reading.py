"""How stored judgements are read: signals in words and order, rules by version, moods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harmonie.apps.moderation.contracts import BLURRED_FROM, RuleLine, SignalLine
from harmonie.apps.moderation.in_force import compiled
from harmonie.policies.policy import PolicyErrors, Rule
from harmonie.records import Reason, Span

#: Lowest score of each word (msgids; see ``signal_word`` in the templates' translations).
WORDS = ((0.9, "clear"), (0.7, "probable"), (0.4, "possible"), (0.15, "faint"), (0.0, "no sign"))
CLASSES = ("sentiment", "emotion", "intent")
SHOWN = 5
WORTH_MARKING = 0.25


def word(score: float) -> str:
    return next(name for lowest, name in WORDS if score >= lowest)


def signal_lines(signals: Mapping[str, Any], cannot_judge: str | None) -> tuple[SignalLine, ...]:
    """The strongest signals first, then what the text expresses; what is not judged is hatched."""
    binary = sorted(
        (
            SignalLine(name, None, value["score"], word(value["score"]))
            for name, value in signals.items()
            if name not in CLASSES
        ),
        key=lambda line: -(line.score or 0.0),
    )[:SHOWN]
    classes = [
        SignalLine(name, signals[name]["label"], signals[name]["score"],
                   word(signals[name]["score"]))
        for name in CLASSES
        if name in signals
    ]  # fmt: skip
    if not cannot_judge:
        return (*binary, *classes)
    missing = [
        SignalLine(name, None, None, "cannot judge", is_hatched=True)
        for name in ("toxicity", "sentiment", "intent")
        if name not in signals
    ]
    return (*binary, *classes, *missing)


def rule_of(version_id: int | None, rule_id: str) -> Rule | None:
    """A rule as it was in a version of the policy; ``None`` for what no rule says."""
    if version_id is None or not rule_id:
        return None
    try:
        return compiled(version_id).rule(rule_id)
    except (KeyError, PolicyErrors):
        return None


def rule_title(version_id: int | None, rule_id: str) -> dict[str, str]:
    rule = rule_of(version_id, rule_id)
    if rule is None:
        return {"fr": rule_id, "en": rule_id}
    return {"fr": rule.name("fr"), "en": rule.name("en")}


def rule_lines(
    version_id: int | None, number: int | None, reasons: Sequence[Reason]
) -> tuple[RuleLine, ...]:
    """The rules behind reasons, with the title that they had in that version."""
    return tuple(
        RuleLine(
            id=reason.rule_id,
            title=rule_title(version_id, reason.rule_id),
            because={"fr": reason.fr, "en": reason.en},
            version=number or 0,
            score=reason.score,
            signal=reason.signal,
        )
        for reason in reasons
    )


def spans(reasons: Sequence[Reason], main_signal: str = "") -> tuple[Span, ...]:
    """The words that weighed most: those of the main signal, else of every reason.

    Words that carry less than a quarter of the heaviest are left unmarked: a page where every word
    is yellow shows nothing. The full weights stay in the record and in the API.
    """
    chosen = [r for r in reasons if (r.signal or "").partition(".")[0] == main_signal] or reasons
    found = {span for reason in chosen for span in reason.spans if span.weight > 0}
    least = max((span.weight for span in found), default=0.0) * WORTH_MARKING
    return tuple(sorted(span for span in found if span.weight >= least))


def is_blurred(severity: int) -> bool:
    return severity >= BLURRED_FROM


def model_version(signals: Mapping[str, Any], main_signal: str) -> str:
    chosen = signals.get(main_signal) or next(iter(signals.values()), None)
    return chosen["version"] if chosen else ""


def valence(analysis: Mapping[str, Any] | None) -> float | None:
    """From -1 (negative) to 1 (positive); ``None`` when the sentiment was not judged."""
    sentiment = ((analysis or {}).get("signals") or {}).get("sentiment") or {}
    shares = sentiment.get("probabilities")
    return None if not shares else shares.get("positive", 0.0) - shares.get("negative", 0.0)


def excerpt(text: str, longest: int = 150) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def masked_excerpt(text: str, longest: int = 150) -> str:
    """The beginning of a text whose personal data stay readable only at their edges.

    A list is read over shoulders; the whole number is one click away, in the case itself.
    """
    from harmonie.text.personal_data import find_personal_data

    characters = list(text)
    for datum in find_personal_data(text):
        inner = range(datum.start + 2, max(datum.end - 2, datum.start + 2))
        for place in inner:
            if not characters[place].isspace():
                characters[place] = "■"
    return excerpt("".join(characters), longest)
