"""Finds or creates the member and the thread that each incoming message belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from harmonie.apps.inbox.models import Member, Message, Thread, ThreadState
from harmonie.apps.inbox.operations.cleaning import Clean

EXCERPT = 200


def excerpt(text: str) -> str:
    """The beginning of a text on one line, at most 200 characters."""
    line = " ".join(text[: EXCERPT * 4].split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"


def place_members(
    community_id: int, channel: str, items: Sequence[Clean]
) -> tuple[dict[str, Member], list[int]]:
    """Members by external id, new ones not yet saved; and the ids of those renamed."""
    authors = {item.author.external_id: item for item in items}
    members = {
        member.external_id: member
        for member in Member.objects.filter(
            community_id=community_id, channel=channel, external_id__in=list(authors)
        )
    }
    renamed = []
    for external_id, item in authors.items():
        author, member = item.author, members.get(external_id)
        if member is None:
            member = members[external_id] = Member(
                community_id=community_id,
                channel=channel,
                external_id=external_id,
                first_seen_at=item.created_at,
                last_seen_at=item.created_at,
            )
        elif author.name and author.name != member.name:
            renamed.append(member.pk)
        member.name = author.name or member.name
        member.role = author.role
        member.language = author.language or member.language
        member.joined_at = author.joined_at or member.joined_at
    return members, renamed


def count_in(member: Member, item: Clean) -> None:
    """Bring a member's figures up to date with one more message."""
    member.message_count += 1
    member.first_seen_at = min(member.first_seen_at, item.created_at)
    member.last_seen_at = max(member.last_seen_at, item.created_at)


def thread_keys(
    items: Mapping[str, Clean], existing: Mapping[str, str], parents: Mapping[str, str]
) -> dict[str, str]:
    """The thread key of each item, by the item's external id.

    A message goes where the channel says; else where its parent is; else under its parent's id, so
    that it meets the parent when that arrives late; else it starts its own thread. ``existing``
    and ``parents`` hold the thread keys of messages already stored.
    """
    keys: dict[str, str] = dict(existing)
    for external_id in items:
        path: list[str] = []
        at = external_id
        while True:
            if at in keys or at in parents:
                key = keys.get(at) or parents[at]
            elif at not in items:
                key = at
            elif items[at].thread_id:
                key = items[at].thread_id
            elif not items[at].parent_id or at in path:
                key = at
            else:
                path.append(at)
                at = items[at].parent_id
                continue
            break
        keys.setdefault(external_id, key)
        for passed in path:
            keys.setdefault(passed, key)
    return keys


def place_threads(
    community_id: int,
    channel: str,
    items: Mapping[str, Clean],
    keys: Mapping[str, str],
    members: Mapping[str, Member],
) -> dict[str, Thread]:
    """Threads by key, new ones not yet saved; known ones locked until the caller commits."""
    wanted = {keys[external_id] for external_id in items}
    threads = {
        thread.external_id: thread
        for thread in Thread.objects.select_for_update().filter(
            community_id=community_id, channel=channel, external_id__in=list(wanted)
        )
    }
    for external_id, item in sorted(items.items(), key=lambda pair: pair[1].created_at):
        key = keys[external_id]
        if key not in threads:
            subject = item.extra.get("subject")
            threads[key] = Thread(
                community_id=community_id,
                channel=channel,
                external_id=key,
                subject=excerpt(subject) if isinstance(subject, str) else "",
                first_at=item.created_at,
                last_at=item.created_at,
                starter=members[item.author.external_id],
                language=item.language,
            )
    return threads


def follow(thread: Thread, message: Message, role: str) -> bool:
    """Bring a thread up to date with a new message; true when that reopens it.

    A member's message reopens what was done or snoozed. A person's answer settles the question
    asked before it; a bot's does not.
    """
    thread.message_count += 1
    if thread.message_count == 1 or message.created_at >= thread.last_at:
        thread.last_at = message.created_at
        thread.last_excerpt = excerpt(message.text)
        thread.last_severity = message.severity
    if message.created_at < thread.first_at:
        thread.first_at = message.created_at
        thread.starter = message.member
    if role == "staff":
        settle(thread, message.created_at)
    elif role == "member" and thread.state != ThreadState.OPEN:
        thread.state = ThreadState.OPEN
        thread.snoozed_until = None
        return True
    return False


def settle(thread: Thread, at: datetime) -> None:
    """A person answered at ``at``: what was asked before needs no other answer."""
    if thread.settled_at is None or at > thread.settled_at:
        thread.settled_at = at
    if thread.asked_at is None or thread.asked_at <= at:
        thread.needs_answer = False
        thread.asked_at = thread.due_at = None
