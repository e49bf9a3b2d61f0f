"""``comments:analyze``, ``comments:suggestscore`` and the discovery document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from harmonie.apps.accounts.gate import KeyAuth, community_of, scope
from harmonie.apps.compat.door import Json, door, json_answer
from harmonie.apps.compat.perspective import reading
from harmonie.apps.compat.perspective.discovery import document
from harmonie.apps.compat.perspective.errors import envelope
from harmonie.apps.compat.perspective.scoring import answer
from harmonie.apps.web.errors import ApiError

_auth: KeyAuth = scope("judge")


def _enter(request: HttpRequest) -> None:
    """The key as Google's clients give it: a header, else ``key=`` in the address."""
    if "Authorization" in request.headers:
        _auth(request)
    else:
        _auth.authenticate(
            request, request.headers.get("X-Goog-Api-Key") or request.GET.get("key", "")
        )


@door(_enter, envelope)
def analyze(request: HttpRequest, body: Json) -> Json:
    """Scores for a comment. Nothing is stored, whatever ``doNotStore`` says."""
    return answer(community_of(request), reading.asked(body))


@door(_enter, envelope)
def suggest_score(request: HttpRequest, body: Json) -> Json:
    """Refused, once the body is known to be right: nothing here could learn from it yet."""
    reading.suggested(body)
    message = _(
        "Suggested scores cannot be kept yet: nothing was stored. Decide the message on the desk, "
        "or with POST /api/v1/cases/{case_id}/decision."
    )
    raise ApiError("not_kept", message, status=501)


@require_safe
def discovery(request: HttpRequest) -> HttpResponse:
    """The document for ``version=v1alpha1``, the only one; it holds nothing of the desk's."""
    if request.GET.get("version", "v1alpha1") != "v1alpha1":
        error = ApiError("not_found", _("The only version here is v1alpha1."), status=404)
        return json_answer(envelope(error), 404)
    return json_answer(document(request.build_absolute_uri("/")))
