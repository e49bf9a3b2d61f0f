"""Feeds the demo scenario through the real desk: receive, analyse, consider, then the team decides.

Nothing is pretended: what the AI says and what becomes a case is computed here, on this machine.
Interrupted, it goes on where it stopped the next time.
"""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from harmonie.apps.accounts.contracts import Actor, machine
from harmonie.apps.accounts.operations.demo import create_demo, demo_actors
from harmonie.apps.audit import operations as audit
from harmonie.apps.audit import queries as audit_queries
from harmonie.records import Author, Message

if TYPE_CHECKING:
    from harmonie.server.demo.rows import DemoRow

BATCH = 200
#: Who takes which decision, so that the figures show a team and not one person.
_DECIDERS = ("lea", "tom", "sana")
#: Minutes within which each community promises an answer, as its owner has set it.
_PROMISES = {"littoral-mobilites": 24 * 60, "ardenia": 48 * 60}
#: Minutes after which somebody who writes again is not forgotten, however old the conversation.
_FRESH_MINUTES = 4 * 60
#: Of the conversations past their promise, one in so many still waits: nobody is perfect.
_ONE_LATE_IN = 4


def password() -> str:
    """The demo people's password: ``HARMONIE_DEMO_PASSWORD``, or one made for this instance."""
    if given := os.environ.get("HARMONIE_DEMO_PASSWORD"):
        return given
    path = Path(settings.HOME) / "demo_password"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(9))
    return path.read_text().strip()


def is_loaded() -> bool:
    return bool(audit_queries.events(None, types=["demo.loaded"], limit=1))


def load(rows: Iterable[DemoRow] | None = None, *, quiet: bool = False) -> int:
    """Load the scenario (or ``rows``, for tests); return how many messages (0: already there)."""
    communities = create_demo(password())
    if is_loaded():
        return 0
    now = _moment_of_loading()
    from harmonie.server.demo.scenario import scenario, waiting_threads

    if rows is None:
        rows = scenario(now=now)
    rows = list(rows)
    actors = {slug: demo_actors(pk) for slug, pk in communities.items()}
    _promise(actors)
    threads: dict[tuple[str, str], int] = {}
    with _progress(len(rows), quiet) as bar:
        for batch in _batches(rows):
            community_id = communities[batch[0].community]
            ids = _receive(batch, community_id, now)
            _judge(list(ids.values()))
            _decide(batch, ids, actors[batch[0].community], now)
            _note_threads(batch, ids, threads)
            bar.update(len(batch))
    _settle(threads, _still_waiting(rows, waiting_threads(rows)), actors)
    audit.record(
        "demo.loaded", actor="machine", community_id=None, subject="demo",
        data={"messages": len(rows)},
    )  # fmt: skip
    return len(rows)


def _moment_of_loading() -> datetime:
    """When the first try began: an interrupted load must not shift the messages' times."""
    started = audit_queries.events(None, types=["demo.started"], limit=1)
    if started:
        return started[0].at
    audit.record("demo.started", actor="machine", community_id=None, subject="demo")
    return timezone.now()


def _batches(rows: Sequence[DemoRow]) -> Iterator[list[DemoRow]]:
    """Rows of one community and channel, oldest first, at most :data:`BATCH` at a time."""
    groups: dict[tuple[str, str], list[DemoRow]] = defaultdict(list)
    for row in rows:
        groups[row.community, row.channel].append(row)
    for group in groups.values():
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH]


def _message(row: DemoRow, now: datetime) -> Message:
    at = now - timedelta(minutes=row.minutes_ago)
    return Message(
        text=row.text,
        author=Author(
            external_id=row.author_id, name=row.author_name, role=row.author_role,
            joined_at=now - timedelta(days=row.author_joined_days_ago),
        ),
        channel=row.channel,
        external_id=row.external_id,
        thread_id=row.thread_id,
        parent_id=row.parent_id,
        created_at=at,
        reach=row.reach,
        reports=row.reports,
        extra={"thread_title": row.thread_title, "subject": row.thread_title},
    )  # fmt: skip


def _receive(batch: Sequence[DemoRow], community_id: int, now: datetime) -> dict[str, int]:
    """Message ids by external id."""
    from harmonie.apps.inbox.operations.receive import receive

    results = receive(
        [_message(row, now) for row in batch], actor=machine(community_id),
        channel=batch[0].channel,
    )  # fmt: skip
    return {result.external_id: result.id for result in results if result.id is not None}


def _judge(ids: Sequence[int]) -> None:
    """Now rather than by the worker, which finds its jobs done."""
    from harmonie.apps.inbox.operations.analyse import analyse
    from harmonie.apps.moderation.operations import consider

    consider(analyse(ids) or ids, is_history=True)


def _promise(actors: dict[str, dict[str, Actor]]) -> None:
    """How soon each community promises to answer, set by its owner."""
    from harmonie.apps.inbox.operations.settling import promise_answer
    from harmonie.apps.inbox.queries import promise_seconds

    for slug, team in actors.items():
        owner = team["ines"]
        if promise_seconds(owner.community_id) != _PROMISES[slug] * 60:
            promise_answer(_PROMISES[slug] * 60, owner)


def _decide(
    batch: Sequence[DemoRow], ids: dict[str, int], actors: dict[str, Actor], now: datetime
) -> None:
    """What the invented team did, in its time, about messages that became cases.

    It let stand what it had nothing against, so that no case has waited for weeks.
    """
    from harmonie.apps.moderation.operations import decide_many
    from harmonie.apps.moderation.queries.by_message import open_case_ids
    from harmonie.server.demo.verdicts import SETTLED_MINUTES

    cases = open_case_ids(list(ids.values()))
    orders: dict[tuple[str, str], dict[int, datetime]] = defaultdict(dict)
    for row in batch:
        case_id = cases.get(ids.get(row.external_id, -1))
        if case_id is None or row.minutes_ago <= SETTLED_MINUTES:
            continue
        chance = sum(row.external_id.encode())
        order = _DECIDERS[chance % len(_DECIDERS)], row.team_decision or "approve"
        orders[order][case_id] = now - timedelta(minutes=row.minutes_ago - 3 - chance * 7 % 95)
    for (decider, kind), moments in sorted(orders.items()):
        decide_many(list(moments), kind, actors[decider], moments=moments)


def _note_threads(
    batch: Sequence[DemoRow], ids: dict[str, int], threads: dict[tuple[str, str], int]
) -> None:
    from harmonie.apps.inbox.queries.by_message import thread_ids

    found = thread_ids(list(ids.values()))
    for row in batch:
        if (message_id := ids.get(row.external_id)) in found:
            threads[row.community, row.thread_id] = found[message_id]


def _still_waiting(rows: Sequence[DemoRow], waiting: set[str]) -> set[str]:
    """Of ``waiting``, the threads within the promise, the freshest, and some that are late."""
    asked: dict[str, float] = {}
    last: dict[str, float] = {}
    community: dict[str, str] = {}
    for row in rows:  # oldest first
        community[row.thread_id], last[row.thread_id] = row.community, row.minutes_ago
        if row.author_role == "staff":
            asked.pop(row.thread_id, None)
        elif row.author_role == "member":
            asked.setdefault(row.thread_id, row.minutes_ago)
    late = sorted(
        key for key in waiting
        if asked[key] > _PROMISES[community[key]] and last[key] > _FRESH_MINUTES
    )  # fmt: skip
    forgotten = {key for place, key in enumerate(late) if place % _ONE_LATE_IN == 0}
    return waiting - (set(late) - forgotten)


def _settle(
    threads: dict[tuple[str, str], int], waiting: set[str], actors: dict[str, dict[str, Actor]]
) -> None:
    """Conversations nobody waits for are done; a part of the others has somebody in charge."""
    from harmonie.apps.inbox.operations.threads import assign, done

    for slug, team in actors.items():
        mine = {key: pk for (community, key), pk in threads.items() if community == slug}
        settled = sorted(pk for key, pk in mine.items() if key not in waiting)
        for start in range(0, len(settled), BATCH):
            done(settled[start : start + BATCH], team["tom"])
        for place, key in enumerate(("lea", "tom", "sana")):
            taken = sorted(pk for name, pk in mine.items() if name in waiting)[place::8]
            if taken:
                assign(taken, team[key].id, team[key])


def _progress(total: int, quiet: bool) -> Any:
    from tqdm import tqdm

    from harmonie.server.terminal import say

    return tqdm(
        total=total, unit=" msg", disable=True if quiet else None, leave=False,
        desc=say("  demo: analysing", "  démonstration\u00a0: analyse"),
    )  # fmt: skip
