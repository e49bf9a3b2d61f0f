from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.accounts.models import Community, User
from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.audit import queries as audit
from harmonie.apps.moderation import operations, queries
from harmonie.apps.moderation.models import Case, Decision
from tests.apps.moderation.conftest import ASKED, GRAVE, HIDDEN, MUTED, PROPOSED

pytestmark = pytest.mark.django_db
ROOT = "/c/littoral/moderation/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def moderator(person: Callable[..., User], ruled: Community) -> User:
    return person("moderator", ruled, name="Léa Morvan")


@pytest.fixture
def client(moderator: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(moderator)


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_queue_shows_its_cases_and_opens_the_first(
    client: Client, say: Callable[..., int]
) -> None:
    say(f"Bonjour, voici une {PROPOSED}", reach=5)
    say(f"Bonjour, voici une autre {PROPOSED} bien plus vue", reach=90_000)
    page = text(client.get(ROOT))
    assert page.count('class="item case-item') == 2
    assert "bien plus vue" in page.split('id="item"')[1].split('id="context"')[0]
    assert "<mark>" not in page.split('id="item"')[0]


def test_an_empty_queue_is_a_designed_state(client: Client, ruled: Community) -> None:
    assert "circle-check" in text(client.get(ROOT)) or "state-done" in text(client.get(ROOT))
    for tab in ("mine", "undecided", "escalated", "decided", "nonsense"):
        assert client.get(ROOT, {"tab": tab}).status_code == 200


def test_a_severe_text_is_not_in_the_page_until_somebody_asks(
    client: Client, moderator: User, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    secret = "phrase qui ne doit pas paraître"
    case = case_of(say(f"Voici un {GRAVE}, {secret}"))
    for page in (client.get(ROOT), client.get(f"{ROOT}cases/{case.id}/")):
        assert secret not in text(page)
        assert "veil" in text(page)
    shown = client.post(f"{ROOT}cases/{case.id}/messages/{case.message_id}/", headers=HTMX)
    assert secret in text(shown)
    client.post(f"{ROOT}cases/{case.id}/messages/{case.message_id}/", headers=HTMX)
    assert queries.exposure(moderator.pk).revealed == 1
    events = audit.events(None, types=["text.revealed"])
    assert [event.actor for event in events] == [f"user:{moderator.pk}"] * 2
    assert secret not in text(client.get(ROOT))


def test_many_hard_messages_propose_a_break(
    client: Client, moderator: User, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    for n in range(8):
        case = case_of(say(f"Voici un {GRAVE} numéro {n}"))
        client.post(f"{ROOT}cases/{case.id}/messages/{case.message_id}/")
    assert queries.exposure(moderator.pk).is_break_proposed


def test_nobody_reveals_a_message_of_elsewhere(
    client: Client, proposed: Case, other_community: Community
) -> None:
    assert client.post(f"{ROOT}cases/{proposed.id}/messages/999999/").status_code == 404


def test_deciding_opens_the_next_case_and_offers_to_undo(
    client: Client, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    first = case_of(say(f"Une première {PROPOSED}", reach=9_000))
    second = case_of(say(f"Une seconde {PROPOSED}"))
    response = client.post(
        f"{ROOT}cases/{first.id}/decide/", {"kind": "hide", "revision": "0"}, headers=HTMX
    )
    toast = json.loads(response.headers["HX-Trigger"])["toast"]
    decision = Decision.objects.get()
    assert toast["undo_url"] == f"{ROOT}decisions/{decision.id}/undo/"
    assert "Thibault Rouvray" in toast["text"]
    assert response.headers["HX-Push-Url"] == f"{ROOT}cases/{second.id}/"
    assert "Une seconde" in text(response)
    undone = client.post(toast["undo_url"], headers=HTMX)
    assert undone.status_code == 204
    assert json.loads(undone.headers["HX-Trigger"])["queue-changed"] == {"case": first.id}
    first.refresh_from_db()
    assert first.state == "open"


def test_a_timed_decision_comes_from_its_menu(
    client: Client, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    case = case_of(say(f"Bonjour petite {MUTED}"))
    client.post(f"{ROOT}cases/{case.id}/decide/", {"kind": "mute:3600"}, headers=HTMX)
    assert Decision.objects.get().actions[0]["parameters"] == {"duration_seconds": 3600}


def test_the_second_moderator_sees_who_holds_the_case(
    client: Client,
    proposed: Case,
    ruled: Community,
    person: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:
    client.get(f"{ROOT}cases/{proposed.id}/")
    other = client_for(person("moderator", ruled, name="Sana Amri"))
    page = text(other.get(f"{ROOT}cases/{proposed.id}/"))
    assert "Léa Morvan" in page.split('id="item"')[1]


def test_a_case_decided_meanwhile_is_shown_as_it_is_now(
    client: Client, proposed: Case, sana: Actor
) -> None:
    operations.decide(proposed.id, "remove", sana)
    response = client.post(f"{ROOT}cases/{proposed.id}/decide/", {"kind": "approve"}, headers=HTMX)
    assert sana.name in text(response)
    assert Decision.objects.count() == 1
    proposed.message.refresh_from_db()
    assert proposed.message.visibility == "removed"


def test_opening_another_case_lets_the_first_one_go(
    client: Client, say: Callable[..., int], case_of: Callable[[int], Case], sana: Actor
) -> None:
    first, second = (case_of(say(f"Une {PROPOSED} numéro {n}")) for n in range(2))
    client.get(f"{ROOT}cases/{first.id}/")
    client.get(
        f"{ROOT}cases/{second.id}/",
        headers={**HTMX, "HX-Current-URL": f"http://testserver{ROOT}cases/{first.id}/"},
    )
    operations.take(first.id, sana)


def test_the_selection_is_decided_and_undone_as_one(
    client: Client, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    ids = [case_of(say(f"Une {PROPOSED} numéro {n}")).id for n in range(3)]
    response = client.post(f"{ROOT}decide/", {"case": ids[:2], "kind": "remove"}, headers=HTMX)
    toast = json.loads(response.headers["HX-Trigger"])["toast"]
    assert Decision.objects.count() == 2
    assert client.post(toast["undo_url"], headers=HTMX).status_code == 204
    assert Decision.objects.filter(undone_at=None).count() == 0
    assert client.post(toast["undo_url"], headers=HTMX).status_code == 204


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_sees_no_button_and_decides_nothing(
    proposed: Case,
    ruled: Community,
    person: Callable[..., User],
    client_for: Callable[[User], Client],
    role: str,
) -> None:
    reader = client_for(person(role, ruled))
    page = text(reader.get(f"{ROOT}cases/{proposed.id}/"))
    assert 'data-key="h"' not in page
    for path in (f"cases/{proposed.id}/decide/", "decide/", f"cases/{proposed.id}/take/",
                 "decisions/1/undo/"):  # fmt: skip
        assert reader.post(ROOT + path, {"kind": "hide"}).status_code == 403
    assert reader.get(f"{ROOT}rules/edit/").status_code == 403
    assert not Decision.objects.exists()


def test_strangers_meet_nothing(
    proposed: Case,
    other_community: Community,
    person: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:
    assert Client().get(ROOT).status_code == 302
    stranger = client_for(person("owner", other_community))
    assert stranger.get(ROOT).status_code == 404
    assert stranger.get(f"/c/ardenia/moderation/cases/{proposed.id}/").status_code == 404
    assert stranger.get("/c/ardenia/moderation/decisions/1/").status_code == 404


def test_a_person_may_not_ban_through_a_suggestion_of_a_viewer(
    client: Client, proposed: Case
) -> None:
    response = client.post(f"{ROOT}cases/{proposed.id}/decide/", {"kind": "explode"}, headers=HTMX)
    assert response.status_code == 200
    assert not Decision.objects.exists()


def test_hostile_texts_and_names_are_inert_everywhere(
    client: Client, ruled: Community, moderator: User, say: Callable[..., int],
    case_of: Callable[[int], Case],
) -> None:  # fmt: skip
    attack = "<script>alert(1)</script>"
    case = case_of(
        say(
            f"{attack} {PROPOSED}",
            name=f"{attack}Zoé",
            channel="facebook",
            url="https://e.org/?a=<b>",
        )
    )
    pages = [client.get(ROOT), client.get(f"{ROOT}cases/{case.id}/")]
    actor = actor_in(moderator, ruled.pk)
    assert actor is not None
    decision_id = operations.decide(case.id, "hide", actor, note=attack)
    pages += [
        client.get(f"{ROOT}decisions/{decision_id}/"),
        client.get(ROOT, {"tab": "decided"}),
        client.get(f"{ROOT}cases/{case.id}/"),
        client.get(f"{ROOT}rules/proposes/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert attack not in text(page)
        assert not re.search(r"\son[a-z]+=|\sstyle=", text(page))


def test_the_record_tells_everything(
    client: Client, moderator: User, ruled: Community, proposed: Case
) -> None:
    actor = actor_in(moderator, ruled.pk)
    assert actor is not None
    decision_id = operations.decide(proposed.id, "mute", actor, note="vu avec Sana",
                                    parameters={"duration_seconds": 7200})  # fmt: skip
    page = text(client.get(f"{ROOT}decisions/{decision_id}/", headers={"Accept-Language": "fr"}))
    for expected in ("vu avec Sana", "Léa Morvan", "Règle proposes", "version 1", PROPOSED,
                     "Message reçu", "Décision prise", "/s/"):  # fmt: skip
        assert expected in page, expected
    back = client.post(f"{ROOT}decisions/{decision_id}/undo/")
    assert back.status_code == 302
    assert "Décision annulée" in text(
        client.get(f"{ROOT}decisions/{decision_id}/", headers={"Accept-Language": "fr"})
    )


def test_a_refused_undo_is_explained_on_the_record(
    client: Client, moderator: User, ruled: Community, proposed: Case
) -> None:
    actor = actor_in(moderator, ruled.pk)
    assert actor is not None
    older = operations.decide(proposed.id, "escalate", actor)
    operations.decide(proposed.id, "remove", actor)
    page = client.post(
        f"{ROOT}decisions/{older}/undo/", follow=True, headers={"Accept-Language": "fr"}
    )
    assert "plus récente" in text(page)
    assert client.post(f"{ROOT}decisions/999999/undo/").status_code == 404


def test_the_machines_decisions_are_listed_and_marked(
    client: Client, say: Callable[..., int]
) -> None:
    say(f"Quelle {HIDDEN}")
    page = text(client.get(ROOT, {"tab": "decided"}, headers={"Accept-Language": "fr"}))
    assert "IA seule" in page


def test_certainty_is_said_from_real_decisions_or_not_at_all(
    ruled: Community, lea: Actor, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    for n in range(21):
        case = case_of(say(f"Une {PROPOSED} numéro {n}", author=f"a{n}"))
        operations.decide(case.id, "approve" if n < 3 else "hide", lea)
    Decision.objects.update(main_signal="insult", confidence=0.93)
    record = queries.certainty_record(ruled.pk, "insult", 0.95)
    assert (record.total, record.usual, record.is_enough) == (21, ("hide", 18), True)
    assert not queries.certainty_record(ruled.pk, "insult", 0.5).is_enough
    assert queries.certainty_record(ruled.pk, "threat", 0.95).missing == 20


def test_similar_cases_come_with_their_outcome(
    lea: Actor, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    old = case_of(say(f"Cette {PROPOSED} mange toutes les noisettes du jardin"))
    operations.decide(old.id, "remove", lea)
    new = case_of(say(f"Cette {PROPOSED} mange encore les noisettes du jardin"))
    found, among = queries.similar_cases(queries.case(new.community_id, new.id))
    assert among == 1
    assert [(one.kind, one.decided_by) for one in found] == [("remove", lea.name)]


def test_the_list_goes_on_where_the_page_ended(
    ruled: Community, lea: Actor, say: Callable[..., int]
) -> None:
    for n in range(7):
        say(f"Une {PROPOSED} numéro {n}", reach=n * 100)
    for sort in ("priority", "oldest", "newest"):
        seen: list[int] = []
        cursor = ""
        while True:
            page = queries.cases(ruled.pk, lea, sort=sort, cursor=cursor, limit=3)
            seen += [card.id for card in page.cards]
            cursor = page.next_cursor
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 7
    for broken in ("x|1", "|", "1|x", "é", "9" * 400 + "|1"):
        for sort in ("priority", "oldest", "newest"):
            queries.cases(ruled.pk, lea, sort=sort, cursor=broken)


def test_pages_cost_a_bounded_number_of_queries(
    client: Client, say: Callable[..., int], case_of: Callable[[int], Case]
) -> None:
    def cost(count: int) -> tuple[int, int]:
        for n in range(count):
            say(f"Une {PROPOSED} numéro {time.perf_counter_ns()}", author=f"a{n}", thread_id="t")
        case = Case.objects.order_by("-id").first()
        assert case is not None
        with CaptureQueriesContext(connection) as listing:
            client.get(ROOT)
        with CaptureQueriesContext(connection) as one:
            client.get(f"{ROOT}cases/{case.id}/", headers=HTMX)
        return len(listing), len(one)

    cost(2)
    few = cost(1)
    many = cost(15)
    assert many[0] <= few[0] + 3
    assert many[1] <= few[1] + 3
    assert max(many) < 50


def test_waiting_raises_the_priority_of_open_cases(proposed: Case) -> None:
    from datetime import timedelta

    from django.utils import timezone

    Case.objects.filter(id=proposed.id).update(opened_at=timezone.now() - timedelta(hours=16))
    assert operations.refresh_priorities() == 1
    before = proposed.priority
    proposed.refresh_from_db()
    assert proposed.priority == pytest.approx(3 * before, rel=0.05)
    assert operations.refresh_priorities() == 0


def test_an_asking_case_stands_under_undecided(
    ruled: Community, lea: Actor, say: Callable[..., int]
) -> None:
    say(f"Voici une {ASKED}")
    say(f"Voici une {PROPOSED}")
    page = queries.cases(ruled.pk, lea, tab="undecided")
    assert [card.mode for card in page.cards] == ["ask"]
    assert queries.counts(ruled.pk, lea) == {"todo": 2, "undecided": 1, "escalated": 0, "mine": 0}
