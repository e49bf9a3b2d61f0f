"""Whom the training texts speak of."""

from __future__ import annotations

import pytest

from harmonie.learning.dataset import Example
from harmonie.learning.fairness.lexicon import named
from harmonie.learning.fairness.representativeness import kept_with, representativeness, write


def texts(many: int, text: str, toxic: float, language: str = "en") -> list[Example]:
    return [Example(f"{text} {i}", language, {"toxicity": toxic}, "civil_toxic_spans")
            for i in range(many)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "kind", "keys"),
    [
        ("Les musulmanes du quartier", "fr", "groups", ["muslim"]),
        ("Une femme handicapée", "fr", "groups", ["woman", "disabled"]),
        ("The black cat sat down", "en", "groups", []),
        ("Black people and Jewish people", "en", "groups", ["jewish", "black"]),
        ("Attache ta tuque, y fait frette", "fr", "dialects", ["quebec"]),
        ("wallah khouya c’est relou", "fr", "dialects", ["maghreb", "verlan"]),
        ("We finna eat, y’all", "en", "dialects", ["aave"]),
        ("The gay parade", "fr", "groups", ["gay"]),
        ("La romance de la gare", "fr", "groups", []),
    ],
)
def test_groups_and_dialects_are_found_by_whole_words(text, language, kind, keys):
    assert named(text, language, kind) == keys


def test_lift_tells_how_much_more_often_a_group_is_labelled_toxic():
    found = representativeness(
        [*texts(100, "the Muslim baker", 1.0), *texts(300, "the baker", 0.0),
         *texts(100, "the old man baker", 0.0)]
    )  # fmt: skip
    shares = {(s.axis, s.key, s.language): s for s in found.shares}
    muslim = shares["group", "muslim", "en"]
    assert (muslim.n, muslim.toxic, muslim.lift) == (100, 1.0, 5.0)
    assert shares["group", "old", "en"].lift == 0.0
    assert shares["group", "jewish", "en"].n == 0 and shares["group", "jewish", "en"].lift is None
    assert shares["register", "forums and comments", "en"].share == 1.0


def test_the_finding_is_said_in_plain_words_in_both_languages():
    found = representativeness(
        [*texts(100, "la voisine musulmane", 1.0, "fr"), *texts(300, "la voisine", 0.0, "fr"),
         *texts(400, "the neighbour", 0.0)]
    )  # fmt: skip
    french = " ".join(s.text("fr") for s in found.statements)
    english = " ".join(s.text("en") for s in found.statements)
    assert "50\u202f% des textes d’apprentissage sont en français" in french
    assert "musulmans (×\u00a04,0)" in french and "Muslims (×\u00a04.0)" in english
    assert "presque rien n’a été lu" in french


def test_labels_that_are_unknown_are_not_counted_as_harmless():
    unknown = [Example(f"a Jewish baker {i}", "en", {"spam": 0.0}, "sms_spam") for i in range(80)]
    found = representativeness([*texts(100, "hello", 0.0), *unknown])
    jewish = next(s for s in found.shares if s.key == "jewish" and s.language == "en")
    assert jewish.n == 80 and jewish.toxic is None and jewish.lift is None


def test_it_is_kept_with_the_weights_and_read_back(tmp_path):
    assert kept_with(tmp_path) is None
    found = representativeness(texts(60, "the Muslim baker", 1.0))
    write(found, tmp_path)
    assert kept_with(tmp_path) == found
