"""A lead lets the AI act alone, and a moderator checks it blind: keyboard only, both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.looks import look
from tests.journeys.walk import Place, expect, press, write

#: Decisions that people took while the AI was silent, as a day of work in the queue gives them.
DECIDE = """
import sys, django
from datetime import timedelta
django.setup()
from django.utils import timezone
from harmonie.apps.accounts.models import User
from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.moderation.models import MandateRecord
from tests.apps.moderation.silent import acted, judged_unseen
row = MandateRecord.objects.get(pk=int(sys.argv[1]))
if sys.argv[2] == "decide":
    lead = actor_in(User.objects.get(email=sys.argv[3]), row.community_id)
    # Of another season: the newest decisions stay those of the demonstration.
    judged_unseen(row.pk, lead, [True] * 120, at=timezone.now() - timedelta(days=400))
else:
    acted(row.pk, 3)
print("done")
"""
WORDS = {
    "fr": ("Demander un mandat", "Demander", "Passer dans l’ombre", "Tester la promesse",
           "Accorder", "Afficher le message", "Le laisser", "Compté comme une erreur"),
    "en": ("Ask for a mandate", "Ask", "Begin the shadow", "Test the promise",
           "Grant", "Show the message", "Leave it", "Counted as wrong"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lead_grants_a_mandate_and_a_moderator_checks_it(
    language: str, place: Place, enter: Callable[..., Page]
) -> None:
    ask, send, shadow, test, grant, show, leave, wrong = WORDS[language]
    faults = []
    page = enter("lead", language)
    page.goto(place.at(language, "moderation/mandates/"))
    press(page.get_by_role("link", name=ask))
    write(page.locator("#id_hours_text"), "mon-sun 00:00-24:00")
    press(page.get_by_role("button", name=send, exact=True))
    page.wait_for_url(re.compile(r"/mandates/\d+/$"))
    mandate = page.url.rstrip("/").rpartition("/")[2]
    faults += look(page, "mandate-asked", language)
    press(page.get_by_role("button", name=shadow))
    expect(page.get_by_role("button", name=test)).to_be_visible()
    faults += look(page, "mandate-shadow", language)
    press(page.get_by_role("button", name=test))
    faults += look(page, "mandate-refused", language)
    email = f"lead-{language}@journeys.example"
    place.desk.python(DECIDE, mandate, "decide", email)
    page.reload()
    press(page.get_by_role("button", name=test))
    press(page.get_by_role("button", name=grant))
    place.desk.python(DECIDE, mandate, "act", email)
    moderator = enter("moderator", language)
    moderator.goto(place.at(language, "moderation/reviews/"))
    faults += look(moderator, "check-veiled", language)
    press(moderator.get_by_role("button", name=show))
    faults += look(moderator, "check-shown", language)
    press(moderator.get_by_role("button", name=leave))
    expect(moderator.get_by_text(wrong)).to_be_visible()
    faults += look(moderator, "check-answered", language)
    page.reload()
    faults += look(page, "mandate-granted", language)
    assert not faults, "\n" + "\n".join(faults)
