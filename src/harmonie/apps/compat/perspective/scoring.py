"""Scores for a request: which attributes can be answered, and with what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harmonie.apps.compat.judging import judge
from harmonie.apps.compat.perspective.errors import Refusal, language_refused
from harmonie.apps.compat.perspective.mapping import LANGUAGES, TABLE
from harmonie.apps.compat.perspective.reading import Asked
from harmonie.apps.compat.perspective.sentences import sentences
from harmonie.records import Analysis, Message
from harmonie.text.language import language_code

Span = tuple[int, int]


def answer(community_id: int, asked: Asked) -> dict[str, Any]:
    """The body of the response. Raises :class:`Refusal` where there is no score to give."""
    foreign = [code for code in asked.languages if _primary(code) not in LANGUAGES]
    if foreign:
        return _without(asked, foreign, detected=[])
    whole, spans, parts = _judged(community_id, asked)
    if whole.language is None or whole.cannot_judge not in (None, "unsure"):
        return _unjudged(asked, whole)
    detected = [whole.language]
    scores: dict[str, Any] = {}
    for name, threshold in asked.thresholds.items():
        value = _value(name, whole)
        if value is not None:
            scores[name] = _attribute(name, value, threshold, spans, parts)
        elif not asked.drops_unsupported:
            requested = asked.languages
            raise language_refused(name, requested=requested, detected=detected)
    return _response(asked, scores, detected)


def _judged(community_id: int, asked: Asked) -> tuple[Analysis, list[Span], list[Analysis]]:
    """The whole text's analysis, and those of its sentences when spans are wanted."""
    hint = _primary(asked.languages[0]) if asked.languages else None
    found = sentences(asked.text) if asked.wants_spans else []
    spans = found if len(found) > 1 else [(0, len(asked.text))]
    texts = [asked.text] + [asked.text[start:end] for start, end in spans if len(spans) > 1]
    _version, analyses = judge(community_id, [Message(text, language=hint) for text in texts])
    return analyses[0], spans, analyses[1:] or analyses


def _attribute(
    name: str, value: float, threshold: float, spans: Sequence[Span], parts: Sequence[Analysis]
) -> dict[str, Any]:
    """Scores below the threshold are left out; a sentence that cannot be judged has none."""
    found: dict[str, Any] = {}
    told = [
        {"begin": start, "end": end, "score": _probability(score)}
        for (start, end), part in zip(spans, parts, strict=True)
        if (score := _value(name, part)) is not None and score >= threshold
    ]
    if told:
        found["spanScores"] = told
    if value >= threshold:
        found["summaryScore"] = _probability(value)
    return found


def _value(name: str, analysis: Analysis) -> float | None:
    if analysis.cannot_judge not in (None, "unsure"):
        return None
    signal = TABLE[name]
    return None if signal is None else analysis.score(signal)


def _probability(value: float) -> dict[str, Any]:
    return {"value": value, "type": "PROBABILITY"}


def _unjudged(asked: Asked, analysis: Analysis) -> dict[str, Any]:
    """Another language, when that is why; else nothing that one could tell a language from."""
    if analysis.cannot_judge == "too_long":
        raise Refusal("COMMENT_TOO_LONG", "Comment text too long.")
    code = language_code(asked.text) if analysis.cannot_judge == "language" else None
    if code is None or analysis.language_confidence < 0.5:
        raise Refusal("LANGUAGE_DETECTION_FAILED", "Unable to detect language")
    return _without(asked, [], detected=[code])


def _without(asked: Asked, requested: Sequence[str], detected: list[str]) -> dict[str, Any]:
    """No attribute is measured in this language: an error, or an answer without any score."""
    if not asked.drops_unsupported:
        first = next(iter(asked.thresholds))
        raise language_refused(first, requested=requested, detected=detected)
    return _response(asked, {}, detected)


def _response(asked: Asked, scores: dict[str, Any], detected: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "attributeScores": scores,
        "languages": list(asked.languages) or detected,
        "detectedLanguages": detected,
    }
    if asked.client_token:
        found["clientToken"] = asked.client_token
    return found


def _primary(code: str) -> str:
    return code.partition("-")[0].lower()
