from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone

from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations, queries, tasks
from harmonie.apps.inbox.announcements import messages_analysed, messages_received
from harmonie.apps.inbox.models import Message, MessageSignal, Stage, Thread
from harmonie.apps.inbox.operations.analyse import MAXIMUM_ATTEMPTS
from harmonie.records import Author
from tests.apps.inbox.conftest import START, written

pytestmark = pytest.mark.django_db

QUESTION = "Bonjour, à quelle heure part le premier bus du dimanche matin ?"
THANKS = "Merci beaucoup à toute l’équipe, c’était une journée magnifique !"


@pytest.fixture
def heard():
    """What is announced as analysed."""
    found = []

    def listen(ids, community_id, **_):
        found.append((sorted(ids), community_id))

    messages_analysed.connect(listen)
    yield found
    messages_analysed.disconnect(listen)


class Stumbling:
    """The real pipeline, except that it breaks on texts with a given word."""

    def __init__(self, word: str) -> None:
        from harmonie.pipeline import Pipeline

        self.pipeline = Pipeline()
        self.word = word
        self.calls = 0

    def analyse(self, messages):
        self.calls += 1
        if any(self.word in message.text for message in messages):
            raise RuntimeError("cannot digest this")
        return self.pipeline.analyse(messages)


def test_an_analysis_is_stored_with_signals_language_and_embedding(receive, heard, community):
    (result,) = receive(written("m1", QUESTION))

    assert operations.analyse([result.id]) == [result.id]

    row = Message.objects.get()
    assert (row.stage, row.language) == (Stage.ANALYSED, "fr")
    assert row.embedding and row.analysis["signals"]["intent"]["label"]
    assert MessageSignal.objects.filter(message=row, name="sentiment").exists()
    assert queries.analysis_of(row.pk).signals["toxicity"].score < 0.5
    assert heard == [([row.pk], community.pk)]
    assert audit.events(community.pk, types=("message.analysed",))[0].subject == f"message:{row.pk}"


def test_analysing_twice_has_one_effect(receive, heard, community):
    ids = [r.id for r in receive(written("m1", QUESTION), written("m2", THANKS))]
    operations.analyse(ids)

    assert operations.analyse(ids) == []
    assert len(heard) == 1
    assert len(audit.events(community.pk, types=("message.analysed",))) == 2


def test_a_message_edited_during_the_analysis_is_left_for_the_next_run(receive, monkeypatch):
    (result,) = receive(written("m1", QUESTION))
    module = import_module("harmonie.apps.inbox.operations.analyse")
    judge = module.judge

    def slow(messages):
        judged = judge(messages)
        receive(written("m1", "Autre question ?"))
        return judged

    monkeypatch.setattr(module, "judge", slow)
    assert operations.analyse([result.id]) == []

    row = Message.objects.get()
    assert (row.stage, row.revision, row.analysis) == (Stage.RECEIVED, 1, None)


def test_a_poisonous_message_does_not_stop_its_batch(receive, community, monkeypatch):
    ids = [
        r.id
        for r in receive(
            *(written(f"m{i}", "poison" if i == 5 else f"{THANKS} {i}") for i in range(12))
        )
    ]
    pipeline = Stumbling("poison")
    monkeypatch.setattr("harmonie.pipeline.default_pipeline", lambda: pipeline)

    assert len(operations.analyse(ids)) == 11
    assert pipeline.calls <= 2 * 4 + 1  # halving: about twice log2 of the batch
    bad = Message.objects.get(text="poison")
    assert (bad.stage, bad.attempts, bad.failure) == (Stage.RECEIVED, 1, "RuntimeError")

    for _ in range(MAXIMUM_ATTEMPTS - 1):
        operations.analyse(ids)
    bad.refresh_from_db()
    assert (bad.stage, bad.cannot_judge) == (Stage.ANALYSED, "failed")
    assert queries.judgeable([bad.pk])[0].analysis.cannot_judge == "failed"  # so a person looks
    assert bad.thread.cannot_judge
    (event,) = audit.events(community.pk, types=("message.failed",))
    assert event.data["error"] == "RuntimeError"


def test_when_everything_fails_nothing_is_blamed_on_the_messages(receive, monkeypatch):
    ids = [r.id for r in receive(written("m1", QUESTION), written("m2", THANKS))]
    monkeypatch.setattr("harmonie.pipeline.default_pipeline", lambda: Stumbling(""))

    with pytest.raises(operations.AnalysisUnavailable):
        operations.analyse(ids)
    assert set(Message.objects.values_list("stage", "attempts")) == {(Stage.RECEIVED, 0)}


def test_what_cannot_be_judged_says_so(receive):
    (result,) = receive(written("m1", "Guten Morgen, wann fährt der nächste Bus nach Hamburg ab?"))
    operations.analyse([result.id])

    assert Message.objects.get().cannot_judge == "language"
    thread = Thread.objects.get()
    assert thread.cannot_judge and thread.mood == ""


class TestDeadlines:
    def test_a_question_waits_for_an_answer_within_four_hours(self, receive):
        (result,) = receive(written("m1", QUESTION))
        operations.analyse([result.id])

        thread = Thread.objects.get()
        assert thread.needs_answer and thread.intent == "question"
        assert thread.due_at == START + timedelta(hours=4)

    def test_thanks_wait_for_nothing(self, receive):
        (result,) = receive(written("m1", THANKS))
        operations.analyse([result.id])

        thread = Thread.objects.get()
        assert (thread.needs_answer, thread.due_at, thread.mood) == (False, None, "happy")

    def test_a_second_question_does_not_push_the_deadline_back(self, receive):
        ids = [
            r.id
            for r in receive(
                written("m1", QUESTION, thread_id="t"),
                written("m2", QUESTION, thread_id="t", created_at=START + timedelta(hours=2)),
            )
        ]
        operations.analyse(ids[1:])
        operations.analyse(ids[:1])

        assert Thread.objects.get().due_at == START + timedelta(hours=4)

    def test_a_question_already_answered_when_it_is_read_waits_for_nothing(self, receive):
        ids = [
            r.id
            for r in receive(
                written("m1", QUESTION, thread_id="t"),
                written("m2", "Réponse", thread_id="t", author=Author("s", "S", "staff"),
                        created_at=START + timedelta(minutes=5)),
            )
        ]  # fmt: skip
        operations.analyse(ids)

        assert not Thread.objects.get().needs_answer

    def test_the_team_sets_its_own_promise(self, receive, lead):
        operations.promise_answer(3600, lead)
        (result,) = receive(written("m1", QUESTION))
        operations.analyse([result.id])

        assert Thread.objects.get().due_at == START + timedelta(hours=1)


def test_an_edit_replaces_the_signals(receive):
    (result,) = receive(written("m1", QUESTION))
    operations.analyse([result.id])
    receive(written("m1", THANKS))
    operations.analyse([result.id])

    row = Message.objects.get()
    labels = dict(MessageSignal.objects.filter(message=row).values_list("name", "label"))
    assert labels["intent"] == row.analysis["signals"]["intent"]["label"] == "praise"


def test_the_job_runs_the_operation_and_may_run_twice(receive):
    (result,) = receive(written("m1", QUESTION))
    tasks.analyse.func([result.id])
    tasks.analyse.func([result.id])
    assert Message.objects.get().stage == Stage.ANALYSED


class TestConsidering:
    def test_a_message_is_taken_once_at_the_revision_judged(self, receive):
        (result,) = receive(written("m1", QUESTION))
        operations.analyse([result.id])
        (item,) = queries.judgeable([result.id])

        assert operations.mark_considered({result.id: item.revision + 1}) == set()
        taken = operations.mark_considered({result.id: item.revision}, severities={result.id: 4})
        assert taken == {result.id}
        assert operations.mark_considered({result.id: item.revision}) == set()
        assert queries.judgeable([result.id]) == []
        assert Thread.objects.get().last_severity == 4

    def test_history_counts_the_hour_before_the_message(self, receive):
        ids = [
            r.id
            for r in receive(
                written("m0", "vieux", created_at=START - timedelta(hours=2)),
                written("m1", "pub", created_at=START - timedelta(minutes=30)),
                written(
                    "m2", "pub", author=Author("bo", "Bo"), created_at=START - timedelta(minutes=10)
                ),
                written("m3", "pub"),
                written("m4", "après", created_at=START + timedelta(minutes=5)),
            )
        ]  # fmt: skip
        history = queries.history_of(ids)[ids[3]]

        assert history.author_messages == 4
        assert history.author_messages_last_hour == 2
        assert history.identical_messages_last_hour == 3

    def test_restrictions_are_counted_and_never_go_below_zero(self, receive):
        receive(written("m1"))
        member_id = Message.objects.get().member_id
        operations.count_restriction(member_id, "restriction", 1)
        operations.count_restriction(member_id, "warning", 1)
        operations.count_restriction(member_id, "warning", -1)
        operations.count_restriction(member_id, "warning", -1)

        card = queries.member_card(member_id)
        assert (card.restriction_count, card.warning_count) == (1, 0)


class TestSweeping:
    def test_what_waits_too_long_is_announced_again_once(self, receive, heard):
        ids = [r.id for r in receive(written("m1", QUESTION), written("m2", THANKS))]
        operations.analyse(ids[:1])
        heard.clear()
        received = []

        def listen(ids, **_):
            received.append(ids)

        messages_received.connect(listen)
        assert operations.sweep() == 0
        Message.objects.update(stage_at=timezone.now() - timedelta(hours=1))
        assert operations.sweep() == 2
        assert operations.sweep() == 0
        messages_received.disconnect(listen)

        assert received == [ids[1:]]
        assert [found for found, _ in heard] == [ids[:1]]
