"""What translates, what is named, and what hostile files meet."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmonie.policies.automoderator import Imported, import_rules
from harmonie.policies.policy import PolicyErrors, parse_policy
from harmonie.records import Action

REMOVE = "action: remove\n"


def codes(result: Imported, level: str) -> list[str]:
    return [found.problem.code for found in result.findings if found.level == level]


def only_rule(source: str):  # type: ignore[no-untyped-def]
    result = import_rules(source)
    assert result.source, result.render("en")
    return parse_policy(result.source).rules[0]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("action: remove", (Action("hide"),)),
        ("action: spam", (Action("hide"), Action("tag", {"names": ["spam"]}))),
        ("action: filter", (Action("hide"), Action("tag", {"names": ["to_review"]}))),
        ("action: report", (Action("tag", {"names": ["reported"]}),)),
        ("action: approve", (Action("approve"),)),
        ("set_flair: Mur de texte", (Action("tag", {"names": ["mur-de-texte"]}),)),
        ("comment: 'Merci !'", (Action("reply", {"text": {"fr": "Merci !", "en": "Merci !"}}),)),
        (
            "action: remove\nmessage: Relisez les règles.",
            (
                Action("hide"),
                Action(
                    "warn", {"text": {"fr": "Relisez les règles.", "en": "Relisez les règles."}}
                ),
            ),
        ),
        (
            "modmail: A look, please",
            (Action("escalate", {"to": "lead", "note": "A look, please"}),),
        ),
    ],
)
def test_actions_have_their_counterparts(action: str, expected: tuple[Action, ...]) -> None:
    rule = only_rule(f"body: tulipe\n{action}\n")
    assert rule.then == expected
    assert rule.mode == "propose"


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("author:\n  comment_karma: '< 3'", "unsupported_check"),
        ("author: somebody", "unsupported_check"),
        ("author:\n  name (regex): ['^bot']", "unsupported_check"),
        ("flair_text: News", "unsupported_field"),
        ("~body+flair_text: News", "unsupported_field"),
        ("standard: crowdfunding sites", "unsupported_check"),
        ("is_edited: true", "unsupported_check"),
        ("bodi: x", "unknown_key"),
        ("body (fuzzy): x", "bad_modifier"),
        ("body (includes, ends-with): x", "bad_modifier"),
        ("body (regex): '(?<!a)b'", "bad_pattern"),
        (r"body (regex): '(a)\1'", "bad_pattern"),
        ("body (regex): '[a'", "bad_pattern"),
        ("body: ''", "bad_value"),
        ("body: {a: {b: c}}", "bad_value"),
        ("reports: many", "bad_value"),
        ("author:\n  account_age: 5", "bad_threshold"),
        ("type: poll submission", "unknown_type"),
        ("ignore_blockquotes: true", "unsupported_check"),
    ],
)
def test_a_rule_that_would_grow_wider_is_left_out_and_named_with_its_line(
    check: str, code: str
) -> None:
    result = import_rules(f"# first\n---\nbody#2: tulipe\n{check}\n{REMOVE}")
    assert result.source == "" and not result.is_complete
    assert code in codes(result, "left_out")
    found = next(f for f in result.findings if f.problem.code == code)
    assert found.line in (4, 5) and found.rule == 1
    problem = found.problem
    assert problem.fr and problem.en and problem.fr != problem.en
    assert problem.advice_fr and problem.advice_en


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("type: submission\naction: remove\n", "no_check"),
        ("body: tulipe\nset_sticky: true\n", "no_action"),
        ("body: tulipe\nmessage: Bonjour\n", "no_action"),
    ],
)
def test_a_rule_without_check_or_action_is_named(source: str, code: str) -> None:
    result = import_rules(source)
    assert codes(result, "left_out") == [code] and result.source == ""


def test_parts_that_are_lost_leave_the_rest_and_are_named() -> None:
    result = import_rules(
        "body+media_title: tulipe\naction: remove\nset_locked: true\ncomment: 'Hello {{author}}'\n"
    )
    assert sorted(codes(result, "lost")) == [
        "placeholder",
        "unsupported_action",
        "unsupported_field",
    ]
    assert parse_policy(result.source).rules[0].then == (Action("hide"),)
    assert not result.is_complete


def test_one_threshold_of_several_that_suffice_may_be_lost() -> None:
    author = "author:\n  account_age: '< 3 days'\n  combined_karma: '< 5'\n"
    assert import_rules(author + REMOVE).source == ""
    result = import_rules(f"{author}  satisfy_any_threshold: true\n{REMOVE}")
    assert codes(result, "lost") == ["unsupported_check"]
    assert "author.days < 3" in result.source


def test_removals_come_first_then_by_priority() -> None:
    result = import_rules(
        "body: aa\naction: report\npriority: 9\n---\nbody: bb\naction: remove\n---\n"
        "body: cc\naction: filter\npriority: 2\n---\nbody: dd\naction: approve\n"
    )
    assert [rule.rule for rule in result.rules] == [3, 2, 1, 4]


def test_the_team_is_spared_unless_a_rule_says_otherwise() -> None:
    spared = import_rules(f"body: aa\n{REMOVE}---\nbody: bb\naction: report\n")
    assert parse_policy(spared.source).exempt == {"staff"}
    mixed = parse_policy(
        import_rules(f"body: aa\n{REMOVE}---\nbody: bb\n{REMOVE}moderators_exempt: false\n").source
    )
    assert mixed.exempt == frozenset()
    assert ["staff" in rule.when for rule in mixed.rules] == [True, False]


def test_a_domain_means_its_subdomains_and_only_posts() -> None:
    rule = only_rule(f"domain: [spam-shop.com, blog.example.co.uk]\n{REMOVE}")
    assert "l.domain in ['spam-shop.com']" in rule.when
    assert "!message.is_reply" in rule.when
    whole = only_rule(f"body+domain: [spam-shop.com]\n{REMOVE}")
    assert "is_reply" not in whole.when


def test_of_two_equal_keys_the_last_counts_as_on_reddit() -> None:
    result = import_rules(f"body: aa\nbody: bb\n{REMOVE}")
    assert "duplicate_key" in codes(result, "adapted")
    assert "bb" in result.source and "aa" not in result.source.split("when:")[1].split("then:")[0]


def test_a_long_list_is_cut_into_rules_that_share_their_action() -> None:
    words = [f"motinterdit{number:04d}" for number in range(400)]
    result = import_rules(f"body: [{', '.join(words)}]\n{REMOVE}action_reason: Listed words\n")
    policy = parse_policy(result.source)
    assert result.is_complete and len(result.rules) == 1 and len(policy.rules) > 1
    assert all(rule.then == (Action("hide"),) for rule in policy.rules)
    assert all(sum(word in rule.when for rule in policy.rules) == 1 for word in words)
    assert policy.rules[0].title == {"fr": "Listed words", "en": "Listed words"}


def test_a_long_pattern_is_cut_along_its_alternatives() -> None:
    words = "|".join(f"longmot{number:03d}" for number in range(60))
    rule = only_rule(f"body (regex): '\\b(?:{words})\\b'\n{REMOVE}")
    assert rule.when.count("matches") > 1


def test_comments_between_rules_are_no_rules() -> None:
    result = import_rules(f"# hello\n---\njust words\n---\nbody: aa\n{REMOVE}---\n# end\n")
    assert result.total == 1 and result.is_complete


def test_one_document_that_cannot_be_read_does_not_hide_the_others() -> None:
    result = import_rules(f"body: aa\n{REMOVE}---\nbody: [bb\n{REMOVE}---\nbody: cc\n{REMOVE}")
    assert codes(result, "left_out") == ["unreadable"]
    assert [rule.rule for rule in result.rules] == [1, 3]
    assert result.of("left_out")[0].line in (4, 5, 6)
    assert "# line" in result.source  # the reason stays with the text


@pytest.mark.parametrize(
    "document",
    [
        "a: &x [1]\nb: *x",
        "body: !!python/object/apply:os.system ['true']",
        "{" * 40 + "}" * 40,
        "body: \x00aa",
        "? [a, b]\n: c\naction: remove",
        "body (regex): '" + "(" * 60 + "a" + ")" * 60 + "'\naction: remove",
        "body (regex): '(?:a{900}){900}'\naction: remove",
        "body (regex): '" + "a|" * 3000 + "b'\naction: remove",
    ],
)
def test_hostile_documents_are_named_quickly(document: str) -> None:
    start = time.perf_counter()
    result = import_rules(document)
    assert result.of("left_out") and result.source == ""
    assert time.perf_counter() - start < 3


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(PolicyErrors) as caught:
        import_rules("body: " + "a" * 300_000)
    assert caught.value.problems[0].code == "too_big"
    with pytest.raises(PolicyErrors):
        import_rules("---\n" * 2_000)


def test_more_rules_than_a_policy_holds_are_named() -> None:
    many = "---\n".join(f"reports: {n + 1}\naction: report\n" for n in range(205))
    result = import_rules(many)
    assert len(parse_policy(result.source).rules) == 200
    assert codes(result, "left_out") == ["too_many_rules"] * 5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_breaks_the_import(source: str, value: str) -> None:
    import_rules(source)
    quoted = value.replace("'", "''").replace("\n", " ")
    result = import_rules(
        f"body (includes): '{quoted}'\naction: remove\naction_reason: '{quoted}'\n"
    )
    if result.source:
        parse_policy(result.source)
    else:
        assert result.findings


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=r"ab1_ é\bwdsW[]^-()|?*+.{},2$", max_size=14))
def test_no_pattern_breaks_the_import(pattern: str) -> None:
    quoted = pattern.replace("'", "''")
    result = import_rules(f"body (regex): '{quoted}'\naction: remove\n")
    if result.source:
        parse_policy(result.source)
    else:
        assert result.of("left_out")
