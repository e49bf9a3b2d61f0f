"""Tells the person, after an action, what was done and how to take it back."""

from __future__ import annotations

import json

from django.http import HttpResponse


def toast(
    response: HttpResponse, text: object, *, undo_url: str = "", seconds: int = 8
) -> HttpResponse:
    """Add a toast to an htmx answer (header ``HX-Trigger``), beside events already there.

    The toast stays ``seconds`` seconds; with ``undo_url`` it has an "Undo" button (key ``u``) that
    posts there.
    """
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events["toast"] = {"text": str(text), "undo_url": undo_url, "seconds": seconds}
    # Header values must be ASCII; json.dumps escapes the rest.
    response.headers["HX-Trigger"] = json.dumps(events)
    return response
