"""Several writers at once, on a database file as in production."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connections
call_command("migrate", verbosity=0)
from harmonie.apps.accounts.contracts import machine
from harmonie.apps.accounts.models import Community, Organisation
from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations
from harmonie.apps.inbox.models import Member, Message, Thread
from harmonie.records import Author, Message as Record

organisation = Organisation.objects.create(name="L", slug="l")
community = Community.objects.create(organisation=organisation, name="L", slug="l")
batch = [
    Record(text=f"texte {i}", external_id=f"m{i}", author=Author(f"u{i % 7}", f"U{i % 7}"),
           thread_id=f"t{i % 11}")
    for i in range(150)
]
new, errors = [], []

def work(part):
    try:
        for start in range(0, 150, 50):
            chosen = batch[start : start + 50]
            results = operations.receive(
                chosen if part % 2 else chosen[::-1], actor=machine(community.pk), channel="web"
            )
            new.append(sum(result.is_new for result in results))
    except Exception as error:
        errors.append(repr(error))
    finally:
        connections.close_all()

threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps({
    "new": sum(new), "errors": errors, "messages": Message.objects.count(),
    "members": Member.objects.count(), "threads": Thread.objects.count(),
    "counted": sum(Thread.objects.values_list("message_count", flat=True)),
    "counted_by_member": sum(Member.objects.values_list("message_count", flat=True)),
    "audited": len(audit.events(community.pk, types=("message.received",), limit=1000)),
    "intact": audit.verify().is_intact,
}))
"""


def test_four_writers_of_the_same_batch_store_each_message_once(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "HARMONIE_HOME": str(home),
             "DJANGO_SETTINGS_MODULE": "harmonie.server.settings"},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "new": 150, "errors": [], "messages": 150, "members": 7, "threads": 11, "counted": 150,
        "counted_by_member": 150, "audited": 150, "intact": True,
    }  # fmt: skip
