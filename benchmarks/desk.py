"""How fast the desk answers with many messages stored, and how fast it takes them in.

    python benchmarks/desk.py --messages 200000 --views 2000

Starts a desk of its own in a temporary folder (SQLite, one web process, one worker), fills it by
the same operations that the API calls, then measures over HTTP as a logged-in moderator:

- ingest: messages a second from the API to the stored decision, with web and worker running;
- pages: median and 95th percentile of inbox, search, queue, case, thread and statement pages;
- memory: resident size of the web process before and after the page views.

Every figure is printed with the number of samples. The machine should be otherwise idle.
"""

from __future__ import annotations

import argparse
import json
import os
import random
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

REMAINING = """
import django, json
django.setup()
from harmonie.apps.inbox.models import Message
rows = Message.objects.filter(channel="live")
print(json.dumps({"left": rows.exclude(stage="considered").count(), "all": rows.count()}))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--ingest", type=int, default=5_000)
    options.add_argument("--views", type=int, default=2_000)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        receiver = Receiver()
        desk = Desk(Path(folder), receiver)
        os.environ["HARMONIE_MFA"] = "optional"
        try:
            run(desk, wanted)
        finally:
            desk.stop()
            receiver.close()


def run(desk: Desk, wanted: argparse.Namespace) -> None:
    desk.prepare()
    began = time.perf_counter()
    desk.python(FILL, str(wanted.messages), timeout=7200)
    print(f"filled with {wanted.messages} messages in {time.perf_counter() - began:.0f} s "
          f"({wanted.messages / (time.perf_counter() - began):.0f}/s, one process)")  # fmt: skip
    began = time.perf_counter()
    desk.start("web")
    desk.wait_until_ready()
    print(f"first page {time.perf_counter() - began:.2f} s after start")
    desk.start("worker", "clock")
    ingest(desk, wanted.ingest)
    pages(desk, wanted.views)


def ingest(desk: Desk, count: int) -> None:
    from harmonie.server.demo.scenario import scenario

    texts = [row.text for row in scenario()][:2000]
    headers = {"Authorization": f"Bearer {desk.key}"}
    began = time.perf_counter()
    with httpx.Client(base_url=desk.url, headers=headers, timeout=60) as client:
        for start in range(0, count, 200):
            rows = [
                {
                    "external_id": f"live-{n}",
                    "text": f"{texts[n % len(texts)]} {n}",
                    "author": {"id": f"m-{n % 500}"},
                    "thread_id": f"live-{n // 10}",
                }
                for n in range(start, min(start + 200, count))
            ]
            body = {"channel": "live", "messages": rows}
            client.post("/api/v1/messages", json=body).raise_for_status()
        taken = time.perf_counter() - began
    while json.loads(desk.python(REMAINING))["left"]:
        time.sleep(0.5)
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
