"""The translation decides as AutoModerator does: generated rules, generated messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harmonie.policies.automoderator import import_rules
from harmonie.policies.decide import firing
from harmonie.policies.policy import Policy, check_examples, parse_policy
from harmonie.records import Analysis, Author, History, Message
from tests.policies.automoderator.reference import FRAMES, Post, fires

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
WORDS = (
    "tomate",
    "été",
    "œuf",
    "l'eau",
    "$eeds",
    "c++",
    "Noël",
    "a.b",
    "zap!",
    "é",
    "t",
    "re",
    "_x",
)
PATTERNS = (
    r"toma+tes?", r"\b(?:été|eau)\b", r"\bre", r"t\b", r"[a-z]{3}\d", r"[\W_]x", r"l['’]eau",
    r"(?:œuf|\$eeds)s?", r"https?://\S+", r"^re", r"x$", r"é\w", r"\d{2,3} ?€", r"(a|b)+c",
    r"no[ëe]l",
)  # fmt: skip
GLUE = (" ", "", ", ", "!", "\n", "-", "_", "é", "s", " 42 € ", "’", "(", ")")

texts = st.lists(
    st.sampled_from((*WORDS, *GLUE, "abc7", "https://a.example", "RE", "ÉTÉ")), max_size=8
)
bodies = texts.map("".join).map(str.strip)
posts = st.builds(
    Post, bodies, st.booleans(), st.integers(0, 4),
    st.integers(0, 40).map(lambda n: n + 0.25), st.booleans(),
)  # fmt: skip


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    rule: dict[str, Any] = {"action": draw(st.sampled_from(("remove", "spam", "filter", "report")))}
    if draw(st.booleans()):
        rule["type"] = draw(st.sampled_from(("any", "comment", "submission")))
    if draw(st.booleans()):
        rule["moderators_exempt"] = draw(st.booleans())
    for number in range(draw(st.integers(0, 2))):
        key, values = draw(_searches(number))
        rule[key] = values
    if draw(st.booleans()):
        rule["reports"] = draw(st.integers(1, 3))
    if draw(st.booleans()):
        sign, number = draw(st.sampled_from("<>")), draw(st.integers(1, 4))
        rule["author"] = {
            "account_age": f"{sign} {number} {draw(st.sampled_from(('days', 'weeks')))}"
        }
    if len(set(rule) - {"action", "type", "moderators_exempt"}) == 0:
        rule["body_longer_than"] = draw(st.integers(1, 12))
    return rule


@st.composite
def _searches(draw: st.DrawFn, number: int) -> tuple[str, Any]:
    is_regex = draw(st.booleans())
    modifiers = [draw(st.sampled_from(tuple(FRAMES)))] + ["regex"] * is_regex
    if draw(st.booleans()):
        modifiers.append("case-sensitive")
    chosen = st.lists(st.sampled_from(PATTERNS if is_regex else WORDS), min_size=1, max_size=4)
    values = draw(chosen)
    negation = "~" if draw(st.integers(0, 3)) == 0 else ""
    key = f"{negation}body#{number} ({', '.join(modifiers)})"
    return key, values[0] if len(values) == 1 else values


def decided(policy: Policy, post: Post) -> bool:
    role = "staff" if post.is_moderator else "member"
    if role in policy.exempt:
        return False
    author = Author("a", role=role, joined_at=NOW - timedelta(days=post.account_days))  # type: ignore[arg-type]
    message = Message(
        post.body, author=author, created_at=NOW, reports=post.reports,
        parent_id="p" if post.is_comment else "",
    )  # fmt: skip
    return True in firing(message, policy, Analysis("", "fr", {}), History())


@settings(max_examples=120, deadline=None)
@given(rules(), st.lists(posts, min_size=1, max_size=12))
@example(
    {"action": "remove", "body#0 (includes-word)": ["t"]},
    [Post("été"), Post("é t é"), Post("$t"), Post("_t"), Post("T")],
)
@example(
    {"action": "remove", "body#0 (includes-word, regex)": [r"\bre", r"t\b"]},
    [Post("faire"), Post("dis re"), Post("été"), Post("et re")],
)
@example(
    {"action": "remove", "~body#0 (full-exact, regex)": r"\bre"},
    [Post("!re"), Post("re"), Post("re!"), Post(" re")],
)
@example(
    {"action": "remove", "body#0 (starts-with, regex)": [r"\bre\b", r"\b!"]},
    [Post("!re"), Post("re"), Post("re!"), Post("rester"), Post("!")],
)
@example(
    {"action": "remove", "body#0 (ends-with, regex)": [r"\bre\b", r"!\b"]},
    [Post("!re"), Post("faire"), Post("et re"), Post("re!"), Post("re\n")],
)
@example(
    {"action": "remove", "body#0 (full-text, regex)": r"\b(?:re|été)\b"},
    [Post("!re!"), Post("re"), Post("rester"), Post("« été »"), Post("étés")],
)
def test_a_translated_rule_decides_like_the_original(
    rule: dict[str, Any], seen: list[Post]
) -> None:
    result = import_rules(yaml.safe_dump(rule, allow_unicode=True, sort_keys=False))
    if not result.source:  # a rule that no message of the pool can meet has no example
        assert {found.problem.code for found in result.of("left_out")} == {"no_example"}
        return
    policy = parse_policy(result.source)
    for post in seen:
        assert decided(policy, post) == fires(rule, post), (result.source, post)


class NoModel:
    """What imported rules read of an analysis: nothing."""

    def analyse(self, messages: list[Message]) -> list[Analysis]:
        return [Analysis(message.id, message.language, {}) for message in messages]


@settings(max_examples=30, deadline=None)
@given(st.lists(rules(), min_size=1, max_size=5))
def test_every_generated_example_holds_and_every_rule_is_accounted_for(
    many: list[dict[str, Any]],
) -> None:
    result = import_rules(yaml.safe_dump_all(many, allow_unicode=True))
    told = {found.rule for found in result.of("left_out")}
    assert {rule.rule for rule in result.rules} | told == set(range(1, len(many) + 1))
    if result.source:
        policy = parse_policy(result.source)
        wrong = [each for each in check_examples(policy, NoModel()) if not each.is_right]
        assert wrong == []
        assert {rule.mode for rule in policy.rules} == {"propose"}


@pytest.mark.parametrize("unit", ["hours", "minutes"])
def test_ages_are_rounded_only_where_nothing_changes(unit: str) -> None:
    number = {"hours": 48, "minutes": 1440}[unit]
    exact = import_rules(f"author:\n  account_age: '< {number} {unit}'\naction: remove\n")
    assert exact.is_complete
    rounded = import_rules(f"author:\n  account_age: '< {number + 1} {unit}'\naction: remove\n")
    assert [found.problem.code for found in rounded.findings] == ["part_of_a_day"]
