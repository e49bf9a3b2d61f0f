from __future__ import annotations

import json

import pytest
from django.urls import reverse

from harmonie.apps.accounts.queries import actor_in
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.models import Draft, Message, Note, Thread
from harmonie.records import Author
from tests.apps.inbox.conftest import written

pytestmark = pytest.mark.django_db
FRAGMENT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def user(person, community):
    return person("manager", community, name="Léa Morvan")


@pytest.fixture
def desk(client_for, user):
    return client_for(user)


def address(name, **more):
    return reverse(f"inbox:{name}", kwargs={"community": "littoral", **more})


def toast(response):
    return json.loads(response.headers["HX-Trigger"])["toast"]


def test_the_list_shows_conversations_with_their_state(desk, conversation):
    conversation("Où est le bus ?", author="maëlle")
    Thread.objects.update(mood="angry", intent="question")

    page = desk.get(address("inbox")).content.decode()

    assert "Où est le bus ?" in page and "Maëlle" in page
    assert "En colère" in page and "Question" in page


def test_the_same_page_in_english(client_for, person, community, conversation):
    conversation("Où est le bus ?")
    Thread.objects.update(mood="angry")
    page = client_for(person("viewer", community, language="en")).get(address("inbox"))
    assert b"Angry" in page.content and b"Unassigned" in page.content


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_has_no_message_left_untranslated_or_inline(
    client_for, person, community, conversation, language
):
    client = client_for(person("manager", community, language=language))
    thread_id = conversation("Bonjour")
    for url in (
        address("inbox"),
        address("thread", thread_id=thread_id),
        address("inbox") + "?q=zzz",
    ):
        page = client.get(url).content.decode()
        assert "style=" not in page and "onclick" not in page
        assert f'<html lang="{language}"' in page


def test_hostile_texts_and_names_are_inert(desk, receive):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7|add:7 }}"
    receive(
        written("m1", hostile, thread_id="t", author=Author("x", hostile),
                extra={"subject": hostile}, url="https://example.org/\"><script>")
    )  # fmt: skip
    thread_id = Thread.objects.get().pk
    for url in (address("inbox"), address("thread", thread_id=thread_id),
                address("inbox") + "?q=%3Cscript%3Ealert(1)%3C/script%3E"):  # fmt: skip
        page = desk.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page


def test_links_in_messages_are_text(desk, conversation):
    thread_id = conversation("Voyez https://piege.example/x")
    page = desk.get(address("thread", thread_id=thread_id)).content.decode()
    assert "https://piege.example/x" in page
    assert 'href="https://piege.example' not in page


def test_names_and_texts_are_isolated_from_the_direction_of_the_page(desk, receive):
    receive(written("m1", "\u202eمرحبا", author=Author("x", "مرحبا")))
    page = desk.get(address("thread", thread_id=Thread.objects.get().pk)).content.decode()
    assert '<bdi class="message-author">مرحبا</bdi>' in page
    assert 'dir="auto"' in page


class TestConcealing:
    @pytest.fixture
    def severe(self, conversation):
        thread_id = conversation("une menace affreuse")
        Message.objects.update(severity=4)
        Thread.objects.update(last_severity=4)
        return thread_id

    def test_a_severe_text_is_in_no_page(self, desk, severe):
        for url in (address("inbox"), address("thread", thread_id=severe),
                    address("messages", thread_id=severe), address("items"),
                    address("inbox") + "?q=affreuse"):  # fmt: skip
            response = desk.get(url)
            assert response.status_code == 200
            assert "menace affreuse" not in response.content.decode()

    def test_it_is_shown_on_demand_and_the_log_says_so(self, desk, severe, community, user):
        message_id = Message.objects.get().pk
        response = desk.post(address("reveal", message_id=message_id))
        assert "menace affreuse" in response.content.decode()
        (event,) = audit.events(community.pk, types=("text.revealed",))
        assert event.actor == f"user:{user.pk}"

    def test_it_is_not_shown_by_a_link(self, desk, severe):
        assert desk.get(address("reveal", message_id=Message.objects.get().pk)).status_code == 405


class TestActing:
    def test_many_conversations_are_done_and_undone_at_once(self, desk, conversation):
        ids = [conversation() for _ in range(3)]
        response = desk.post(address("act"), {"verb": "done", "ids": ids}, **FRAGMENT)

        assert response.status_code == 204
        told = toast(response)
        assert told["text"] == "3 conversations closes."
        assert set(Thread.objects.values_list("state", flat=True)) == {"done"}
        desk.post(told["undo_url"])
        assert set(Thread.objects.values_list("state", flat=True)) == {"open"}

    @pytest.mark.parametrize(
        ("data", "field", "value"),
        [
            ({"verb": "snooze", "until": "2099-01-01T09:00"}, "state", "open"),
            ({"verb": "snooze", "until": "demain"}, "state", "open"),
            ({"verb": "assign", "user": "999999"}, "assignee_id", None),
            ({"verb": "tag", "name": ""}, "state", "open"),
        ],
    )
    def test_nonsense_is_refused_in_words(self, desk, conversation, data, field, value):
        response = desk.post(address("act"), {**data, "ids": [conversation()]})
        assert response.status_code == 204
        assert len(toast(response)["text"]) > 10
        assert getattr(Thread.objects.get(), field) == value

    def test_unknown_verbs_ids_and_foreign_threads_are_not_found(self, desk, conversation):
        thread_id = conversation()
        assert desk.post(address("act"), {"verb": "explode", "ids": [thread_id]}).status_code == 404
        assert desk.post(address("act"), {"verb": "done", "ids": [10**15]}).status_code == 404
        assert toast(desk.post(address("act"), {"verb": "done", "ids": ["x", "9" * 40]}))
        assert desk.post(address("undo", change_id=424242)).status_code == 404

    def test_taking_it_and_tagging_it(self, desk, conversation, user, community):
        thread_id = conversation()
        desk.post(address("act"), {"verb": "assign", "user": "me", "ids": [thread_id]})
        desk.post(address("act"), {"verb": "tag", "name": "Facture", "ids": [thread_id]})
        card = queries.thread(community.pk, thread_id)
        assert (card.assignee_id, card.tags) == (user.pk, ("facture",))

    def test_a_viewer_is_refused_and_sees_no_buttons(
        self, client_for, person, community, conversation
    ):
        thread_id = conversation()
        viewer = client_for(person("viewer", community))
        page = viewer.get(address("thread", thread_id=thread_id)).content.decode()
        assert "composer" not in page and "/inbox/act/" not in page
        for name in ("act",):
            assert (
                viewer.post(address(name), {"verb": "done", "ids": [thread_id]}).status_code == 403
            )
        assert (
            viewer.post(address("compose", thread_id=thread_id), {"text": "x"}).status_code == 403
        )
        assert viewer.post(address("draft", thread_id=thread_id), {"text": "x"}).status_code == 403
        assert viewer.post(address("promise"), {"minutes": "60"}).status_code == 403
        assert Thread.objects.get().state == "open"

    def test_a_stranger_finds_nothing(self, client_for, person, other_community, conversation):
        thread_id = conversation()
        stranger = client_for(person("owner", other_community))
        for name, more in (("inbox", {}), ("items", {}), ("thread", {"thread_id": thread_id})):
            assert stranger.get(address(name, **more)).status_code == 404

    def test_nobody_enters_without_logging_in(self, client, conversation):
        for name, more in (("inbox", {}), ("thread", {"thread_id": conversation()})):
            response = client.get(address(name, **more))
            assert response.status_code == 302 and "login" in response.headers["Location"]


class TestComposing:
    def test_an_answer_is_sent_and_the_panes_come_back(self, desk, conversation):
        thread_id = conversation("Question ?")
        response = desk.post(
            address("compose", thread_id=thread_id),
            {"mode": "reply", "text": "Réponse"},
            **FRAGMENT,
        )
        page = response.content.decode()
        assert response.status_code == 200 and "Réponse" in page
        assert 'id="context" hx-swap-oob' in page
        assert Message.objects.filter(is_outgoing=True).count() == 1

    def test_it_works_without_scripts(self, desk, conversation):
        thread_id = conversation()
        response = desk.post(address("compose", thread_id=thread_id), {"text": "Réponse"})
        assert response.status_code == 302
        assert response.headers["Location"] == address("thread", thread_id=thread_id)

    def test_a_note_is_kept_and_is_no_draft(self, desk, conversation):
        thread_id = conversation()
        desk.post(address("draft", thread_id=thread_id), {"mode": "note", "text": "Entre nous"})
        desk.post(
            address("compose", thread_id=thread_id),
            {"mode": "note", "text": "Entre nous"},
            **FRAGMENT,
        )
        assert Note.objects.get().text == "Entre nous"
        assert not Draft.objects.exists()
        assert Message.objects.count() == 1

    def test_a_refusal_keeps_what_was_written(self, desk, conversation, actor, community):
        thread_id = conversation()
        colleague = actor("lead", community)
        operations.claim(f"thread:{thread_id}", colleague)
        response = desk.post(
            address("compose", thread_id=thread_id), {"text": "Ma réponse"}, **FRAGMENT
        )
        page = response.content.decode()
        assert response.status_code == 422
        assert "Ma réponse" in page and colleague.name in page and "is_sure" in page
        assert not Message.objects.filter(is_outgoing=True).exists()

    def test_a_draft_is_kept_and_found_again(self, desk, conversation):
        thread_id = conversation()
        desk.post(address("draft", thread_id=thread_id), {"mode": "reply", "text": "Je cherche"})
        assert "Je cherche" in desk.get(address("thread", thread_id=thread_id)).content.decode()

    def test_two_people_see_each_other(self, client_for, person, community, conversation):
        thread_id = conversation()
        first = client_for(person("manager", community, name="Inès Carré"))
        second = client_for(person("moderator", community))
        first.post(address("presence", thread_id=thread_id))
        seen = second.post(address("presence", thread_id=thread_id)).content.decode()
        assert "Inès Carré" in seen
        assert "Inès Carré" in second.get(address("inbox")).content.decode()


class TestSearching:
    def test_a_search_shows_what_was_not_understood(self, desk, conversation):
        conversation("panne")
        page = desk.get(address("inbox") + "?q=panne+humeur:bleue").content.decode()
        assert "bleue" in page and "n’est pas connu" in page

    def test_the_filter_form_writes_a_search_that_can_be_kept(
        self, desk, conversation, user, community
    ):
        response = desk.get(
            address("filter") + "?text=panne&mood=angry&signal=insult&minimum=0.7&channel=mon+canal"
        )
        assert response.status_code == 302
        target = response.headers["Location"]
        page = desk.get(target)
        chosen = page.context["choice"].filter
        assert (chosen.text, chosen.moods, chosen.channels) == ("panne", ("angry",), ("mon canal",))
        assert chosen.signals[0].minimum == 0.7

        kept = desk.post(
            address("save_view"), {"name": "Pannes", "query": page.context["choice"].query}
        )
        assert kept.status_code == 302
        assert "Pannes" in desk.get(kept.headers["Location"]).content.decode()
        (view,) = queries.saved_views(community.pk, user.pk)
        desk.post(address("delete_view", view_id=view.id))
        assert queries.saved_views(community.pk, user.pk) == []

    @pytest.mark.parametrize(
        "query",
        ["view=zzz", "view=v99999", "cursor=x.y", "q=" + "a" * 2000, "q=%00", "size=-4&sort=%22"],
    )
    def test_any_address_shows_a_page(self, desk, conversation, query):
        conversation()
        assert desk.get(f"{address('inbox')}?{query}").status_code == 200
        assert desk.get(f"{address('items')}?{query}").status_code == 200


def test_a_fragment_that_has_not_changed_is_not_sent_again(desk, conversation, receive):
    thread_id = conversation("un")
    version = desk.get(address("messages", thread_id=thread_id)).context["version"]
    url = address("messages", thread_id=thread_id)
    assert desk.get(url, {"version": version}).status_code == 204
    operations.note(thread_id, "note", actor_in_thread(thread_id))
    assert desk.get(url, {"version": version}).status_code == 200


def actor_in_thread(thread_id):
    from harmonie.apps.accounts.contracts import machine

    return machine(Thread.objects.get(pk=thread_id).community_id)


def test_the_page_costs_the_same_with_many_rows(
    desk, receive, conversation, django_assert_max_num_queries
):
    thread_id = conversation("Bonjour")
    receive(
        *(
            written(f"x{i}", "texte", author=Author(f"u{i}", f"U{i}"), thread_id=f"x{i}")
            for i in range(80)
        )
    )
    desk.get(address("inbox"))
    with django_assert_max_num_queries(45):
        desk.get(address("thread", thread_id=thread_id))


def test_the_rail_shows_how_many_conversations_are_open(user, community, conversation):
    from harmonie.apps.web.navigation import links

    conversation()
    conversation()
    entry = next(
        link for link in links(actor_in(user, community.pk), "littoral") if link.key == "inbox"
    )
    assert entry.count == 2
