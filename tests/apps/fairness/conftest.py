"""People, messages with their cases, and audits made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community
from harmonie.apps.fairness import operations
from tests.apps.fairness.made import audits_as, made_report
from tests.apps.moderation.conftest import lead, ruled, say

__all__ = ["lead", "ruled", "say"]
WHOLE = {
    "what": "harsh", "towards": "religion", "towards_whom": "musulmans", "language": "fr",
    "text": "Je suis musulman et je joue ici", "expected": {"toxicity": 0, "hate": 0},
    "note": "vu trois fois cette semaine",
}  # fmt: skip


@pytest.fixture
def moderator(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("moderator", community)


@pytest.fixture
def auditor(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("auditor", community)


@pytest.fixture
def message_id(say: Callable[..., int]) -> int:
    return say("Bonjour, je suis musulman et je joue ici depuis deux ans")


@pytest.fixture
def report_id(message_id: int, moderator: Actor) -> int:
    return operations.report(message_id, moderator, **WHOLE)


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch, lead: Actor) -> Callable[..., int]:
    """``audited(passed=False)``: an audit whose report is made by hand; its id."""

    def make(**fields: Any) -> int:
        monkeypatch.setattr("harmonie.learning.fairness.audit", audits_as(made_report(**fields)))
        audit_id = operations.ask(lead)
        operations.run(audit_id)
        return audit_id

    return make
