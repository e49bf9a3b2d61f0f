from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmonie.apps.accounts.contracts import NotAllowed
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations
from harmonie.apps.inbox.contracts import MAXIMUM_BATCH, Refused
from harmonie.apps.inbox.models import Member, Message, Stage, Thread
from harmonie.records import Author
from tests.apps.inbox.conftest import START, written

pytestmark = pytest.mark.django_db


def test_a_message_is_stored_with_its_author_and_its_thread(receive):
    (result,) = receive(
        written("m1", "Le bus est en retard", url="https://example.org/1", reach=40)
    )

    row = Message.objects.select_related("member", "thread").get(pk=result.id)
    assert result.is_new and not result.error
    assert (row.text, row.stage, row.reach) == ("Le bus est en retard", Stage.RECEIVED, 40)
    assert (row.member.name, row.member.message_count) == ("Ana", 1)
    assert (row.thread.message_count, row.thread.last_excerpt) == (1, "Le bus est en retard")


def test_the_same_batch_twice_changes_nothing(receive, community):
    batch = [written(f"m{i}", f"texte {i}", thread_id="t") for i in range(20)]
    first = receive(*batch)
    before = (audit.newest_index(), DBTaskResult.objects.count(), Thread.objects.values().get())

    second = receive(*batch)

    assert [r.id for r in second] == [r.id for r in first]
    assert not any(r.is_new for r in second)
    assert (
        audit.newest_index(),
        DBTaskResult.objects.count(),
        Thread.objects.values().get(),
    ) == before
    assert Member.objects.get().message_count == 20


def test_every_stored_message_is_audited_and_queued_for_analysis(receive, community):
    receive(*(written(f"m{i}") for i in range(450)))

    events = audit.events(community.pk, types=("message.received",), limit=1000)
    jobs = DBTaskResult.objects.filter(task_path__endswith="inbox.tasks.analyse")
    sizes = sorted(len(job.args_kwargs["args"][0]) for job in jobs)
    assert len(events) == 450
    assert sizes == [50, 200, 200]


def test_no_text_and_no_name_reaches_the_audit_log(receive, community):
    receive(written("m1", "secretissime", author=Author("id-prive", "Nom Privé")))

    told = str(audit.events(community.pk))
    assert "secretissime" not in told and "Privé" not in told and "id-prive" not in told


def test_another_text_is_a_new_revision_to_be_analysed_again(receive, community):
    (first,) = receive(written("m1", "avant"))
    Message.objects.update(stage=Stage.CONSIDERED, attempts=2)

    (edit,) = receive(written("m1", "après"))

    row = Message.objects.get(pk=first.id)
    assert edit.id == first.id and edit.is_new and edit.is_edit
    assert (row.text, row.revision, row.stage, row.attempts) == ("après", 1, Stage.RECEIVED, 0)
    assert row.edited_at is not None
    assert Thread.objects.get().last_excerpt == "après"
    assert audit.events(community.pk, types=("message.edited",))
    assert Member.objects.get().message_count == 1


def test_duplicates_within_a_batch_are_one_message(receive):
    results = receive(
        written("m1", "a"), written("m2", "b"), written("m1", "a"), written("m1", "c")
    )

    assert [r.is_new for r in results] == [True, True, False, True]
    assert [r.is_edit for r in results] == [False, False, False, True]
    assert results[0].id == results[2].id == results[3].id
    assert Message.objects.get(external_id="m1").text == "c"
    assert Message.objects.count() == 2


def test_a_bad_message_does_not_cost_the_good_ones(receive):
    results = receive(
        written("m1"),
        written(""),
        written("m2", "x" * 50_001),
        written("m" * 201),
        written("m\x003"),
        written("m4", created_at=datetime(1600, 1, 1, tzinfo=UTC)),
        written("m5", author=Author("")),
        written("m6"),
    )

    assert [r.error for r in results] == [
        "", "external_id_missing", "text_too_long", "external_id_too_long", "external_id_invalid",
        "created_at_invalid", "author_id_invalid", "",
    ]  # fmt: skip
    assert sorted(Message.objects.values_list("external_id", flat=True)) == ["m1", "m6"]


def test_what_no_database_holds_is_cleaned_and_reported(receive):
    (result,) = receive(written("m1", "a\x00b\ud800c\x07", author=Author("ana", "A\nna\u202e")))

    row = Message.objects.select_related("member").get()
    assert (row.text, row.member.name) == ("ab\ufffdc", "Ana")
    assert {"nul", "surrogate", "control"} <= set(result.warnings)


def test_a_date_in_the_future_becomes_now(receive):
    (result,) = receive(written("m1", created_at=timezone.now() + timedelta(days=3)))

    assert "future_date" in result.warnings
    assert Message.objects.get().created_at <= timezone.now()


def test_a_script_is_not_an_address(receive):
    (result,) = receive(written("m1", url="javascript:alert(1)"))

    assert result.warnings == ("bad_url",)
    assert Message.objects.get().url == ""


def test_disguised_copies_share_a_fingerprint(receive):
    receive(
        written("m1", "Gagnez de l'argent"),
        written("m2", "GAGNEZ  de l'\u200bargent"),
        written("m3", "Autre chose"),
    )

    one, two, three = Message.objects.order_by("external_id").values_list("text_hash", flat=True)
    assert one == two != three


class TestThreads:
    def test_a_reply_joins_its_parents_thread(self, receive):
        receive(written("m1", thread_id="billet"))
        receive(written("m2", parent_id="m1"))

        assert set(Message.objects.values_list("thread__external_id", flat=True)) == {"billet"}
        assert Message.objects.get(external_id="m2").parent.external_id == "m1"

    def test_a_parent_that_comes_late_finds_its_children(self, receive):
        receive(written("child", parent_id="mother"))
        assert Message.objects.get(external_id="child").parent is None

        receive(written("mother"))

        child = Message.objects.get(external_id="child")
        assert child.parent.external_id == "mother"
        assert Thread.objects.count() == 1

    def test_parents_and_children_of_one_batch_meet_in_any_order(self, receive):
        receive(
            written("c", parent_id="b"), written("b", parent_id="a"), written("a", thread_id="t"),
        )  # fmt: skip

        assert Thread.objects.get().external_id == "t"
        assert Message.objects.get(external_id="c").parent.external_id == "b"

    def test_messages_that_answer_each_other_in_a_circle_are_stored(self, receive):
        results = receive(written("a", parent_id="b"), written("b", parent_id="a"))

        assert all(r.id for r in results)
        assert Thread.objects.count() == 1

    def test_late_messages_do_not_change_what_is_newest(self, receive):
        receive(written("m2", "dernier", thread_id="t", created_at=START + timedelta(hours=1)))
        receive(written("m1", "premier", thread_id="t", author=Author("bo", "Bo")))

        thread = Thread.objects.get()
        assert (thread.last_excerpt, thread.first_at, thread.message_count) == ("dernier", START, 2)
        assert thread.starter.name == "Bo"

    @pytest.mark.parametrize("state", ["done", "snoozed"])
    def test_a_members_message_reopens_a_thread(self, receive, state):
        receive(written("m1", thread_id="t"))
        Thread.objects.update(state=state)

        receive(written("m2", thread_id="t", created_at=START + timedelta(hours=1)))

        assert Thread.objects.get().state == "open"

    def test_a_staff_message_settles_what_was_asked_and_reopens_nothing(self, receive):
        receive(written("m1", thread_id="t"))
        Thread.objects.update(
            state="done", needs_answer=True, asked_at=START, due_at=START + timedelta(hours=4)
        )

        receive(
            written("m2", thread_id="t", author=Author("léa", "Léa", "staff"),
                    created_at=START + timedelta(hours=1))
        )  # fmt: skip

        thread = Thread.objects.get()
        assert (thread.needs_answer, thread.due_at, thread.state) == (False, None, "done")

    def test_a_bots_message_settles_nothing(self, receive):
        receive(written("m1", thread_id="t"))
        Thread.objects.update(needs_answer=True, asked_at=START)

        receive(
            written("m2", thread_id="t", author=Author("bot", "Bot", "bot"),
                    created_at=START + timedelta(hours=1))
        )  # fmt: skip

        assert Thread.objects.get().needs_answer


def test_two_communities_and_two_channels_do_not_share_messages(receive, other_community):
    from harmonie.apps.accounts.contracts import machine

    receive(written("m1"))
    receive(written("m1"), channel="forum")
    operations.receive([written("m1")], actor=machine(other_community.pk), channel="web")

    assert Message.objects.count() == Thread.objects.count() == Member.objects.count() == 3


def test_a_viewer_may_not_bring_messages_in(actor, community):
    with pytest.raises(NotAllowed):
        operations.receive([written("m1")], actor=actor("viewer", community), channel="web")
    assert not Message.objects.exists()


def test_a_batch_has_a_limit(receive):
    with pytest.raises(Refused, match="1"):
        receive(*(written(f"m{i}") for i in range(MAXIMUM_BATCH + 1)))
    assert not Message.objects.exists()


def test_a_thousand_messages_take_few_statements(receive, django_assert_max_num_queries):
    batch = [
        written(f"m{i}", f"texte {i}", author=Author(f"u{i % 300}", f"U{i % 300}"))
        for i in range(1000)
    ]
    with django_assert_max_num_queries(140):
        results = receive(*batch)
    assert sum(r.is_new for r in results) == 1000


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.characters(), max_size=300),
    name=st.text(st.characters(), max_size=250),
    reach=st.integers(-5, 2**70),
)
def test_no_text_whatever_is_lost_or_breaks_anything(receive, text, name, reach):
    Message.objects.all().delete()
    (result,) = receive(written("m1", text, author=Author("ana", name), reach=reach))

    assert result.error == ""
    stored = Message.objects.get(pk=result.id).text
    letters = [c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff"]
    assert [c for c in stored if c.isprintable() and c != "\ufffd"] == [
        c for c in letters if c != "\ufffd"
    ]
