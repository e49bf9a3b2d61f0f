"""The tiers full and deep over a little random encoder, through the pipeline."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.analysers.additive.evidence import BINARY
from harmonie.pipeline import Pipeline
from harmonie.records import Message, Signal
from harmonie.weights.store import WeightsError, load, save
from tests.analysers.encoder import tiny

WORDS = st.sampled_from(
    ["le", "bus", "merci", "tu", "es", "un", "idiot", "nul", "😍", "http://bit.ly/x", "@lea", "!",
     "you", "are", "lovely", "stupid", "c0n", "\x00", "\ud83d", "\u202e", "500", "€"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(
    st.characters(exclude_categories=()), max_size=60
)


@pytest.fixture(scope="module", params=["full", "deep"])
def pipeline(request: pytest.FixtureRequest, folder: Path) -> Pipeline:
    return Pipeline(request.param, folder)


def judged(pipeline: Pipeline, texts: list[str]) -> list[dict[str, Signal]]:
    found = pipeline.analyse([Message(text, language="fr") for text in texts])
    return [dict(analysis.signals) for analysis in found]


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), data=st.data())
def test_scores_are_exactly_the_same_alone_in_company_and_in_any_order(pipeline, texts, data):
    alone = [judged(pipeline, [text])[0] for text in texts]
    order = data.draw(st.permutations(range(len(texts))))
    assert judged(pipeline, texts) == alone
    assert judged(pipeline, [texts[i] for i in order]) == [alone[i] for i in order]


@settings(max_examples=25, deadline=None)
@given(text=TEXTS)
def test_spans_and_bias_still_sum_to_the_score(pipeline, text):
    signals = judged(pipeline, [text])[0]
    for signal in (signals[name] for name in BINARY if name in signals):
        told = signal.bias + sum(span.weight for span in signal.spans)
        if 1e-9 < signal.score < 1 - 1e-9:
            assert math.isclose(math.log(signal.score / (1 - signal.score)), told, abs_tol=1e-3)


def test_the_deep_tier_reads_again_what_the_full_one_is_not_sure_of(folder):
    texts = ["Merci pour le bus", "Tu es un idiot", "Bonjour à tous", "Ferme-la, sale connard"]
    full, deep = Pipeline("full", folder), Pipeline("deep", folder)
    versions = {load("full", folder).version: 0, load("deep", folder).version: 0}
    for cheap, dear in zip(judged(full, texts), judged(deep, texts), strict=True):
        near = min(abs(math.log(cheap[n].score / (1 - cheap[n].score))) for n in BINARY)
        answered = {dear[name].version for name in BINARY}
        assert answered == {list(versions)[1 if near < tiny.BAND else 0]}
        if near >= tiny.BAND:
            assert cheap == dear
        versions[answered.pop()] += 1


def test_the_parent_is_read_with_the_message(folder):
    pipeline = Pipeline("full", folder)
    one, other = pipeline.analyse(
        [Message("Oui", parent_text=parent, language="fr") for parent in ("", "Tu es un idiot ?")]
    )
    assert one.signals["toxicity"].score != other.signals["toxicity"].score


def test_an_encoder_beside_another_student_is_refused(tmp_path):
    folder = tiny.install(tmp_path)
    fast = load("fast", folder)
    arrays = dict(fast.arrays)
    arrays["bias"] = arrays["bias"] + 1
    save("fast", arrays, fast.card, folder)
    with pytest.raises(WeightsError, match="was made with"):
        Pipeline("full", folder).analyse([Message("Bonjour à tous", language="fr")])


def test_the_fast_tier_loads_nothing_of_the_encoder():
    script = (
        "import sys; from harmonie.pipeline import analyse; analyse('Bonjour à tous', 'fast');"
        "print({'onnxruntime', 'tokenizers', 'torch', 'sklearn'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
