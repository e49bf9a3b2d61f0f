"""Message to Analysis: the contract every other room relies on."""

from __future__ import annotations

import math
import shutil

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.pipeline import (
    LONGEST,
    Pipeline,
    analyse,
    default_pipeline,
    from_json,
    signals_of,
    to_json,
)
from harmonie.records import SIGNALS, Author, Message
from harmonie.weights.store import FOLDER, TIERS

TEXTS = [
    "Bonjour, à quelle heure ouvre la piscine dimanche ?",
    "Votre service est nul, le bus est encore en retard",
    "t'es qu'un gros c0nnard",
    "I will find you and hurt you, écris-moi à bob@exemple.fr",
    "what a lovely day at the market, thank you all 😍",
    "Gagnez 500 € en cliquant ici http://bit.ly/2abC",
    "",
    "🎉🎉",
    "¿Dónde está la biblioteca mañana por la mañana?",
    "lol",
]


def messages() -> list[Message]:
    return [Message(text, id=str(number)) for number, text in enumerate(TEXTS)]


def test_a_french_and_an_english_text_get_every_signal():
    for text in ("Bonjour, à quelle heure ouvre la mairie ?", "What time does the pool open?"):
        assert set(analyse(text).signals) == set(SIGNALS)


def test_a_complaint_is_a_complaint_and_not_an_insult():
    found = analyse("Votre service est nul, j'attends depuis une heure")
    assert found.signals["intent"].label == "complaint"
    assert found.signals["sentiment"].label == "negative"
    assert found.score("toxicity") < 0.5
    assert found.score("insult") < 0.5


def test_an_insult_is_found_however_it_is_spelt():
    for text in ("tu es un gros connard", "tu es un gros c0nnard", "tu es un gros c\u200bonnard"):
        assert analyse(text).score("toxicity") > 0.8, text


def test_love_in_violent_words_is_no_threat():
    for text in ("cette chanson est une tuerie", "je meurs de rire", "that burger is to die for"):
        found = analyse(text)
        assert found.score("toxicity") < 0.5, text
        assert found.signals["sentiment"].label != "negative", text


def test_the_order_and_company_of_a_message_never_change_its_analysis():
    pipeline = Pipeline("fast")
    together = pipeline.analyse(messages())
    assert together == [pipeline.analyse([message])[0] for message in messages()]
    assert together == list(reversed(pipeline.analyse(list(reversed(messages())))))


def test_a_fresh_pipeline_agrees_with_one_that_has_seen_much():
    from harmonie.analysers.fast import model

    seasoned = default_pipeline("fast").analyse(messages())
    model.cache_clear()
    assert Pipeline("fast").analyse(messages()) == seasoned


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("a", "too_short"),
        ("🎉🎉🎉", "unreadable"),
        ("12345", "unreadable"),
        ("mot " * (LONGEST // 4 + 1), "too_long"),
        ("¿Dónde está la biblioteca mañana por la mañana?", "language"),
        ("Где находится библиотека?", "language"),
    ],
)
def test_what_cannot_be_judged_says_why_and_has_no_score_of_language(text, reason):
    found = analyse(text)
    assert found.cannot_judge == reason
    assert found.language is None
    assert "toxicity" not in found.signals


def test_personal_data_is_found_where_nothing_else_can_be_judged():
    found = analyse("Escríbame mañana por favor a juana@ejemplo.es, muchas gracias señor")
    assert found.cannot_judge == "language"
    assert found.score("personal_data") > 0.5


def test_the_author_s_language_helps_only_when_the_text_shows_none():
    assert analyse("lol").cannot_judge == "language"
    known = analyse(Message("lol", author=Author("1", language="fr")))
    assert (known.language, known.cannot_judge) == ("fr", None)
    spanish = Message("¿Dónde está la biblioteca mañana por la mañana?", language="fr")
    assert analyse(spanish).cannot_judge == "language"


def test_spans_point_at_the_original_text():
    text = "Bonjour.  Tu es un gros c\u200bo\u200bnnard !"
    spans = analyse(text).signals["toxicity"].spans
    assert any(text[span.start : span.end] == "c\u200bo\u200bnnard" for span in spans)


def test_hidden_characters_are_told():
    assert analyse("bon\u200bjour tout le monde").hidden_characters == ("U+200B",)


@pytest.mark.parametrize("tier", TIERS)
def test_an_installed_tier_is_used_and_named(tier):
    pipeline = Pipeline(tier)
    assert pipeline.tier == tier and pipeline.version.startswith(f"{tier}-")
    assert analyse("bonjour à tous", tier).tier == tier


def test_unless_asked_the_full_tier_judges():
    assert Pipeline().tier == analyse("bonjour à tous").tier == "full"


@pytest.mark.parametrize("tier", TIERS)
def test_the_best_installed_tier_is_used_and_named(tier, tmp_path):
    for name in ("fast.json", "fast.npz"):
        shutil.copyfile(FOLDER / name, tmp_path / name)
    pipeline = Pipeline(tier, tmp_path)
    assert pipeline.tier == "fast" and pipeline.version.startswith("fast-")
    assert pipeline.analyse([Message("bonjour à tous")])[0].tier == "fast"


def test_a_tier_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no tier named"):
        Pipeline("huge")


def test_an_analysis_survives_json():
    for found in default_pipeline("fast").analyse(messages()):
        assert from_json(to_json(found)) == found


def test_lines_are_the_analyses_as_plain_values():
    pipeline = default_pipeline("fast")
    lines = [line | {"signals": signals_of(line)} for line in pipeline.lines(messages())]
    assert lines == [to_json(a) for a in pipeline.analyse(messages())]


def test_a_line_written_holds_what_the_analysis_holds():
    pipeline = default_pipeline("fast")
    for line, found in zip(pipeline.lines(messages()), pipeline.analyse(messages()), strict=True):
        assert from_json(orjson.loads(orjson.dumps(line))) == found


def test_of_two_verdicts_on_a_scam_the_stronger_is_told_in_both_forms():
    pipeline = default_pipeline("fast")
    texts = ["Votre colis attend : https://paypa1.com/login", "colis https://amaz0n.com"]
    asked = [Message(text, language="fr") for text in texts]
    for line, found in zip(pipeline.lines(asked), pipeline.analyse(asked), strict=True):
        assert found.signals["scam"].version == "links-1"
        assert from_json(orjson.loads(orjson.dumps(line))) == found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_analysed_and_its_binary_spans_sum_to_its_log_odds(text):
    message = Message(text, language="fr")
    found = default_pipeline("fast").analyse([message])[0]
    assert (found.cannot_judge is None) == ("toxicity" in found.signals)
    for signal in found.signals.values():
        assert 0 <= signal.score <= 1
        assert all(0 <= span.start <= span.end <= len(text) for span in signal.spans)
        if signal.probabilities is not None:
            assert math.isclose(sum(signal.probabilities.values()), 1, abs_tol=1e-4)
            assert signal.score == max(signal.probabilities.values())
        elif signal.name != "personal_data":
            told = signal.bias + sum(span.weight for span in signal.spans)
            assert math.isclose(math.log(signal.score / (1 - signal.score)), told, abs_tol=1e-3), (
                signal
            )
