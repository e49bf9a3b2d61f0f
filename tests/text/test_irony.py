from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.irony import STRENGTH, cues, damped, strength


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Merci pour les 3 h de retard", "thanks_for_harm"),
        ("Thanks for nothing", "thanks_for_harm"),
        ("Bravo, encore une panne", "praise_beside_harm"),
        ("Great, another crash", "praise_beside_harm"),
        ("On attend. Bravo, encore une panne", "praise_beside_harm"),
        ("J'adore attendre le bus sous la pluie", "mock_delight"),
        ("Don't you just love it when the app logs you out", "mock_delight"),
        ("Comme par hasard, le stock est vide", "mock_surprise"),
        ("what a surprise", "mock_surprise"),
        ("quel service 🙄", "face"),
        ("Such a helpful page /s", "said"),
        ("Le « service » client", "scare_quotes"),
    ],
)
def test_a_mark_of_irony_is_seen(text: str, cue: str) -> None:
    assert cue in {found.name for found in cues(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Merci pour votre aide",
        "Thanks for the quick answer",
        "Super accueil, cadre agréable",
        "Great game, I play it with my brother",
        "J'adore cette appli",
        "Livraison en retard",
        "/sortie du métro",
    ],
)
def test_plain_praise_and_plain_complaint_bear_none(text: str) -> None:
    assert cues(text) == []


def test_cues_of_one_kind_count_once_and_kinds_add_up() -> None:
    one, two = cues("🙄"), cues("🙄🙄🙄")
    assert strength(one) == strength(two) == STRENGTH["face"]
    assert strength(cues("🙄 /s")) > STRENGTH["said"]


CHANCES = st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(
    lambda raw: dict(
        zip(("negative", "neutral", "positive"), [x / sum(raw) for x in raw], strict=True)
    )
)


@given(CHANCES, st.floats(0, 0.99))
def test_doubt_lowers_the_confidence_and_never_turns_it_round(
    chances: dict[str, float], doubt: float
) -> None:
    after = damped(chances, doubt)
    top = max(chances, key=chances.__getitem__)
    assert max(after.values()) == pytest.approx(after[top])
    assert after[top] <= chances[top] + 1e-9
    assert sum(after.values()) == pytest.approx(1)


@given(st.text(max_size=200))
def test_cues_are_slices_of_the_text(text: str) -> None:
    assert all(0 <= cue.start < cue.end <= len(text) for cue in cues(text))
    assert 0 <= strength(cues(text)) < 1


@pytest.mark.parametrize(
    "text", ["\n" * 20_000, "@a " * 7_000, "merci pour " * 2_000, "super, " * 3_000, "« " * 10_000]
)
def test_time_does_not_run_away(text: str) -> None:
    started = time.process_time()
    cues(text)
    assert time.process_time() - started < 3
