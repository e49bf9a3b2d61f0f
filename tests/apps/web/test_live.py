from __future__ import annotations

import asyncio
import functools
import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncClient, RequestFactory

from harmonie.apps.audit.operations import record
from harmonie.apps.web import live

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_loop(test):
    """Run a test written as a coroutine."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        async_to_sync(test)(*args, **kwargs)

    return run


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(live, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.3)


def happen(community_id, type="message.received", number=1):
    return record(
        type, actor="machine", community_id=community_id, subject=f"message:{number}", data={}
    )


def parse(chunk: bytes) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n") if ": " in line)


async def read(feed, count: int) -> list[dict[str, str]]:
    found = []
    while len(found) < count:
        chunk = await asyncio.wait_for(anext(feed), 5)
        if chunk.startswith(b"id:"):
            found.append(parse(chunk))
    return found


@in_a_loop
async def test_a_new_event_reaches_the_page(community):
    feed = live.stream(community.pk, None)
    assert (await anext(feed)).startswith(b"retry:")
    waiting = asyncio.ensure_future(read(feed, 1))
    await asyncio.sleep(0.1)
    index = await sync_to_async(happen)(community.pk)
    (event,) = await waiting
    assert event["event"] == "message.received"
    assert event["id"] == str(index)
    assert json.loads(event["data"])["subject"] == "message:1"
    await feed.aclose()


@in_a_loop
async def test_a_returning_page_gets_what_it_missed_once_and_in_order(community):
    first = await sync_to_async(happen)(community.pk, number=1)
    for number in (2, 3):
        await sync_to_async(happen)(community.pk, number=number)
    feed = live.stream(community.pk, first)
    missed = await read(feed, 2)
    await sync_to_async(happen)(community.pk, number=4)
    later = await read(feed, 1)
    subjects = [json.loads(event["data"])["subject"] for event in missed + later]
    assert subjects == ["message:2", "message:3", "message:4"]
    await feed.aclose()


@in_a_loop
async def test_a_page_hears_nothing_of_another_community_nor_of_keys(community, other_community):
    feed = live.stream(community.pk, None)
    await anext(feed)
    waiting = asyncio.ensure_future(read(feed, 1))
    await asyncio.sleep(0.1)
    await sync_to_async(happen)(other_community.pk, number=7)
    await sync_to_async(happen)(community.pk, "key.created", 8)
    await sync_to_async(happen)(community.pk, "case.opened", 9)
    (event,) = await waiting
    assert event["event"] == "case.opened"
    await feed.aclose()


@in_a_loop
async def test_silence_is_filled_with_a_heart_beat(community):
    feed = live.stream(community.pk, None)
    await anext(feed)
    assert (await asyncio.wait_for(anext(feed), 5)).startswith(b":")
    await feed.aclose()


@in_a_loop
async def test_fifty_pages_share_one_poller_and_leave_nothing_behind(community, monkeypatch):
    reads = 0
    original = live._read

    def counted(positions):
        nonlocal reads
        reads += 1
        return original(positions)

    monkeypatch.setattr(live, "_read", counted)
    feeds = [live.stream(community.pk, None) for _ in range(50)]
    for feed in feeds:
        await anext(feed)
    waiting = [asyncio.ensure_future(read(feed, 1)) for feed in feeds]
    await asyncio.sleep(0.2)
    await sync_to_async(happen)(community.pk)
    events = await asyncio.gather(*waiting)
    assert all(event[0]["event"] == "message.received" for event in events)
    assert reads < 50
    for feed in feeds:
        await feed.aclose()
    assert not live.feed().subscribers


def test_a_stalled_page_loses_the_oldest_and_holds_no_more_memory():
    async def fill():
        subscriber = live.Subscriber(1)
        for number in range(live._QUEUE + 10):
            subscriber.put(b"id: %d\n" % number)
        return subscriber.queue.qsize(), subscriber.queue.get_nowait()

    size, oldest = asyncio.run(fill())
    assert size == live._QUEUE
    assert oldest == b"id: 10\n"


@pytest.mark.parametrize(
    ("headers", "query", "expected"),
    [
        ({}, "", None),
        ({"Last-Event-ID": "12"}, "", 12),
        ({}, "?after=7", 7),
        ({"Last-Event-ID": "12"}, "?after=7", 12),
        ({"Last-Event-ID": "-1"}, "", None),
        ({"Last-Event-ID": "9" * 30}, "", None),
    ],
)
def test_the_place_to_resume_from(headers, query, expected):
    assert live.position_of(RequestFactory().get(f"/{query}", headers=headers)) == expected


@in_a_loop
async def test_only_members_listen(person, community, other_community):
    user = await sync_to_async(person)("owner", other_community)
    client = AsyncClient()
    assert (await client.get("/c/littoral/live")).status_code == 302
    await client.aforce_login(user)
    assert (await client.get("/c/littoral/live")).status_code == 404


@in_a_loop
async def test_a_member_gets_an_event_stream(person, community, settings):
    settings.MFA_POLICY = "optional"
    user = await sync_to_async(person)("viewer", community)
    client = AsyncClient()
    await client.aforce_login(user)
    answer = await client.get("/c/littoral/live")
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    content = aiter(answer.streaming_content)
    assert (await anext(content)).startswith(b"retry:")
    await content.aclose()
