"""Mandates in tests: rules that one may carry, decisions of people who saw no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.inbox.judging import current_pipeline
from harmonie.apps.moderation import in_force, life_json, operations, verdict_json
from harmonie.apps.moderation.limits import rules_mark
from harmonie.apps.moderation.models import (
    Decision,
    MandateRecord,
    SampledReview,
    ShadowVerdict,
)
from harmonie.apps.moderation.operations import mandates
from harmonie.apps.moderation.operations.mandates.granting import put_to_test
from harmonie.records import Action, Author, Message, Verdict
from tests.apps.moderation.conftest import RULES, rule

CARRIED, FIRM = "loutre", "glouton"
CARRIED_RULES = (
    RULES
    + rule("carried", CARRIED, "[hide, {tag: {names: [animaux]}}]", "propose",
           extra="\n    under_mandate: act")
    + rule("removes", FIRM, "[remove]", "propose", extra="\n    under_mandate: act")
)  # fmt: skip
#: Bounds with which eighteen right decisions are enough.
EASY: dict[str, Any] = {"maximum_error": 0.2, "confidence": 0.9, "minimum_evidence": 1}


def carried_rules(community_id: int, lead: Actor) -> None:
    operations.save_policy(community_id, CARRIED_RULES, "", lead)


def in_shadow(lead: Actor, **fields: Any) -> int:
    """A mandate to hide what the rule “carried” finds, in the shadow."""
    asked: dict[str, Any] = {"action": "hide", "rule_id": "carried", **EASY, **fields}
    mandate_id = mandates.ask(lead, **asked)
    mandates.begin_shadow(mandate_id, lead)
    return mandate_id


#: What the rules said of the messages below.
SAID = verdict_json.to_json(
    Verdict(mode="propose", actions=(Action("hide", {}),), rules=("carried",), confidence=0.95)
)
_told = 0


def written(community_id: int, count: int) -> list[int]:
    """Messages of members, each with a text of its own; nobody judges them."""
    global _told
    _told += 1
    batch = [
        Message(text=f"Message {_told} numéro {n}", external_id=f"b{_told}-{n}",
                author=Author("thibault", "Thibault Rouvray"))
        for n in range(count)
    ]  # fmt: skip
    results = inbox.receive(batch, actor=machine(community_id), channel="facebook")
    return [result.id for result in results if result.id is not None]


def judged_unseen(
    mandate_id: int,
    person: Actor,
    right: Sequence[bool],
    *,
    confidence: float = 0.95,
    at: datetime | None = None,
    **fields: Any,
) -> list[int]:
    """People decided on so many messages on which the AI would have acted; ids of decisions."""
    row = MandateRecord.objects.get(pk=mandate_id)
    request = life_json.from_json(row.life).request
    mark = rules_mark(in_force.in_force(row.community_id).policy, request)
    ids = written(row.community_id, len(right))
    at = at or timezone.now()
    ShadowVerdict.objects.bulk_create(
        ShadowVerdict(
            mandate=row, message_id=pk, confidence=confidence, threshold=0.5, would_act=True,
            rules_mark=mark, model_version=current_pipeline(row.community_id).version, at=at,
        )
        for pk in ids
    )  # fmt: skip
    given: dict[str, Any] = {
        "decided_by_id": person.id, "is_by_machine": False, "was_blind": True, "made_at": at,
        "verdict": SAID, **fields,
    }  # fmt: skip
    made = Decision.objects.bulk_create(
        Decision(
            community_id=row.community_id, message_id=pk, kind="hide" if good else "approve",
            actions=[{"kind": "hide" if good else "approve", "parameters": {}}],
            agreed_with_ai=good, **given,
        )
        for pk, good in zip(ids, right, strict=True)
    )  # fmt: skip
    return [one.pk for one in made]


def granted(lead: Actor, **fields: Any) -> int:
    """A mandate in force, on two hundred right decisions."""
    mandate_id = in_shadow(lead, **fields)
    judged_unseen(mandate_id, lead, [True] * 200)
    assert put_to_test(mandate_id, lead).is_granted
    mandates.grant(mandate_id, lead)
    return mandate_id


def acted(mandate_id: int, count: int, *, due: timedelta = timedelta(days=3)) -> list[int]:
    """So many actions of the AI alone under a mandate, each drawn for a check; ids of checks."""
    row = MandateRecord.objects.get(pk=mandate_id)
    ids = written(row.community_id, count)
    now = timezone.now()
    decisions = Decision.objects.bulk_create(
        Decision(
            community_id=row.community_id, message_id=pk, kind="hide", is_by_machine=True,
            actions=[{"kind": "hide", "parameters": {}}], verdict=SAID, confidence=0.95,
            mandate=row, made_at=now, evidence={"text": "Texte jugé"},
        )
        for pk in ids
    )  # fmt: skip
    checks = SampledReview.objects.bulk_create(
        SampledReview(
            community_id=row.community_id, mandate=row, decision=one, message_id=one.message_id,
            purpose=f"mandate:{row.pk}", share=1.0, lowest_share=1.0, sampled_at=now,
            due_at=now + due,
        )
        for one in decisions
    )  # fmt: skip
    return [one.pk for one in checks]
