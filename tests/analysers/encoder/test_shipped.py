"""What must hold of the weights that are shipped, whichever tiers these are."""

from __future__ import annotations

from pathlib import Path

import pytest

from harmonie.pipeline import Pipeline
from harmonie.records import Message
from harmonie.weights.store import installed

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parents[2] / "data" / "drowned_insults.tsv")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
]
INSULTS = [row for row in ROWS if len(row) == 2]
#: 2,000 characters of a friendly page, by language.
CALM = {language: f"{texts[1]} " * 5 for language, *texts in ROWS if len(texts) == 2}
LENGTH = 2000


@pytest.fixture(scope="module", params=installed())
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    return Pipeline(request.param)


@pytest.mark.parametrize("place", ["before", "after", "around"])
@pytest.mark.parametrize(("language", "insult"), INSULTS)
def test_2000_harmless_characters_do_not_whitewash_an_insult(pipeline, language, insult, place):
    calm = CALM[language][:LENGTH]
    text = {
        "before": f"{calm} {insult}",
        "after": f"{insult} {calm}",
        "around": f"{calm[: LENGTH // 2]} {insult} {calm[LENGTH // 2 :]}",
    }[place]
    assert len(calm) == LENGTH
    drowned, alone = pipeline.analyse([Message(one, language=language) for one in (text, calm)])
    for signal in ("toxicity", "insult"):
        assert drowned.score(signal) >= 0.5, signal
        assert alone.score(signal) < 0.5, signal


def test_a_score_does_not_depend_on_the_rest_of_the_batch_nor_on_its_order(pipeline):
    messages = [Message(insult, language=language) for language, insult in INSULTS]
    messages += [Message(insult + CALM[code], language=code) for code, insult in INSULTS]
    messages += [Message(text[:size], language=code) for code, text in CALM.items()
                 for size in (30, 90, 300)]  # fmt: skip
    alone = [pipeline.analyse([message])[0] for message in messages]
    assert pipeline.analyse(messages) == alone
    assert pipeline.analyse(messages[::-1]) == alone[::-1]
    assert pipeline.analyse(messages * 5) == alone * 5
