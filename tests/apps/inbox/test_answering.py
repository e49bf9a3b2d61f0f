from __future__ import annotations

from uuid import uuid4

import pytest

from harmonie.apps.accounts.contracts import NotAllowed
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.announcements import reply_sent
from harmonie.apps.inbox.contracts import Held, NotFound, Refused
from harmonie.apps.inbox.models import Claim, Message, Stage, Thread
from tests.apps.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    found = []

    def listen(message_id, **_):
        found.append(message_id)

    reply_sent.connect(listen)
    yield found
    reply_sent.disconnect(listen)


def test_an_answer_is_stored_announced_and_settles_the_question(conversation, lead, heard):
    thread_id = conversation("Où est le bus ?")
    Thread.objects.update(needs_answer=True)

    sent = operations.reply(thread_id, " Il arrive. ", lead)

    row = Message.objects.get(pk=sent.message_id)
    thread = Thread.objects.get()
    assert (row.text, row.is_outgoing, row.stage) == ("Il arrive.", True, Stage.CONSIDERED)
    assert row.parent.text == "Où est le bus ?"
    assert (thread.needs_answer, thread.assignee_id, thread.message_count) == (False, lead.id, 2)
    assert heard == [sent.message_id]
    assert audit.events(lead.community_id, types=("reply.sent",))


def test_sending_the_same_answer_twice_sends_it_once(conversation, lead, heard):
    thread_id, key = conversation(), uuid4()
    first = operations.reply(thread_id, "Réponse", lead, key=key)
    second = operations.reply(thread_id, "Réponse", lead, key=key)

    assert (second.message_id, second.is_new) == (first.message_id, False)
    assert len(heard) == 1


def test_members_see_the_pseudonym(conversation, lead):
    from harmonie.apps.accounts.models import User

    User.objects.filter(pk=lead.id).update(pseudonym="L’équipe")
    sent = operations.reply(conversation(), "Réponse", lead)
    assert Message.objects.get(pk=sent.message_id).member.name == "L’équipe"


def test_an_answer_echoed_by_the_channel_is_not_a_second_message(conversation, receive, lead):
    sent = operations.reply(conversation(), "Réponse", lead)
    operations.record_delivery(sent.message_id, "platform-77")

    (echo,) = receive(written("platform-77", "Réponse"))

    assert (echo.id, echo.is_new) == (sent.message_id, False)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * 50_001])
def test_an_empty_or_endless_answer_is_refused(conversation, lead, text):
    with pytest.raises(Refused):
        operations.reply(conversation(), text, lead)
    assert not Message.objects.filter(is_outgoing=True).exists()


def test_a_draft_is_kept_shown_and_gone_once_sent(conversation, lead, moderator):
    thread_id = conversation()
    assert operations.save_draft(thread_id, "Je cher", lead)
    assert operations.save_draft(thread_id, "Je cherche", lead)
    operations.save_draft(thread_id, "Moi aussi", moderator)
    assert {d.text for d in queries.drafts_of(thread_id)} == {"Je cherche", "Moi aussi"}

    operations.reply(thread_id, "Trouvé", lead)
    assert [d.text for d in queries.drafts_of(thread_id)] == ["Moi aussi"]
    assert not operations.save_draft(thread_id, " ", moderator)
    assert queries.drafts_of(thread_id) == []


def test_a_note_never_leaves_the_desk(conversation, lead, heard):
    thread_id = conversation()
    operations.note(thread_id, "Entre nous", lead)

    assert [n.text for n in queries.notes_of(thread_id)] == ["Entre nous"]
    assert heard == []
    assert Message.objects.count() == 1
    assert "Entre nous" not in str(audit.events(lead.community_id))


class TestClaims:
    def test_a_second_person_sees_who_is_on_it(self, conversation, lead, moderator):
        subject = f"thread:{conversation()}"
        assert operations.claim(subject, lead).is_mine
        seen = operations.claim(subject, moderator)
        assert (seen.is_mine, seen.holder_id, seen.holder_name) == (False, lead.id, lead.name)

    def test_answering_where_a_colleague_is_asks_first(self, conversation, lead, moderator):
        thread_id = conversation()
        operations.claim(f"thread:{thread_id}", lead)

        with pytest.raises(Held) as held:
            operations.reply(thread_id, "Réponse", moderator)
        assert held.value.holder.holder_name == lead.name
        assert operations.reply(thread_id, "Réponse", moderator, is_sure=True).is_new

    def test_a_claim_lapses_when_it_is_not_renewed(self, conversation, lead, moderator):
        from datetime import timedelta

        from django.utils import timezone

        subject = f"thread:{conversation()}"
        operations.claim(subject, lead)
        Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert queries.holder(subject) is None
        assert operations.claim(subject, moderator).is_mine

    def test_only_the_holder_releases(self, conversation, lead, moderator):
        subject = f"thread:{conversation()}"
        operations.claim(subject, lead)
        operations.release(subject, moderator)
        assert queries.holder(subject)
        operations.release(subject, lead)
        assert queries.holder(subject) is None

    def test_programs_do_not_claim(self, software):
        with pytest.raises(NotAllowed):
            operations.claim("thread:1", software)


class TestTags:
    def test_tags_are_shared_words_put_on_and_taken_off_with_undo(self, conversation, lead):
        one, two = conversation(), conversation()
        operations.tag([one], "  #Objets   Perdus ", lead)
        change = operations.tag([one, two], "objets perdus", lead)
        assert change.thread_ids == (two,)
        assert queries.tag_names(lead.community_id) == ["objets perdus"]

        operations.undo(change.id, lead)
        tags = {card.id: card.tags for card in queries.threads_by_id(lead.community_id, [one, two])}
        assert tags == {one: ("objets perdus",), two: ()}
        operations.untag([one], "objets perdus", lead)
        assert queries.thread(lead.community_id, one).tags == ()

    @pytest.mark.parametrize("name", ["", " # ", '"', "x" * 41])
    def test_a_tag_is_a_word_or_two(self, conversation, lead, name):
        with pytest.raises(Refused):
            operations.tag([conversation()], name, lead)

    def test_a_rules_tags_land_on_the_messages_conversation(self, conversation, lead):
        thread_id = conversation()
        operations.tag_thread_of(Message.objects.get().pk, ["Spam", "à voir"])
        assert queries.thread(lead.community_id, thread_id).tags == ("spam", "à voir")


class TestViews:
    def test_a_view_is_ones_own_or_the_teams(self, lead, moderator):
        operations.save_view("Retards", "is:late", lead)
        shared = operations.save_view("Colère", "mood:angry", lead, is_shared=True)
        assert [v.name for v in queries.saved_views(lead.community_id, moderator.id)] == ["Colère"]
        operations.save_view("Retards", "is:soon", lead)
        assert [v.query for v in queries.saved_views(lead.community_id, lead.id)] == [
            "mood:angry", "is:soon",
        ]  # fmt: skip
        with pytest.raises(NotFound):
            operations.delete_view(shared, moderator)
        operations.delete_view(shared, lead)


def test_revealing_is_audited_and_stays_in_the_community(
    conversation, lead, actor, other_community
):
    conversation("dur")
    message_id = Message.objects.get().pk
    assert operations.reveal(message_id, lead) == "dur"
    (event,) = audit.events(lead.community_id, types=("text.revealed",))
    assert (event.subject, event.actor) == (f"message:{message_id}", lead.label)
    with pytest.raises(NotFound):
        operations.reveal(message_id, actor("lead", other_community))


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_changes_nothing(conversation, actor, community, role):
    reader, thread_id = actor(role, community), conversation()
    for attempt in (
        lambda: operations.reply(thread_id, "x", reader),
        lambda: operations.note(thread_id, "x", reader),
        lambda: operations.save_draft(thread_id, "x", reader),
        lambda: operations.done([thread_id], reader),
        lambda: operations.tag([thread_id], "x", reader),
        lambda: operations.assign([thread_id], None, reader),
        lambda: operations.promise_answer(3600, reader),
        lambda: operations.save_view("x", "y", reader, is_shared=True),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_stranger_to_the_community_touches_nothing(conversation, actor, other_community):
    stranger, thread_id = actor("lead", other_community), conversation()
    for attempt in (
        lambda: operations.reply(thread_id, "x", stranger),
        lambda: operations.done([thread_id], stranger),
        lambda: operations.tag([thread_id], "x", stranger),
    ):
        with pytest.raises(NotFound):
            attempt()
