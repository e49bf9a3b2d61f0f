"""Processes killed with SIGKILL at random moments while 5,000 messages come in over the API."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.desk import Desk, Receiver

pytestmark = pytest.mark.faults
MESSAGES = int(os.environ.get("HARMONIE_FAULT_MESSAGES", "5000"))
KILLS = int(os.environ.get("HARMONIE_FAULT_KILLS", "50"))
BATCH = 50
SETTLE_SECONDS = 900

COUNT = """
import django, json
django.setup()
from collections import Counter
from harmonie.apps.audit import queries as audit
from harmonie.apps.audit.models import Event
from harmonie.apps.connections.models import Delivery
from harmonie.apps.inbox.models import Message
from harmonie.apps.moderation.models import Case, Decision
per_type = Counter(Event.objects.values_list("type", flat=True))
def repeated(type):
    subjects = Counter(Event.objects.filter(type=type).values_list("subject", flat=True))
    return sorted(subject for subject, times in subjects.items() if times > 1)
verification = audit.verify()
print(json.dumps({
    "messages": Message.objects.count(),
    "stages": dict(Counter(Message.objects.values_list("stage", flat=True))),
    "decisions": Decision.objects.filter(is_by_machine=True).count(),
    "decided_messages": Decision.objects.values("message").distinct().count(),
    "cases": Case.objects.count(),
    "case_messages": Case.objects.values("message").distinct().count(),
    "deliveries": dict(Counter(Delivery.objects.values_list("state", flat=True))),
    "keys": list(Delivery.objects.filter(state="sent").values_list("idempotency_key", flat=True)),
    "events": dict(per_type),
    "received_twice": repeated("message.received"),
    "analysed_twice": repeated("message.analysed"),
    "decided_twice": repeated("decision.made"),
    "is_intact": verification.is_intact,
    "faults": [[fault.index, fault.what] for fault in verification.faults],
}))
"""


def texts() -> list[str]:
    """Some harmless, some to be judged by a person, one in five a scam that is hidden at once."""
    from harmonie.text.scam_domains import is_known_scam

    names = ["discordnitro.gift", "discord-gift.site", "steamcommunlty.com", "dlscord-nitro.com"]
    domain = next(name for name in names if is_known_scam(name, name))
    return [
        "Merci pour la réponse, le car est bien passé.",
        "Espèce d'abruti, tu ne comprends jamais rien.",
        f"Cadeau gratuit, dépêchez-vous : https://{domain}/claim",
        "When does the next patch come out?",
        "Le service est vraiment nul depuis lundi.",
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    receiver = Receiver()
    desk = Desk(tmp_path, receiver)
    desk.prepare()
    yield desk
    desk.stop()
    receiver.close()


def batches() -> list[list[dict[str, object]]]:
    lines = texts()
    rows = [
        {
            "external_id": f"m-{number}",
            "text": f"{lines[number % len(lines)]} ({number})",
            "author": {"id": f"a-{number % 200}", "name": f"Membre {number % 200}"},
            "thread_id": f"t-{number // 20}",
        }
        for number in range(MESSAGES)
    ]
    return [list(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]


def test_nothing_is_lost_or_done_twice_when_processes_are_killed(desk: Desk) -> None:
    chance = random.Random(20261124)
    desk.start("web", "worker", "clock")
    desk.wait_until_ready()
    should_stop, waiting, lock = threading.Event(), batches(), threading.Lock()

    def client() -> None:
        while not should_stop.is_set():
            with lock:
                if not waiting:
                    return
                batch = waiting.pop()
            desk.send(batch, should_stop)

    senders = [threading.Thread(target=client, daemon=True) for _ in range(2)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.3, 2.5))
        victim = chance.choice(["web", "worker", "worker"])
        desk.kill(victim)
        desk.start(victim)
    desk.wait_until_ready()
    for sender in senders:
        sender.join(timeout=SETTLE_SECONDS)
    should_stop.set()
    assert not waiting, f"{len(waiting)} batches were never taken"
    check(desk, settled(desk))


def settled(desk: Desk) -> dict[str, object]:
    """Wait until the sweepers have finished what the killed processes left."""
    until = time.monotonic() + SETTLE_SECONDS
    counts: dict[str, object] = {}
    while time.monotonic() < until:
        counts = json.loads(desk.python(COUNT))
        stages, deliveries = counts["stages"], counts["deliveries"]
        assert isinstance(stages, dict)
        assert isinstance(deliveries, dict)
        if stages.get("considered") == MESSAGES and not deliveries.get("queued"):
            return counts
        time.sleep(3)
    return counts


def check(desk: Desk, counts: dict[str, object]) -> None:
    assert counts["messages"] == MESSAGES
    assert counts["stages"] == {"considered": MESSAGES}
    assert counts["received_twice"] == counts["analysed_twice"] == counts["decided_twice"] == []
    assert counts["decisions"] == counts["decided_messages"] >= MESSAGES // 5
    assert counts["cases"] == counts["case_messages"] > 0
    assert counts["deliveries"] == {"sent": MESSAGES // 5}
    assert sorted(counts["keys"]) == sorted(desk.receiver.effects)  # type: ignore[call-overload]
    assert counts["is_intact"], counts["faults"]
