"""A decision taken by Léa, which its author contests; Sana did not take part in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.appeals import operations
from harmonie.apps.appeals.contracts import Lodged
from harmonie.apps.appeals.references import token as receipt_token
from harmonie.apps.moderation import explain
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.models import Case, Decision
from tests.apps.moderation.conftest import case_of, lead, proposed, ruled, say

__all__ = ["case_of", "lead", "proposed", "ruled", "say"]
TEXT = "Je parlais de l’animal, pas d’une personne."
REASONS = "La phrase vise une personne du service et la règle ne le permet pas."
REASONS_EN = "The sentence is aimed at somebody of the staff, which the rule does not allow."


@pytest.fixture
def lea_user(person: Callable[..., User], community: Community) -> User:
    return person("moderator", community, name="Léa Morvan")


@pytest.fixture
def sana_user(person: Callable[..., User], community: Community) -> User:
    return person("moderator", community, name="Sana Belkacem")


@pytest.fixture
def lea(lea_user: User, community: Community) -> Actor:
    found = actor_in(lea_user, community.pk)
    assert found is not None
    return found


@pytest.fixture
def sana(sana_user: User, community: Community) -> Actor:
    found = actor_in(sana_user, community.pk)
    assert found is not None
    return found


@pytest.fixture
def decision_id(proposed: Case, lea: Actor) -> int:
    return moderation.decide(proposed.id, "hide", lea)


def token_of(decision_id: int) -> str:
    """The token of a decision's statement."""
    return explain.token(Decision.objects.get(id=decision_id).public_id)


@pytest.fixture
def statement(decision_id: int) -> str:
    return token_of(decision_id)


@pytest.fixture
def appeal(statement: str) -> Lodged:
    return operations.lodge(statement, TEXT)


@pytest.fixture
def receipt(appeal: Lodged) -> str:
    """The token of the appeal's receipt."""
    return receipt_token(appeal.public_id)


@pytest.fixture
def taken(appeal: Lodged, sana: Actor) -> Lodged:
    operations.take(appeal.id, sana)
    return appeal
