from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.contracts import InboxFilter, NotFound, SignalFilter
from harmonie.apps.inbox.models import Message, MessageSignal, Thread
from harmonie.records import Author
from tests.apps.inbox.conftest import START, written

pytestmark = pytest.mark.django_db
EVERYTHING = InboxFilter(states=())


def walk(community_id, wanted, size):
    """Every id, page by page."""
    ids, cursor = [], ""
    while True:
        page = queries.threads(community_id, wanted, cursor=cursor, size=size)
        ids += [card.id for card in page.items]
        cursor = page.next_cursor
        if not cursor:
            return ids


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    shapes=st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 3)), max_size=14),
    size=st.integers(1, 5),
    sort=st.sampled_from(["due", "newest"]),
)
def test_pages_hold_every_thread_once_in_order_even_with_equal_times(community, shapes, size, sort):
    Thread.objects.all().delete()
    rows = Thread.objects.bulk_create(
        Thread(
            community_id=community.pk, channel="web", external_id=str(i), first_at=START,
            last_at=START + timedelta(hours=last), needs_answer=waits,
            due_at=START + timedelta(hours=due) if waits else None,
        )
        for i, (waits, due, last) in enumerate(shapes)
    )  # fmt: skip
    if sort == "due":
        waiting = sorted((r for r in rows if r.needs_answer), key=lambda r: (r.due_at, r.pk))
        rest = sorted(
            (r for r in rows if not r.needs_answer), key=lambda r: (r.last_at, r.pk), reverse=True
        )
        expected = [r.pk for r in waiting + rest]
    else:
        expected = [r.pk for r in sorted(rows, key=lambda r: (r.last_at, r.pk), reverse=True)]

    assert walk(community.pk, InboxFilter(sort=sort), size) == expected


@pytest.mark.parametrize(
    "cursor", ["x", "d.1", "d.x.y", "z.1.2", "n.9999999999999999999999.1", "d..", "\x00"]
)
def test_a_cursor_that_is_not_ours_starts_from_the_beginning(conversation, community, cursor):
    conversation()
    assert len(queries.threads(community.pk, EVERYTHING, cursor=cursor).items) == 1


class TestFilters:
    @pytest.fixture
    def three(self, conversation, lead):
        ids = [conversation(f"texte {word}", channel=channel) for word, channel in
               (("un", "web"), ("deux", "forum"), ("trois", "web"))]  # fmt: skip
        Thread.objects.filter(pk=ids[0]).update(
            mood="angry", intent="question", language="fr", needs_answer=True,
            due_at=timezone.now() - timedelta(minutes=1),
        )  # fmt: skip
        Thread.objects.filter(pk=ids[1]).update(
            mood="happy", cannot_judge=True, language="en", needs_answer=True,
            due_at=timezone.now() + timedelta(minutes=30),
        )  # fmt: skip
        operations.assign([ids[2]], lead.id, lead)
        operations.tag([ids[2]], "facture", lead)
        message = Message.objects.filter(thread_id=ids[2]).first()
        MessageSignal.objects.create(
            community_id=lead.community_id,
            message=message,
            thread_id=ids[2],
            name="insult",
            score=0.8,
        )
        MessageSignal.objects.create(
            community_id=lead.community_id, message=message, thread_id=ids[2], name="sentiment",
            label="negative",
            score=0.6,
        )  # fmt: skip
        return ids

    @pytest.mark.parametrize(
        ("wanted", "places"),
        [
            (InboxFilter(), [0, 1, 2]),
            (InboxFilter(channels=("web",)), [0, 2]),
            (InboxFilter(moods=("angry", "upset")), [0]),
            (InboxFilter(intents=("question",)), [0]),
            (InboxFilter(languages=("en",)), [1]),
            (InboxFilter(assignee="none"), [0, 1]),
            (InboxFilter(assignee="me"), [2]),
            (InboxFilter(tags=("facture",)), [2]),
            (InboxFilter(signals=(SignalFilter("insult", 0.5),)), [2]),
            (InboxFilter(signals=(SignalFilter("insult", 0.9),)), []),
            (InboxFilter(signals=(SignalFilter("sentiment", 0.0, "negative"),)), [2]),
            (InboxFilter(cannot_judge=True), [1]),
            (InboxFilter(due="late"), [0]),
            (InboxFilter(due="soon"), [0, 1]),
            (InboxFilter(needs_answer=True), [0, 1]),
            (InboxFilter(states=("done",)), []),
            (InboxFilter(text="deux"), [1]),
            (InboxFilter(text="texte -deux", channels=("web",)), [0, 2]),
            (InboxFilter(text="***"), []),
            (InboxFilter(since=START + timedelta(days=1)), []),
            (InboxFilter(until=START + timedelta(days=1)), [0, 1, 2]),
        ],
    )
    def test_each_filter_keeps_what_it_names(self, three, community, lead, wanted, places):
        page = queries.threads(community.pk, wanted, user_id=lead.id)
        assert {card.id for card in page.items} == {three[place] for place in places}
        assert queries.count(community.pk, wanted, user_id=lead.id).value == len(places)

    def test_another_community_sees_none_of_it(self, three, other_community):
        assert queries.threads(other_community.pk, EVERYTHING).items == ()
        with pytest.raises(NotFound):
            queries.thread(other_community.pk, three[0])


def test_a_severe_text_is_left_out_until_it_is_revealed(conversation, community):
    thread_id = conversation("une horreur")
    Message.objects.update(severity=3)
    Thread.objects.update(last_severity=3)

    card = queries.thread(community.pk, thread_id)
    (view,) = queries.messages_of(thread_id).items
    assert (card.excerpt, card.is_concealed) == ("", True)
    assert (view.text, view.is_concealed) == ("", True)
    (shown,) = queries.messages_of(thread_id, revealed={view.id}).items
    assert shown.text == "une horreur"


def test_counting_stops_at_999(community):
    Thread.objects.bulk_create(
        Thread(community_id=community.pk, channel="w", external_id=str(i), first_at=START,
               last_at=START)
        for i in range(1005)
    )  # fmt: skip
    count = queries.count(community.pk, InboxFilter())
    assert (count.value, count.is_more) == (999, True)


def test_a_long_conversation_opens_at_its_end(receive):
    receive(
        *(
            written(f"m{i}", str(i), thread_id="t", created_at=START + timedelta(minutes=i // 3))
            for i in range(230)
        )
    )
    thread_id = Thread.objects.get().pk
    seen: list[str] = []
    before = None
    while True:
        page = queries.messages_of(thread_id, before_id=before)
        seen = [view.text for view in page.items] + seen
        if not page.next_cursor:
            break
        before = int(page.next_cursor)
    assert sorted(map(int, seen)) == list(range(230))
    assert len(seen) == 230


class TestCost:
    def _fill(self, receive, lead, count):
        receive(
            *(
                written(
                    f"m{i}", "texte", author=Author(f"u{i}", f"U{i}"), thread_id=f"t{i % count}"
                )
                for i in range(count * 2)
            )
        )
        for thread_id in Thread.objects.values_list("pk", flat=True):
            operations.tag([thread_id], "commun", lead)

    def test_a_list_of_fifty_costs_as_much_as_a_list_of_two(self, receive, lead, community):
        def cost():
            with CaptureQueriesContext(
                connection,
            ) as captured:
                queries.threads(community.pk, EVERYTHING, size=50)
            return len(captured)

        self._fill(receive, lead, 2)
        few = cost()
        self._fill(receive, lead, 60)
        assert cost() == few <= 4

    def test_a_conversation_costs_three_statements_at_most(
        self, receive, lead, django_assert_max_num_queries
    ):
        receive(*(written(f"m{i}", thread_id="t", author=Author(f"u{i}")) for i in range(50)))
        with django_assert_max_num_queries(3):
            queries.messages_of(Thread.objects.get().pk)

    def test_judging_two_hundred_messages_costs_four_statements_at_most(
        self, receive, django_assert_max_num_queries
    ):
        ids = [r.id for r in receive(*(written(f"m{i}", f"Texte numéro {i}") for i in range(200)))]
        operations.analyse(ids)
        with django_assert_max_num_queries(4):
            assert len(queries.judgeable(ids)) == 200

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are written for SQLite")
    @pytest.mark.parametrize(
        "wanted",
        [
            InboxFilter(),
            InboxFilter(sort="newest"),
            InboxFilter(assignee="none"),
            InboxFilter(assignee="me"),
            InboxFilter(due="late"),
            InboxFilter(states=()),
        ],
    )
    def test_the_main_lists_read_an_index_never_the_whole_table(self, community, lead, wanted):
        with CaptureQueriesContext(connection) as captured:
            queries.threads(community.pk, wanted, user_id=lead.id)
            queries.count(community.pk, wanted, user_id=lead.id)
        statements = [q["sql"] for q in captured if 'FROM "inbox_thread"' in q["sql"]]
        assert statements
        for statement in statements:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
                plan = " / ".join(row[3] for row in cursor.fetchall())
            assert "SCAN inbox_thread" not in plan, plan
            assert "USING INDEX" in plan or "USING COVERING INDEX" in plan, plan


class TestSimilar:
    def test_the_closest_texts_come_first_and_nothing_leaves_the_community(
        self, receive, community, other_community
    ):
        texts = ["Le bus de 8 heures est en retard", "Le bus de 9 heures est en retard",
                 "I love the new mount in this patch"]  # fmt: skip
        ids = [r.id for r in receive(*(written(f"m{i}", text) for i, text in enumerate(texts)))]
        operations.analyse(ids)

        near = queries.nearest(community.pk, ids[0], k=2)
        assert near[0][0] == ids[1]
        assert near[0][1] > 0.5
        assert queries.nearest(community.pk, ids[0], [ids[2]])[:1] in ([], [(ids[2], near[-1][1])])
        assert queries.nearest(other_community.pk, ids[0]) == []
