"""The grammar of contrasts: the same examples each time, well formed, and fair to the splits."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.learning import contrast
from harmonie.learning.contrast_forms import capitals, elides, forms, pronouns
from harmonie.learning.contrast_noise import disguised, noisy, shortened, without_accents
from harmonie.learning.dataset import BINARY, HEADS, Example, split
from harmonie.learning.sources import SOURCES

LANGUAGES = ("fr", "en")
FRAMES = [f for language in LANGUAGES for f in contrast.grammar(language).frames]


@pytest.fixture(scope="module")
def made() -> dict[str, list[tuple[str, Example]]]:
    return {language: list(contrast.composed(language)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def examples(made: dict[str, list[tuple[str, Example]]]) -> list[Example]:
    return [example for pairs in made.values() for _, example in pairs]


def test_the_source_is_read_with_all_the_others() -> None:
    assert "contrast" in {source.name for source in SOURCES}


def test_two_readings_yield_the_same_examples(examples: list[Example]) -> None:
    assert list(contrast.SOURCES[0].read(Path("unused"))) == examples


def test_there_are_about_seventeen_thousand_two_thirds_french(examples: list[Example]) -> None:
    counts = Counter(example.language for example in examples)
    assert 16_000 < len(examples) < 18_000
    assert 0.62 < counts["fr"] / len(examples) < 0.68


def test_every_function_speaks_both_languages(made: dict[str, list[tuple[str, Example]]]) -> None:
    french, english = (Counter(function for function, _ in made[name]) for name in LANGUAGES)
    assert set(french) == set(english)
    assert len(french) >= 60
    assert min(french.values()) >= 25 and min(english.values()) >= 15


def test_every_label_is_known_and_every_binary_head_is_told(examples: list[Example]) -> None:
    for example in examples:
        assert set(BINARY) <= set(example.labels) <= set(HEADS)
        assert all(0 <= value <= 1 for value in example.labels.values())
        assert example.group and example.text.strip()


def test_an_attack_is_always_toxic_and_a_fraud_always_spam(examples: list[Example]) -> None:
    for example in examples:
        labels = example.labels
        assert labels["toxicity"] >= max(labels["hate"], labels["insult"], labels["harassment"])
        assert labels["spam"] >= labels["scam"]


def test_texts_hardly_ever_repeat_and_never_with_two_labels(examples: list[Example]) -> None:
    labels: dict[str, set[tuple[tuple[str, float], ...]]] = defaultdict(set)
    for example in examples:
        labels[example.text].add(tuple((head, example.labels[head]) for head in BINARY))
    assert len(labels) > 0.995 * len(examples)
    assert [text for text, told in labels.items() if len(told) > 1] == []


def test_a_family_never_crosses_a_split_and_each_part_is_varied(
    made: dict[str, list[tuple[str, Example]]], examples: list[Example]
) -> None:
    function = {e.group: f for pairs in made.values() for f, e in pairs}
    parts = split(examples)
    groups = [{e.group for e in part} for part in (parts.train, parts.calibration, parts.held_out)]
    assert not groups[0] & groups[1] and not groups[0] & groups[2] and not groups[1] & groups[2]
    for held in groups[1:]:
        assert len({function[group] for group in held}) > 35


def test_borrowed_sentences_stay_in_their_part_of_the_split() -> None:
    for language in LANGUAGES:
        book = contrast.grammar(language)
        for bank, lent in book.banks.items():
            by_part = {contrast._part(f.family) for f in lent}
            for frame in book.frames:
                part = contrast._part(frame.family)
                if "{" + bank + "}" not in frame.text or part not in by_part:
                    continue
                same = [contrast._MARK.sub(r"\1", f.text) for f in lent
                        if contrast._part(f.family) == part]  # fmt: skip
                chance = random.Random(3)
                for _ in range(5):
                    text, _classes = contrast._with_banks(frame, book, chance)
                    assert any(sentence in text for sentence in same)


def test_contrasts_of_one_family_lie_on_both_sides_of_hate(examples: list[Example]) -> None:
    sides: dict[str, set[bool]] = defaultdict(set)
    for example in examples:
        sides[example.group].add(example.labels["hate"] > 0.5)
    both = [group for group, seen in sides.items() if len(seen) == 2]
    assert len([g for g in both if ":fr:" in g]) >= 25
    assert len([g for g in both if ":en:" in g]) >= 25


def test_naming_a_group_says_nothing_of_the_label(examples: list[Example]) -> None:
    for language in LANGUAGES:
        spoken = [e for e in examples if e.target and e.language == language]
        assert 0.4 < sum(e.labels["hate"] > 0.5 for e in spoken) / len(spoken) < 0.6
        shares = defaultdict(list)
        for example in spoken:
            shares[example.target].append(example.labels["hate"] > 0.5)
        for target, told in shares.items():
            assert 0.4 < sum(told) / len(told) < 0.6, target


def test_about_ninety_groups_or_more_are_spoken_of(examples: list[Example]) -> None:
    for language in LANGUAGES:
        assert len({e.target for e in examples if e.language == language}) > 90


def test_french_agrees_in_gender(examples: list[Example]) -> None:
    groups = contrast.grammar("fr").groups
    hers = {g.feminine[0] for g in groups if g.feminine}
    his = {g.masculine[0] for g in groups if g.masculine}
    feminine, masculine = "|".join(sorted(hers - his)), "|".join(sorted(his - hers))
    bad = re.compile(rf"\b(?:une|la|cette) (?:{masculine})\b|\b(?:un|le|cet?) (?:{feminine})\b")
    french = [e.text for e in examples if e.language == "fr"]
    assert [text for text in french if bad.search(text)] == []


def test_french_elides_before_a_vowel_and_not_before_handicape(examples: list[Example]) -> None:
    assert elides("Arabe") and elides("homme") and not elides("handicapé")
    wrong = re.compile(r"\b(?:le|la|de|que) (?:Ara|Afr|Alg|aut|ave|étr|immi|elle|ils)")
    found = [e.text for e in examples if e.language == "fr" and wrong.search(e.text)]
    assert found == []


@pytest.mark.parametrize(
    ("key", "gender", "slot", "expected"),
    [
        ("muslims", "f", "un", "une musulmane"),
        ("arabs", "m", "le", "l'Arabe"),
        ("arabs", "m", "ce", "cet Arabe"),
        ("immigrants", "f", "du", "de l'immigrée"),
        ("disabled", "m", "ds", "de handicapés"),
        ("algerians", "f", "ds", "d'Algériennes"),
        ("trans", "f", "suis", "trans"),
        ("turks", "f", "suis", "turque"),
        ("nonbinary", "f", "les", "les personnes non binaires"),
        ("nonbinary", "f", "suis", "non binaire"),
        ("veiled_women", "f", "suis", "voilée"),
        ("ukrainians", "m", "ds", "d'Ukrainiens"),
    ],
)
def test_french_articles(key: str, gender: str, slot: str, expected: str) -> None:
    group = next(g for g in contrast.grammar("fr").groups if g.key == key)
    assert forms(group, gender, "fr")[slot] == expected


def test_english_articles() -> None:
    groups = {g.key: g for g in contrast.grammar("en").groups}
    assert forms(groups["arabs"], "m", "en")["a"] == "an Arab"
    assert forms(groups["women"], "m", "en")["am"] == "a woman"
    assert forms(groups["ukrainians"], "m", "en")["a"] == "a Ukrainian"
    assert forms(groups["unemployed"], "m", "en")["a"] == "an unemployed person"
    assert forms(groups["black"], "m", "en")["am"] == "Black"


def test_pronouns_follow_the_gender() -> None:
    assert pronouns("f")["ils"] == "elles" and pronouns("m")["ceux"] == "ceux"


@given(st.sampled_from(FRAMES), st.integers(0, 10_000))
def test_a_wording_keeps_no_notation(frame: contrast.Frame, seed: int) -> None:
    text, target = contrast.wording(frame, contrast.grammar(frame.language), random.Random(seed))
    assert text.strip() and not re.search(r"[{}\[\]|]", text)
    assert not contrast._AGREES.search(text)
    keys = {group.key for group in contrast.grammar(frame.language).groups}
    assert target == "" or target in keys


@given(st.sampled_from(FRAMES), st.integers(1, 8))
def test_a_frame_yields_no_more_than_asked_and_in_its_own_family(
    frame: contrast.Frame, most: int
) -> None:
    found = list(contrast.filled(frame, contrast.grammar(frame.language), most))
    assert 1 <= len(found) <= most
    assert {example.group for example in found} == {frame.family}
    assert len({example.text for example in found}) == len(found)


def test_spans_mark_words_inside_the_text_for_a_label_it_has(examples: list[Example]) -> None:
    marked = [example for example in examples if example.spans]
    assert len(marked) > 2_000
    for example in marked:
        for start, end, head in example.spans:
            assert example.text[start:end].strip() and end <= len(example.text)
            assert example.labels[head] >= 0.5


def test_a_fifth_of_the_texts_is_typed_carelessly(examples: list[Example]) -> None:
    spelt = [e.text for e in examples if any(c.isalpha() for c in e.text)]
    shouted = sum(text.upper() == text for text in spelt) / len(spelt)
    assert 0.01 < shouted < 0.06


@given(st.text(min_size=1), st.sampled_from(LANGUAGES), st.integers(0, 1000))
def test_noise_never_empties_a_text(text: str, language: str, seed: int) -> None:
    assert noisy(text, language, random.Random(seed))


@given(st.integers(0, 1000))
def test_a_disguise_touches_the_longest_word_only(seed: int) -> None:
    hidden = disguised("sale vermine ici", random.Random(seed))
    assert hidden.startswith("sale ") and hidden.endswith(" ici") and "vermine" not in hidden


def test_careless_typing_is_what_people_do() -> None:
    assert without_accents("été à Noël") == "ete a Noel"
    assert shortened("Je suis là parce que tu es là", "fr") == "jsuis là pcq t là"
    assert shortened("you are late", "en") == "u r late"
    assert capitals("si ils viennent. ok de Awa", "fr") == "S'ils viennent. Ok d'Awa"


def test_the_card_counts_what_is_composed(made: dict[str, list[tuple[str, Example]]]) -> None:
    card = (Path(contrast.__file__).parent / "texts" / "contrast" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| ([\d,]+) \| ([\d,]+) \|", card, re.MULTILINE)
    told = {name: (int(fr.replace(",", "")), int(en.replace(",", ""))) for name, fr, en in rows}
    french, english = (Counter(function for function, _ in made[name]) for name in LANGUAGES)
    assert told == {name: (french[name], english[name]) for name in french}


def test_swearing_is_profanity_unless_it_is_quoted(examples: list[Example]) -> None:
    french = [
        e for e in examples if e.language == "fr" and re.search(r"\bputain\b", e.text.lower())
    ]
    assert french and all(e.labels["profanity"] == 1 for e in french)
    joke = [e for e in examples if "salted it twice" in e.text]
    assert joke and all(e.labels["profanity"] == 0 for e in joke)
