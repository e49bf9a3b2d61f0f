"""Reads an analysis the way the inbox speaks of it: a mood, an intent, how severe.

Works on the JSON that is stored with a message (``pipeline.to_json``), so that lists need no
further work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AnalysisJson = Mapping[str, Any]

#: Below this certainty an intent is not shown and asks for nothing.
INTENT_FROM = 0.4
#: From here on a negative message with an angry emotion is called angry.
ANGER_FROM = 0.4
ASKING = frozenset({"question", "request", "complaint", "report"})
#: Signals kept for filters: weaker ones say nothing.
KEPT_FROM = 0.2
#: How soon a first answer from a person is promised where the team has set nothing: four hours.
DEFAULT_PROMISE_SECONDS = 4 * 3600

# (signals, score from which they are high, score from which they are medium). A first reading,
# for what is shown before the community's rules have spoken; the rules can only raise it.
_GRAVE = ("threat", "hate", "sexual", "self_harm", "violence")
_HURTFUL = ("toxicity", "insult", "harassment", "scam")


def mood_of(analysis: AnalysisJson | None) -> tuple[str, float | None]:
    """ "angry", "upset", "neutral", "happy" and how sure; ``("", None)`` when it was not judged."""
    signals = (analysis or {}).get("signals", {})
    sentiment = signals.get("sentiment")
    if sentiment is None or not sentiment.get("label"):
        return "", None
    label, score = sentiment["label"], float(sentiment["score"])
    if label == "negative":
        feelings = (signals.get("emotion") or {}).get("probabilities") or {}
        is_angry = feelings.get("anger", 0.0) + feelings.get("disgust", 0.0) >= ANGER_FROM
        return ("angry" if is_angry else "upset"), score
    return ("happy" if label == "positive" else "neutral"), score


def valence_of(analysis: AnalysisJson | None) -> float | None:
    """Probability of positive minus probability of negative, from -1 to 1."""
    sentiment = (analysis or {}).get("signals", {}).get("sentiment") or {}
    chances = sentiment.get("probabilities")
    if not chances:
        return None
    return float(chances.get("positive", 0.0)) - float(chances.get("negative", 0.0))


def intent_of(analysis: AnalysisJson | None) -> tuple[str, float | None]:
    """The likeliest intent and how sure; ``("", None)`` below :data:`INTENT_FROM`."""
    intent = (analysis or {}).get("signals", {}).get("intent")
    if intent is None or not intent.get("label") or intent["score"] < INTENT_FROM:
        return "", None
    return intent["label"], float(intent["score"])


def severity_of(analysis: AnalysisJson | None) -> int:
    """0 none, 1 low, 2 medium, 3 high, 4 critical, from the toxicity family alone."""
    signals = (analysis or {}).get("signals", {})
    grave = max((float(signals[name]["score"]) for name in _GRAVE if name in signals), default=0.0)
    hurtful = max(
        (float(signals[name]["score"]) for name in _HURTFUL if name in signals), default=0.0
    )
    if grave >= 0.95:
        return 4
    if grave >= 0.75:
        return 3
    if grave >= 0.5 or hurtful >= 0.75:
        return 2
    return 1 if hurtful >= 0.5 else 0


def kept_signals(analysis: Any) -> list[tuple[str, str, float]]:
    """``(name, label, score)`` of the signals worth filtering on."""
    return [
        (name, signal.get("label") or "", float(signal["score"]))
        for name, signal in analysis.get("signals", {}).items()
        if signal.get("label") or float(signal["score"]) >= KEPT_FROM
    ]
