from __future__ import annotations

from collections.abc import Callable

import pytest

from harmonie.apps.accounts.contracts import Actor, NotAllowed
from harmonie.apps.accounts.models import Community
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox import queries as inbox_queries
from harmonie.apps.moderation import operations
from harmonie.apps.moderation.contracts import KINDS, DecisionRefused
from harmonie.apps.moderation.models import Case, Decision, Restriction
from tests.apps.moderation.conftest import ASKED, BANNED, MUTED, PROPOSED, WARNED

pytestmark = pytest.mark.django_db


def visibility(case: Case) -> str:
    return inbox_queries.visibilities([case.message_id])[case.message_id]


def refusal(call: Callable[[], object]) -> DecisionRefused:
    with pytest.raises(DecisionRefused) as caught:
        call()
    return caught.value


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("approve", "visible"), ("hide", "hidden"), ("remove", "removed"), ("warn", "visible"),
     ("mute", "visible"), ("ban", "visible"), ("escalate", "visible")],
)  # fmt: skip
def test_each_kind_of_decision_does_what_it_says(
    proposed: Case, lea: Actor, kind: str, expected: str
) -> None:
    decision = Decision.objects.get(id=operations.decide(proposed.id, kind, lea))
    proposed.refresh_from_db()
    assert visibility(proposed) == expected
    assert proposed.state == ("escalated" if kind == "escalate" else "decided")
    assert (decision.kind, decision.decided_by_id, decision.is_by_machine) == (kind, lea.id, False)
    assert decision.evidence["text"] and decision.verdict["rules"] == ["proposes"]


def test_every_kind_is_covered_by_the_table_above() -> None:
    assert set(KINDS) == {"approve", "hide", "remove", "warn", "mute", "ban", "escalate"}


def test_agreement_with_the_ai_is_remembered(
    proposed: Case, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    other = case_of(say(f"Encore une {PROPOSED} ailleurs"))
    asked = case_of(say(f"Voici une {ASKED}"))
    agreed = operations.decide(proposed.id, "hide", lea)
    differed = operations.decide(other.id, "approve", lea)
    alone = operations.decide(asked.id, "hide", lea)
    found = dict(Decision.objects.values_list("id", "agreed_with_ai"))
    assert found == {agreed: True, differed: False, alone: None}


def test_accepting_the_suggestion_does_all_that_it_proposed(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea, with_suggestion=True)
    kinds = [action["kind"] for action in Decision.objects.get(id=decision_id).actions]
    assert kinds == ["hide", "tag"]


def test_a_case_decided_meanwhile_is_refused_with_who_and_when(
    proposed: Case, lea: Actor, sana: Actor
) -> None:
    first = operations.decide(proposed.id, "hide", lea)
    refused = refusal(lambda: operations.decide(proposed.id, "approve", sana))
    assert refused.code == "already_decided"
    assert lea.name in refused.en and lea.name in refused.fr
    assert refused.context["decision_id"] == first
    assert visibility(proposed) == "hidden"
    assert Decision.objects.count() == 1


def test_a_message_edited_since_it_was_read_is_refused(
    proposed: Case, say: Callable[..., int], lea: Actor
) -> None:
    say(f"Une autre {PROPOSED} à la place", external_id=proposed.message.external_id)
    refused = refusal(lambda: operations.decide(proposed.id, "hide", lea, expected_revision=0))
    assert refused.code == "edited"
    operations.decide(proposed.id, "hide", lea, expected_revision=1)


def test_unknown_kinds_and_bad_parameters_are_explained_in_both_languages(
    proposed: Case, lea: Actor
) -> None:
    assert refusal(lambda: operations.decide(proposed.id, "explode", lea)).code == "kind"
    refused = refusal(
        lambda: operations.decide(proposed.id, "mute", lea, parameters={"duration_seconds": 5})
    )
    assert refused.code == "parameters"
    assert "60" in refused.en and refused.fr != refused.en
    assert (
        refusal(lambda: operations.decide(proposed.id, "hide", lea, note="x" * 501)).code == "note"
    )
    assert Decision.objects.count() == 0


def test_a_viewer_may_not_decide(
    proposed: Case, actor: Callable[[str, Community], Actor], community: Community
) -> None:
    for role in ("viewer", "auditor"):
        with pytest.raises(NotAllowed):
            operations.decide(proposed.id, "hide", actor(role, community))


def test_a_case_of_another_community_does_not_exist(
    proposed: Case, actor: Callable[[str, Community], Actor], other_community: Community
) -> None:
    stranger = actor("owner", other_community)
    assert refusal(lambda: operations.decide(proposed.id, "hide", stranger)).code == "unknown"
    decision_id = operations.decide(proposed.id, "hide", actor("lead", proposed.community))
    assert refusal(lambda: operations.undo(decision_id, stranger)).code == "unknown"


def test_a_program_may_hide_but_never_ban(
    proposed: Case, say: Callable[..., int], case_of: Callable[[int], Case], community: Community
) -> None:
    program = Actor("key", 7, "robot", community.pk, frozenset({"case.read", "case.decide"}), "key")
    banned = case_of(say(f"Bonjour, voici un {BANNED}"))
    assert refusal(lambda: operations.decide(banned.id, "ban", program)).code == "person"
    operations.decide(banned.id, "hide", program, with_suggestion=True)
    assert not Restriction.objects.exists()
    decision = Decision.objects.get(id=operations.decide(proposed.id, "hide", program))
    assert (decision.api_key_id, decision.decided_by_id) == (7, None)


def test_a_ban_and_a_mute_have_an_end(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    muted = case_of(say(f"Bonjour petite {MUTED}"))
    banned = case_of(say(f"Bonjour, voici un {BANNED}"))
    operations.decide(muted.id, "mute", lea, parameters={"duration_seconds": 3600})
    operations.decide(banned.id, "ban", lea)
    lengths = {
        restriction.kind: (restriction.ends_at - restriction.started_at).total_seconds()
        for restriction in Restriction.objects.all()
    }
    assert lengths == {"mute": 3600, "ban": 30 * 86_400}


def test_a_warning_takes_the_words_of_the_rule_that_asks_for_one(
    proposed: Case, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    warned = case_of(say(f"Bonjour petit {WARNED}"))
    first = Decision.objects.get(id=operations.decide(warned.id, "warn", lea))
    second = Decision.objects.get(id=operations.decide(proposed.id, "warn", lea))
    assert "n’accepte pas" in first.actions[0]["parameters"]["text"]["fr"]
    assert "ne respecte pas les règles" in second.actions[0]["parameters"]["text"]["fr"]


def test_restrictions_and_warnings_count_in_the_authors_history(
    proposed: Case, say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    warned = case_of(say(f"Bonjour petit {WARNED}"))
    operations.decide(proposed.id, "hide", lea)
    operations.decide(warned.id, "warn", lea)
    history = inbox_queries.history_of([proposed.message_id])[proposed.message_id]
    assert (history.author_restrictions, history.author_warnings) == (1, 1)


def test_a_batch_is_decided_and_undone_together(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    cases = [case_of(say(f"Une {PROPOSED} au numéro {n}", author=f"a{n}")) for n in range(5)]
    batch = operations.decide_many([case.id for case in cases], "remove", lea)
    assert len(batch.decision_ids) == 5 and not batch.refused
    assert {visibility(case) for case in cases} == {"removed"}
    assert operations.undo_batch(batch.batch, lea) == list(batch.decision_ids)
    assert {visibility(case) for case in cases} == {"visible"}
    assert set(Case.objects.values_list("state", flat=True)) == {"open"}


def test_a_batch_leaves_alone_what_somebody_holds_or_decided(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor, sana: Actor
) -> None:
    free, held, done = (
        case_of(say(f"Une {PROPOSED} au numéro {n}", author=f"a{n}")) for n in range(3)
    )
    inbox.claim(f"case:{held.id}", sana)
    operations.decide(done.id, "approve", sana)
    batch = operations.decide_many([free.id, held.id, done.id], "hide", lea)
    assert len(batch.decision_ids) == 1
    assert {id: refused.code for id, refused in batch.refused.items()} == {
        held.id: "claimed", done.id: "already_decided",
    }  # fmt: skip
    assert (visibility(held), visibility(done)) == ("visible", "visible")


def test_one_decision_may_settle_the_identical_messages(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    cases = [case_of(say(f"Achetez une {PROPOSED} ici", author=f"a{n}")) for n in range(4)]
    batch = operations.decide_many([cases[0].id], "remove", lea, include_identical=True)
    assert len(batch.decision_ids) == 4
    assert {visibility(case) for case in cases} == {"removed"}


def test_deciding_one_alone_puts_the_next_identical_one_forward(
    say: Callable[..., int], case_of: Callable[[int], Case], lea: Actor
) -> None:
    first, second, third = (
        case_of(say(f"Achetez une {PROPOSED} ici", author=f"a{n}")) for n in range(3)
    )
    operations.decide(first.id, "remove", lea)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.twin_of_id, second.identical_count) == (None, 1)
    assert third.twin_of_id == second.id


def test_an_empty_or_huge_selection_is_refused(proposed: Case, lea: Actor) -> None:
    assert refusal(lambda: operations.decide_many([], "hide", lea)).code == "empty"
    many = [proposed.id, *range(10_000, 10_600)]
    assert refusal(lambda: operations.decide_many(many, "hide", lea)).code == "too_many"


def test_each_decision_is_written_in_the_log_without_any_text(proposed: Case, lea: Actor) -> None:
    decision_id = operations.decide(proposed.id, "hide", lea, note="à revoir")
    events = audit.events(None, types=["case.decided", "decision.made"])
    assert [event.type for event in events] == ["case.decided", "decision.made"]
    assert events[1].subject == f"decision:{decision_id}"
    assert {event.actor for event in events} == {f"user:{lea.id}"}
    written = str([dict(event.data) for event in events])
    assert PROPOSED not in written and "Thibault" not in written and "revoir" not in written


def test_taking_a_case_says_so_to_the_others(proposed: Case, lea: Actor, sana: Actor) -> None:
    operations.take(proposed.id, lea)
    proposed.refresh_from_db()
    assert proposed.assignee_id == lea.id
    assert refusal(lambda: operations.take(proposed.id, sana)).code == "claimed"
    proposed.refresh_from_db()
    assert proposed.assignee_id == lea.id


def test_an_escalated_case_may_be_decided(proposed: Case, lea: Actor, lead: Actor) -> None:
    operations.decide(proposed.id, "escalate", lea)
    operations.decide(proposed.id, "remove", lead)
    proposed.refresh_from_db()
    assert proposed.state == "decided"
    assert visibility(proposed) == "removed"
