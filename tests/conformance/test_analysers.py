"""What every analyser must hold to, built in or not."""

from __future__ import annotations

import pytest

from harmonie.analysers.analyser import ANALYSERS, Analyser
from harmonie.records import SIGNALS, Message
from harmonie.text.normalise import normalise_many

TEXTS = [
    "Bonjour, votre service est nul",
    "you are an idiot, write to bob@example.com",
    "http://101nitro.com/free",
    "",
    "\ud800 \x00 \u202e odd",
    "mot " * 400,
]


@pytest.fixture(params=list(ANALYSERS), ids=lambda analyser: analyser.name)
def analyser(request) -> Analyser:
    return request.param()


def run(analyser: Analyser, texts: list[str], language: str | None = "fr"):
    return analyser.analyse(
        [Message(text) for text in texts], normalise_many(texts), [language] * len(texts)
    )


def test_it_keeps_the_protocol(analyser):
    assert isinstance(analyser, Analyser)
    assert set(analyser.signals) <= set(SIGNALS)
    assert analyser.version


def test_it_gives_one_mapping_per_message_with_its_own_signals_only(analyser):
    found = run(analyser, TEXTS)
    assert len(found) == len(TEXTS)
    for signals in found:
        assert set(signals) <= set(analyser.signals)
        for name, signal in signals.items():
            assert signal.name == name
            assert 0 <= signal.score <= 1
            assert signal.version


def test_its_spans_lie_within_the_original_text(analyser):
    for text, signals in zip(TEXTS, run(analyser, TEXTS), strict=True):
        for signal in signals.values():
            assert all(0 <= span.start <= span.end <= len(text) for span in signal.spans)


def test_it_never_depends_on_the_rest_of_the_batch(analyser):
    assert run(analyser, TEXTS) == [run(analyser, [text])[0] for text in TEXTS]


def test_it_is_silent_on_languages_it_does_not_claim(analyser):
    if analyser.languages is not None:
        assert run(analyser, TEXTS, None) == [{} for _ in TEXTS]


def test_an_empty_batch_is_fine(analyser):
    assert analyser.analyse([], [], []) == []
