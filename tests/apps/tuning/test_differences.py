from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.tuning import differences
from harmonie.apps.tuning.differences import Pair
from harmonie.records import Action, Analysis, Message, Signal, Verdict


def pair(number: int, live: float, candidate: float, text: str = "Bonjour") -> Pair:
    def analysis(score: float) -> Analysis:
        return Analysis(str(number), "fr", {"insult": Signal("insult", score, "x")})

    def verdict(score: float) -> Verdict:
        return Verdict("propose", (Action("hide"),)) if score >= 0.8 else Verdict("allow")

    return Pair(
        Message(text, id=str(number)), analysis(live), analysis(candidate), verdict(live),
        verdict(candidate),
    )  # fmt: skip


def test_sides_languages_groups_and_decisions_are_counted() -> None:
    result = differences.nothing()
    differences.add(
        result,
        [
            pair(1, 0.2, 0.3),
            pair(2, 0.4, 0.6, "Les musulmans de la ville"),
            pair(3, 0.9, 0.1),
        ],
    )
    assert (result["judged"], result["same_sides"], result["other_decisions"]) == (3, 1, 1)
    assert result["signals"] == {"insult": {"gained": 1, "lost": 1}}
    assert result["languages"] == {"fr": {"n": 3, "changed": 2}}
    assert result["decisions"] == {"propose:hide>allow": 1}
    assert result["groups"]["muslim"] == {"n": 1, "changed": 1}


def test_another_decision_is_shown_before_a_mere_change_of_score() -> None:
    kept = differences.examples([], [pair(1, 0.49, 0.51), pair(2, 0.9, 0.1), pair(3, 0.1, 0.1)])
    assert [one["message"] for one in kept] == [2, 1]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=60))
def test_counts_add_up_whatever_the_scores(scores: list[tuple[float, float]]) -> None:
    pairs = [pair(number, *one) for number, one in enumerate(scores)]
    whole, parts = differences.nothing(), differences.nothing()
    differences.add(whole, pairs)
    for start in range(0, len(pairs), 7):
        differences.add(parts, pairs[start : start + 7])
    assert whole == parts
    moved = sum(one["gained"] + one["lost"] for one in whole["signals"].values())
    assert whole["judged"] - whole["same_sides"] == moved  # one signal only
    assert sum(whole["decisions"].values()) == whole["other_decisions"]
    kept = differences.examples([], pairs)
    assert len(kept) <= differences.EXAMPLES
    assert [one["weight"] for one in kept] == sorted((k["weight"] for k in kept), reverse=True)
