"""A community whose rules fire on made-up words, so that what the models think does not matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.inbox import operations as inbox
from harmonie.apps.moderation import operations
from harmonie.apps.moderation.models import Case
from harmonie.records import Author, Message

HIDDEN, PROPOSED, ASKED, GRAVE = "zibeline", "marmotte", "belette", "ocelot"
BANNED, MUTED, ESCALATED, WARNED = "blaireau", "hermine", "castor", "renardeau"


def rule(id: str, word: str, then: str, mode: str, severity: int = 2, extra: str = "") -> str:
    return f"""
  - id: {id}
    title: {{fr: "Règle {id}", en: "Rule {id}"}}
    when: message.normalised.contains('{word}')
    then: {then}
    mode: {mode}
    severity: {severity}{extra}
    because:
      fr: Ce message contient un mot que la charte de cet espace n’accepte pas.
      en: This message contains a word that the rules of this place do not accept.
    examples:
      fires: [{{language: fr, text: "Bonjour, voici un {word} dans la phrase"}}]
      does_not: [{{language: en, text: "Hello, there is nothing here to see"}}]
"""


RULES = (
    """version: "1"
name: test_rules
title: {fr: Règles d’essai, en: Test rules}
exempt: [staff]
rules:"""
    + rule("hides", HIDDEN, "[hide]", "act", extra="\n    min_confidence: 0.9")
    + rule("proposes", PROPOSED, "[hide, {tag: {names: [animaux]}}]", "propose")
    + rule("asks", ASKED, "[hide]", "ask", 1)
    + rule("grave", GRAVE, "[remove]", "propose", 4)
    + rule("bans", BANNED, "[{ban: {duration_seconds: 86400}}]", "propose", 3)
    + rule("mutes", MUTED, "[{mute: {duration_seconds: 3600}}]", "propose", 2)
    + rule("escalates", ESCALATED, "[{escalate: {to: lead}}]", "propose", 3)
    + rule("warns", WARNED,
           '[{warn: {text: {fr: "Merci de rester courtois.", en: "Please stay polite."}}}]',
           "propose", 1)
)  # fmt: skip


@pytest.fixture
def lead(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("lead", community)


@pytest.fixture
def lea(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("moderator", community)


@pytest.fixture
def sana(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("moderator", community)


@pytest.fixture
def ruled(community: Community, lead: Actor) -> Community:
    """The community with the rules of this file in force."""
    operations.save_policy(community.pk, RULES, "", lead)
    return community


@pytest.fixture
def say(ruled: Community) -> Callable[..., int]:
    """``say("text")``: receive and analyse a message; returns its id."""
    count = 0

    def send(text: str, *, consider: bool = True, author: str = "thibault", **fields: Any) -> int:
        nonlocal count
        count += 1
        role = fields.pop("role", "member")
        name = fields.pop("name", "Thibault Rouvray")
        fields.setdefault("external_id", f"m{count}")
        channel = fields.pop("channel", "facebook")
        message = Message(text=text, author=Author(author, name, role), **fields)
        (result,) = inbox.receive([message], actor=machine(ruled.pk), channel=channel)
        assert result.id is not None, result
        inbox.analyse([result.id])
        if consider:
            operations.consider([result.id])
        return result.id

    return send


@pytest.fixture
def case_of() -> Callable[[int], Case]:
    return lambda message_id: Case.objects.get(message_id=message_id)


@pytest.fixture
def proposed(say: Callable[..., int], case_of: Callable[[int], Case]) -> Case:
    """An open case: the AI proposes to hide a message."""
    return case_of(say(f"Bonjour, voici une {PROPOSED} dans la phrase"))
