"""Decisions made by hand for what is pure, and a community with rules for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.dsa import operations
from harmonie.apps.moderation import operations as moderation
from harmonie.apps.moderation.contracts import RestrictingDecision
from tests.apps.dsa.stand_in import TOKEN, StandIn
from tests.apps.moderation.conftest import PROPOSED, case_of, lea, lead, proposed, ruled, sana, say

__all__ = ["case_of", "lea", "lead", "proposed", "ruled", "sana", "say"]
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def made(**given: Any) -> RestrictingDecision:
    """A hidden insult, decided by a person as the AI proposed; ``given`` changes it."""
    fields: dict[str, Any] = {
        "id": 1, "public_id": "K7QF3M9T0ABCDEFG", "reference": "LM-2026-K7QF3M9T",
        "kinds": frozenset({"hide"}), "made_at": AT, "undone_at": None, "ends_at": {},
        "content_at": AT, "content_language": "fr", "is_reported": False, "is_by_machine": False,
        "is_by_program": False, "agreed_with_ai": True, "rule_id": "insult",
        "rule_title": "Insulte", "main_signal": "insult",
        "ground": "Insulte (règle « insult », version 3).",
        "explanation": "Ce message contient des mots qui insultent une personne.",
        "missing": (), "language": "fr", "time_zone": "Europe/Paris",
        "charter_url": "https://example.org/charte",
    }  # fmt: skip
    return RestrictingDecision(**{**fields, **given})


@pytest.fixture
def decided(
    say: Callable[..., int], case_of: Callable[[int], Any], lea: Actor, lead: Actor, ruled: Any
) -> Callable[..., list[int]]:
    """``decided(5)``: as many hidden messages; the rules of the tests have a category."""
    operations.choose_categories(
        ruled.pk, lead, {"proposes": "OTHER_VIOLATION_TC", "hides": "OTHER_VIOLATION_TC"}
    )

    def make(count: int, kind: str = "hide") -> list[int]:
        cases = [case_of(say(f"Bonjour {n}, une {PROPOSED} ici", author=f"a{n}"))
                 for n in range(count)]  # fmt: skip
        return [moderation.decide(case.id, kind, lea) for case in cases]

    return make


@pytest.fixture
def database(settings: Any) -> Iterator[StandIn]:
    """The stand-in, which may be called although it is on this machine."""
    server = StandIn()
    settings.EGRESS_ALLOWED = frozenset({server.place})
    yield server
    server.stop()


@pytest.fixture
def reporting(database: StandIn, ruled: Any, lead: Actor) -> Callable[..., None]:
    """``reporting()``: the community sends to the stand-in from now on."""

    def switch(**given: Any) -> None:
        chosen = {"profile": "online_platform", "is_small": False, "is_voluntary": False,
                  "is_on": True, "address": database.address, "token": TOKEN}  # fmt: skip
        operations.set_up(ruled.pk, lead, **{**chosen, **given})

    return switch
