from __future__ import annotations

import pytest

from harmonie.apps.audit import queries as audit
from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.announcements import messages_withdrawn
from harmonie.apps.inbox.models import Message, Stage
from tests.apps.inbox.conftest import written

pytestmark = pytest.mark.django_db


def test_a_message_deleted_on_its_channel_waits_for_nobody(receive, software, community):
    heard = []

    def listen(ids, **_):
        heard.append(list(ids))

    messages_withdrawn.connect(listen)
    (result, other) = receive(written("m1"), written("m2"))

    assert operations.withdraw(["m1", "unknown"], actor=software, channel="web") == [result.id]
    assert operations.withdraw(["m1"], actor=software, channel="web") == []
    messages_withdrawn.disconnect(listen)

    row = Message.objects.get(pk=result.id)
    assert (row.visibility, row.stage, row.text) == (
        "withdrawn",
        Stage.CONSIDERED,
        "Bonjour à tous",
    )
    assert operations.analyse([result.id, other.id]) == [other.id]
    assert heard == [[result.id]]
    assert len(audit.events(community.pk, types=("message.withdrawn",))) == 1
    assert queries.message(community.pk, result.id).visibility == "withdrawn"


def test_another_channel_withdraws_nothing_of_ours(receive, software):
    receive(written("m1"))
    assert operations.withdraw(["m1"], actor=software, channel="forum") == []
