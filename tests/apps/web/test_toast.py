from __future__ import annotations

import json

from django.http import HttpResponse

from harmonie.apps.web.toast import toast


def test_a_toast_joins_the_events_already_there():
    response = HttpResponse(headers={"HX-Trigger": '{"counters": true}'})
    toast(response, "Message masqué", undo_url="/undo/", seconds=5)
    raw = response.headers["HX-Trigger"]
    assert raw.isascii()
    assert json.loads(raw) == {
        "counters": True,
        "toast": {"text": "Message masqué", "undo_url": "/undo/", "seconds": 5},
    }
