"""Which texts the encoder learns from, and how many of each set.

Some sets have tens of thousands of rows about one kind of abuse in one language: read whole, they
would teach the encoder their own habits. The bounds keep every set useful and none overwhelming.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from harmonie.learning.contrast_noise import noisy
from harmonie.learning.dataset import BINARY, Example, sampled

#: Most texts of a set in a language; other sets are read whole.
MOST: Mapping[tuple[str, str], int] = {
    ("dynahate", "en"): 11_000, ("hatexplain", "en"): 7_000, ("edos", "en"): 5_000,
    ("measuring_hate_speech", "en"): 7_000, ("implicit_hate", "en"): 4_000,
    ("civil_toxic_spans", "en"): 8_000, ("goemotions", "en"): 20_000, ("xed", "en"): 2_000,
    ("wiki_context_toxicity", "en"): 2_500, ("sms_spam", "en"): 1_500,
    ("spam_assassin", "en"): 800, ("janitr_scam_promo", "en"): 2_000, ("gab_hate", "en"): 3_000,
    ("hatemoji", "en"): 4_000, ("mlma", "en"): 3_000, ("davidson", "en"): 4_000,
    ("profanity_lists", "fr"): 500, ("profanity_lists", "en"): 300,
    ("fr_sentiment_lexicons", "fr"): 1_500, ("clinc150", "en"): 1_000, ("banking77", "en"): 500,
    ("hwu64", "en"): 700, ("ubuntu_irc_threads", "en"): 800, ("redditbias", "en"): 1_200,
    ("own_texts", "fr"): 7_000, ("own_texts", "en"): 3_500,
}  # fmt: skip
#: Sets that only the second stage reads.
SECOND_STAGE = ("comments", "contrast")
#: How often the second stage reads each comment, and how many texts of the first it reads again:
#: fewer, and it forgets how strangers write.
COMMENT_TURNS = 2
AGAIN: Mapping[str, int] = {"fr": 18_000, "en": 30_000}
#: Emotions are many and their sets few: of these sets the second stage reads so many, old and new.
EMOTIONS_AGAIN: Mapping[str, int] = {"goemotions": 20_000}
CONTRASTS = 14_000
#: Share of texts that are read as somebody in a hurry, or in front of a filter, would type them.
CARELESS_COMMENTS, CARELESS = 0.35, 0.15
#: Comments that students read once more, typed carelessly.
TAUGHT_CARELESS = 4_000
#: Comments put after one another, by language.
COMPOSED: Mapping[str, int] = {"fr": 3_000, "en": 1_500}
#: A comment with no label as sure as this is put beside others without changing what they carry.
UNDISPUTED = 0.2
#: Texts of the public sets, by language, of which the deep encoder teaches the others.
TAUGHT: Mapping[str, int] = {"fr": 16_000, "en": 30_000}


def bounded(examples: Iterable[Example]) -> list[Example]:
    """At most :data:`MOST` of each set, always the same ones."""
    by_set: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        by_set.setdefault((example.source, example.language), []).append(example)
    found: list[Example] = []
    for key, mine in by_set.items():
        found += sampled(mine, MOST.get(key, len(mine)))
    return found


def first_stage(examples: Sequence[Example]) -> list[Example]:
    """Everything but what was written one by one or composed for the second stage."""
    return bounded(e for e in examples if e.source not in SECOND_STAGE)


def second_stage(examples: Sequence[Example]) -> list[Example]:
    """The comments more than once and after one another, the contrasts, and much of the first
    stage again."""
    comments = [e for e in examples if e.source == "comments"]
    contrasts = sampled([e for e in examples if e.source == "contrast"], CONTRASTS)
    moods = [
        example
        for name, limit in EMOTIONS_AGAIN.items()
        for example in sampled([e for e in examples if e.source == name], limit, 11)
    ]
    others = [e for e in first_stage(examples) if e.source not in EMOTIONS_AGAIN]
    again = [careless(comments, CARELESS_COMMENTS, turn) for turn in range(1, COMMENT_TURNS)]
    return (
        comments + [e for turn in again for e in turn] + composed(comments) + contrasts + moods
        + careless(_some(others, AGAIN, 11), CARELESS, 11)
    )  # fmt: skip


def careless(examples: Iterable[Example], share: float, seed: int) -> list[Example]:
    """The examples, ``share`` of them typed carelessly; what they carry does not change."""
    chance = random.Random(seed)  # noqa: S311
    return [
        replace(e, text=noisy(e.text, e.language, chance)) if chance.random() < share else e
        for e in examples
    ]


def composed(comments: Sequence[Example]) -> list[Example]:
    """Two or three comments of one language as one message: it carries what any of them carries,
    so that kind words around an insult do not hide it, nor length alone make anyone suspect."""
    chance = np.random.default_rng(17)
    found: list[Example] = []
    for language, many in COMPOSED.items():
        own = [e for e in comments if e.language == language and not e.parent]
        calm = [e for e in own if max(e.labels.get(head, 0.0) for head in BINARY) < UNDISPUTED]
        if not calm:
            continue
        for _ in range(many):
            parts = [own[chance.integers(len(own))]]
            parts += [calm[chance.integers(len(calm))] for _ in range(chance.integers(1, 3))]
            order = chance.permutation(len(parts))
            labels = {h: max(e.labels.get(h, 0.0) for e in parts) for h in BINARY}
            text = " ".join(parts[i].text for i in order)
            found.append(Example(text, language, labels, "comments", weight=0.7))
    return found


def taught(examples: Sequence[Example]) -> list[Example]:
    """What the deep encoder reads for its students: everything written for Harmonie, and more."""
    own = [e for e in examples if e.source == "comments"]
    contrasts = sampled([e for e in examples if e.source == "contrast"], CONTRASTS)
    hurried = careless(sampled(own, TAUGHT_CARELESS, 5), 1.0, 5)
    return own + hurried + contrasts + _some(first_stage(examples), TAUGHT, 13)


def _some(examples: Sequence[Example], most: Mapping[str, int], seed: int) -> list[Example]:
    return [
        example
        for language, limit in most.items()
        for example in sampled([e for e in examples if e.language == language], limit, seed)
    ]
