"""The process that sends statements is killed in the middle of a call, twice: nothing is lost or
sent twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from harmonie.apps.dsa.contracts import Scope
from harmonie.apps.dsa.translation import translate
from tests.apps.dsa.conftest import made
from tests.apps.dsa.stand_in import TOKEN, StandIn
from tests.desk import Desk

pytestmark = pytest.mark.faults
COUNT = 350
_SET_UP = """
import json, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from harmonie.apps.accounts.models import Community, Organisation
from harmonie.apps.connections import vault
from harmonie.apps.dsa.models import Reporting, Submission
address, token, record, count = *sys.argv[1:4], int(sys.argv[4])
here = Community.objects.create(
    organisation=Organisation.objects.create(name="Essai", slug="essai"), name="Essai", slug="essai"
)
Reporting.objects.create(
    community=here, profile="online_platform", is_small=False, is_on=True, address=address,
    secrets=vault.lock({"token": token}), started_at=timezone.now(), collected_until=timezone.now(),
)
records = [json.loads(record) | {"puid": f"P{n:015}"} for n in range(count)]
Submission.objects.bulk_create([
    Submission(community=here, puid=one["puid"], decision_id=n, record=one, state="queued")
    for n, one in enumerate(records)
])
print(len(records))
"""
_LATER = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from harmonie.apps.dsa.models import Reporting, Submission
Submission.objects.exclude(claimed_at=None).update(claimed_at=timezone.now() - timedelta(hours=1))
Reporting.objects.update(paused_until=None)
print(Submission.objects.filter(state="sending").count())
"""
_STATES = """
import json
import django
django.setup()
from collections import Counter
from harmonie.apps.dsa.models import Submission
print(json.dumps(Counter(Submission.objects.values_list("state", flat=True))))
"""


@pytest.fixture
def database() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.stop()


def start(desk: Desk) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("harmonie")), "dsa", "send", "--community"]
    return subprocess.Popen([*command, "essai"], env=desk.environment, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("is_kept", [True, False])
def test_killed_in_the_middle_of_a_call_nothing_is_lost_or_sent_twice(
    home: Path, database: StandIn, is_kept: bool
) -> None:
    home.mkdir()
    desk = Desk(home, {"HARMONIE_EGRESS_ALLOWED": database.place})
    record = json.dumps(dict(translate(made(), Scope()).record))
    assert desk.python(_SET_UP, database.address, TOKEN, record, str(COUNT)) == str(COUNT)
    sender: list[subprocess.Popen[bytes]] = []
    fatal = {2, 3}  # the calls during which the process dies

    def kill() -> None:
        if len(database.calls) in fatal:
            sender[0].kill()
            sender[0].wait(timeout=30)
            if not is_kept:  # the database gave this call up
                for puid in database.calls[-1]:
                    database.kept.pop(puid)

    database.on_post = kill
    for _attempt in fatal:
        sender[:] = [start(desk)]
        assert sender[0].wait(timeout=120) == -9
        assert desk.python(_LATER) == "100"
    sender[:] = [start(desk)]
    assert sender[0].wait(timeout=120) == 0
    assert json.loads(desk.python(_STATES)) == {"sent": COUNT}
    assert len(database.kept) == COUNT
    posted = Counter(puid for call in database.calls for puid in call)
    assert set(posted) == set(database.kept)
    if is_kept:
        assert max(posted.values()) == 1
