"""Personal data as a signal: confidences, not log-odds."""

from __future__ import annotations

from harmonie.analysers.personal_data import PersonalDataAnalyser
from harmonie.records import Message
from harmonie.text.normalise import normalise


def found(text: str):
    signals = PersonalDataAnalyser().analyse([Message(text)], [normalise(text)], ["fr"])
    return signals[0]["personal_data"]


def test_nothing_found_is_a_score_of_zero_without_spans():
    assert (found("Le bus 12 passe à 14 h 32").score, found("bonjour").spans) == (0.0, ())


def test_the_score_is_that_of_the_surest_find_and_spans_hold_their_confidence():
    text = "écris-moi à lea.martin@exemple.fr ou au 06 12 34 56 78"
    signal = found(text)
    assert signal.score == max(span.weight for span in signal.spans)
    assert "lea.martin@exemple.fr" in {text[s.start : s.end] for s in signal.spans}
    assert signal.label in {"email", "phone"}
