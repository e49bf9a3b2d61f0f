"""Ways to bring messages in and to read what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.inbox import operations
from harmonie.apps.inbox.contracts import ReceiveResult
from harmonie.records import Author, Message

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def written(external_id: str, text: str = "Bonjour à tous", **fields: Any) -> Message:
    """A message of member ``ana`` unless told otherwise, at nine in the morning."""
    fields.setdefault("author", Author("ana", "Ana"))
    fields.setdefault("created_at", START)
    return Message(text=text, external_id=external_id, **fields)


@pytest.fixture
def software(community: Community) -> Actor:
    """The machine in the community."""
    return machine(community.pk)


@pytest.fixture
def receive(software: Actor) -> Callable[..., list[ReceiveResult]]:
    def run(*messages: Message, channel: str = "web") -> list[ReceiveResult]:
        return operations.receive(messages, actor=software, channel=channel)

    return run


@pytest.fixture
def lead(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("lead", community)


@pytest.fixture
def moderator(actor: Callable[[str, Community], Actor], community: Community) -> Actor:
    return actor("moderator", community)


@pytest.fixture
def conversation(receive: Callable[..., list[ReceiveResult]]) -> Callable[..., int]:
    """``conversation("Où est le bus ?")``: a new thread with these messages; its id."""
    from harmonie.apps.inbox.models import Message as Row

    count = 0

    def make(*texts: str, author: str = "ana", channel: str = "web") -> int:
        nonlocal count
        count += 1
        results = receive(
            *(
                written(
                    f"c{count}-{number}",
                    text,
                    thread_id=f"thread-{count}",
                    author=Author(author, author.title()),
                    created_at=START + timedelta(minutes=count * 10 + number),
                )
                for number, text in enumerate(texts or ("Bonjour",))
            ),
            channel=channel,
        )
        return Row.objects.get(pk=results[0].id).thread_id

    return make
