"""Which model judges, and judging again."""

from __future__ import annotations

from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import judging, operations, queries
from harmonie.apps.inbox.models import Message, MessageSignal, Stage
from harmonie.pipeline import default_pipeline
from tests.apps.inbox.conftest import written


class Counting:
    """The installed pipeline, under another version's name."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def analyse(self, messages):
        from dataclasses import replace

        self.asked.append(len(messages))
        return [
            replace(
                one,
                signals={
                    name: replace(signal, version="other-1", score=0.9)
                    for name, signal in one.signals.items()
                },
            )
            for one in default_pipeline().analyse(messages)
        ]


def considered(receive) -> Message:
    (result,) = receive(written("m1", "Où est le bus ?"))
    operations.analyse([result.id])
    operations.mark_considered({result.id: 0})
    return Message.objects.get()


def test_without_a_source_the_installed_model_judges(monkeypatch):
    monkeypatch.setattr(judging, "_sources", [])
    assert judging.current_pipeline(1) is default_pipeline()


def test_the_model_is_asked_for_at_each_batch(receive, community, monkeypatch):
    other, asked = Counting(), []
    monkeypatch.setattr(
        judging, "_sources", [lambda community_id: asked.append(community_id) or other]
    )
    for name in ("m1", "m2"):
        (result,) = receive(written(name, "Où est le bus ?"))
        operations.analyse([result.id])
    assert asked == [community.pk] * 2 and other.asked == [1, 1]


def test_judging_again_replaces_what_was_said_and_moves_nothing_else(
    receive, community, monkeypatch
):
    row = considered(receive)
    before = queries.analysis_of(row.pk)
    monkeypatch.setattr(judging, "_sources", [lambda _: Counting()])
    assert operations.reanalyse([row.pk]) == [row.pk]
    row.refresh_from_db()
    assert before.signals["toxicity"].version != "other-1"
    assert row.analysis["signals"]["toxicity"]["version"] == "other-1"
    assert row.stage == Stage.CONSIDERED and row.severity >= 2
    assert MessageSignal.objects.filter(message=row, name="toxicity").get().score == 0.9
    assert audit.events(community.pk, types=("message.reanalysed",))[0].subject == (
        f"message:{row.pk}"
    )


def test_a_text_that_was_hidden_stays_hidden_whatever_the_new_model_says(receive):
    row = considered(receive)
    Message.objects.update(severity=4)
    operations.reanalyse([row.pk])
    row.refresh_from_db()
    assert row.severity == 4


def test_messages_that_wait_or_changed_meanwhile_are_left_alone(receive, monkeypatch):
    (result,) = receive(written("m1", "Où est le bus ?"))
    assert operations.reanalyse([result.id]) == []  # not judged yet: the queue will
    operations.analyse([result.id])
    operations.mark_considered({result.id: 0})

    class Slow(Counting):
        def analyse(self, messages):
            found = super().analyse(messages)
            receive(written("m1", "Tout autre chose"))
            return found

    monkeypatch.setattr(judging, "_sources", [lambda _: Slow()])
    assert operations.reanalyse([result.id]) == []
