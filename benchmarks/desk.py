"""How fast the desk answers with many messages stored, and how fast it takes them in.

    python benchmarks/desk.py --messages 200000 --views 2000

Starts a desk of its own in a temporary folder (SQLite, one web process, one worker), fills it by
the same operations that the API calls, then measures over HTTP as a logged-in moderator. With
``--keep FOLDER`` the filled desk stays there and the next run does not fill it again.

- start: seconds from the command to the first 200 and to the first page;

- ingest: messages a second from the API to the stored decision, with web and worker running;
- pages: median and 95th percentile of inbox, search, queue, case, thread and statement pages;
- memory: resident size of the web process before and after the page views.

Every figure is printed with the number of samples. The machine should be otherwise idle.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx

from tests.faults.desk import Desk, Receiver

FILL = """
import django, json, random, sys, time
django.setup()
from datetime import timedelta
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from harmonie.apps.accounts.contracts import machine
from harmonie.apps.accounts.models import Community
from harmonie.apps.inbox.operations import analyse, receive
from harmonie.apps.moderation.operations.consider import consider
from harmonie.records import Author, Message
from harmonie.server.demo.scenario import scenario
total, chance = int(sys.argv[1]), random.Random(7)
community = Community.objects.get(slug="essai")
texts = [row.text for row in scenario()]
now = timezone.now()
for start in range(0, total, 500):
    batch = [
        Message(
            text=f"{chance.choice(texts)} {number % 977}",
            external_id=f"old-{number}",
            thread_id=f"old-{number // 12}",
            author=Author(f"m-{chance.randrange(8000)}", f"Membre {number % 8000}"),
            created_at=now - timedelta(minutes=(total - number) * 0.4),
            reach=chance.randrange(2000),
        )
        for number in range(start, min(start + 500, total))
    ]
    ids = [result.id for result in receive(batch, actor=machine(community.pk), channel="archive")]
    analyse(ids)
    consider(ids)
    DBTaskResult.objects.all().delete()
print(json.dumps({"filled": total}))
"""

DECIDE = """
import django, json
django.setup()
from harmonie.apps.accounts.contracts import PERMISSIONS, Actor
from harmonie.apps.accounts.models import Community, Membership, User
from harmonie.apps.moderation.models import Case
from harmonie.apps.moderation.operations.decide import decide_many
community = Community.objects.get(slug="essai")
user = User.objects.create_user("past@example.org", "not used", name="Hier")
Membership.objects.create(user=user, organisation=community.organisation, role="lead")
actor = Actor("person", user.pk, user.name, community.pk, PERMISSIONS["lead"], "lead")
ids = list(Case.objects.filter(state="open").order_by("id").values_list("pk", flat=True)[:2000])
for at in range(0, len(ids), 50):
    decide_many(ids[at : at + 50], ("approve", "hide")[at // 50 % 2], actor)
print(json.dumps({"decided": len(ids)}))
"""

LOGIN = """
import django, json
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from harmonie.apps.accounts.models import Community, Membership, User
from harmonie.apps.inbox.models import Thread
from harmonie.apps.moderation.models import Case
community = Community.objects.get(slug="essai")
user = User.objects.filter(email="bench@example.org").first()
if user is None:
    user = User.objects.create_user("bench@example.org", "not used", name="Banc d'essai")
    Membership.objects.create(user=user, organisation=community.organisation, role="lead")
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.create()
print(json.dumps({
    "cookie": [settings.SESSION_COOKIE_NAME, store.session_key],
    "cases": list(Case.objects.filter(state="open").values_list("pk", flat=True)[:500]),
    "threads": list(Thread.objects.order_by("-last_at").values_list("pk", flat=True)[:500]),
}))
"""

MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
print("done")
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--ingest", type=int, default=5_000)
    options.add_argument("--views", type=int, default=2_000)
    options.add_argument("--keep", type=Path, help="a folder for the filled desk, to use again")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        receiver = Receiver()
        desk = Desk(wanted.keep or Path(folder), receiver)
        desk.home.mkdir(parents=True, exist_ok=True)
        os.environ["HARMONIE_MFA"] = "optional"
        try:
            run(desk, wanted)
        finally:
            desk.stop()
            receiver.close()


def run(desk: Desk, wanted: argparse.Namespace) -> None:
    fill(desk, wanted.messages)
    began = time.perf_counter()
    desk.start("web")
    first_answer(desk, "/health/live")
    print(f"start: {time.perf_counter() - began:.2f} s to the first answer", end=", ")
    first_answer(desk, "/accounts/login/")
    print(f"{time.perf_counter() - began:.2f} s to the log-in page")
    desk.start("worker", "clock")
    if wanted.ingest:
        ingest(desk, wanted.ingest)
    pages(desk, wanted.views)


def fill(desk: Desk, count: int) -> None:
    """Fill the desk, unless it was kept filled."""
    kept = desk.home / "benchmark.json"
    if kept.exists():
        desk.key = json.loads(kept.read_text())["key"]
        desk.python(MIGRATE)
        return
    desk.prepare()
    began = time.perf_counter()
    desk.python(FILL, str(count), timeout=7200)
    taken = time.perf_counter() - began
    print(f"filled with {count} messages in {taken:.0f} s ({count / taken:.0f}/s, one process)")
    print("decided by a person:", json.loads(desk.python(DECIDE, timeout=1800))["decided"])
    kept.write_text(json.dumps({"key": desk.key, "messages": count}))


def first_answer(desk: Desk, path: str) -> None:
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{desk.url}{path}", timeout=5).status_code == 200:
                return
        time.sleep(0.02)
    raise AssertionError(f"no answer at {path}; see {desk.home / 'web.log'}")


def ingest(desk: Desk, count: int) -> None:
    """Post ``count`` messages in batches of 200; wait until each has its decision."""
    from harmonie.server.demo.scenario import scenario

    texts, mark = [row.text for row in scenario()][:2000], int(time.time())
    headers = {"Authorization": f"Bearer {desk.key}"}
    began = time.perf_counter()
    with httpx.Client(base_url=desk.url, headers=headers, timeout=60) as client:
        for start in range(0, count, 200):
            rows = [
                {
                    "external_id": f"live-{mark}-{n}",
                    "text": f"{texts[n % len(texts)]} {n}",
                    "author": {"id": f"m-{n % 500}"},
                    "thread_id": f"live-{mark}-{n // 10}",
                }
                for n in range(start, min(start + 200, count))
            ]
            body = {"channel": "live", "messages": rows}
            client.post("/api/v1/messages", json=body).raise_for_status()
        taken = time.perf_counter() - began
    database = sqlite3.connect(f"file:{desk.home / 'harmonie.sqlite3'}?mode=ro", uri=True)
    waiting = "SELECT count(*) FROM inbox_message WHERE stage IN ('received', 'analysed')"
    while database.execute(waiting).fetchone()[0]:
        time.sleep(0.05)
    database.close()
    settled = time.perf_counter() - began
    print(f"ingest: {count / taken:.0f} messages/s taken, {count / settled:.0f}/s to the decision")


def pages(desk: Desk, views: int) -> None:
    known = json.loads(desk.python(LOGIN))
    chance = random.Random(3)
    words = ["bus", "retard", "merci", "patch", "guild chest", "remboursement", "signal:insult>0.5"]
    kinds = {
        "inbox": lambda: "/c/essai/inbox/",
        "search": lambda: f"/c/essai/inbox/?q={chance.choice(words)}",
        "thread": lambda: f"/c/essai/inbox/{chance.choice(known['threads'])}/",
        "queue": lambda: "/c/essai/moderation/",
        "case": lambda: f"/c/essai/moderation/cases/{chance.choice(known['cases'])}/",
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    name, value = known["cookie"]
    with httpx.Client(base_url=desk.url, cookies={name: value}, timeout=60) as client:
        for kind, address in kinds.items():
            client.get(address()).raise_for_status()
            assert client.get(address()).status_code == 200, kind
        before = resident_kib(desk)
        for number in range(views):
            kind = list(kinds)[number % len(kinds)]
            began = time.perf_counter()
            client.get(kinds[kind]()).raise_for_status()
            times[kind].append((time.perf_counter() - began) * 1000)
        after = resident_kib(desk)
    print(f"{'page':10}{'views':>8}{'median ms':>12}{'p95 ms':>10}")
    for kind, taken in times.items():
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(f"{kind:10}{len(taken):>8}{statistics.median(taken):>12.0f}{p95:>10.0f}")
    print(f"memory of the web processes: {before // 1024} MB before, {after // 1024} MB after")


def resident_kib(desk: Desk) -> int:
    """Resident memory of the web process and its children."""
    total, waiting = 0, [desk.processes["web"].pid]
    while waiting:
        pid = waiting.pop()
        status = Path(f"/proc/{pid}/status").read_text()
        total += int(status.split("VmRSS:")[1].split()[0]) if "VmRSS:" in status else 0
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += [int(child) for child in children.read_text().split()]
    return total


if __name__ == "__main__":
    main()
