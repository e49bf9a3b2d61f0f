"""The statement of reasons: a public page, without account and without JavaScript."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from harmonie.apps.accounts import bucket
from harmonie.apps.accounts import queries as accounts
from harmonie.apps.audit import operations as audit
from harmonie.apps.moderation import contesting, queries
from harmonie.apps.moderation.explain import NoStatement
from harmonie.apps.moderation.statement_wording import date

READS_A_MINUTE = 30


@require_GET
def statement(request: HttpRequest, token: str) -> HttpResponse:
    """The reasons behind a token, in the author's language or in ``?lang=``'s."""
    allowance = bucket.take(f"statement.{request.META.get('REMOTE_ADDR', '')}", READS_A_MINUTE)
    if not allowance.is_allowed:
        response = _page(request, "moderation/statement_slow.html", {}, _asked(request), 429)
        response.headers["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        decision_id, community_id, found = queries.statement(token, _asked(request))
    except NoStatement as reason:
        gone: dict[str, object] = {"is_expired": reason.is_expired, "community": None}
        return _page(request, "moderation/statement_gone.html", gone, _asked(request),
                     410 if reason.is_expired else 404)  # fmt: skip
    # Reading is written down: it shows that the author could know the reasons. Who reads is not.
    audit.record(
        "statement.read",
        actor="public",
        community_id=community_id,
        subject=f"decision:{decision_id}",
        data={"language": found.language},
    )
    community = accounts.community(community_id)
    with translation.override(found.language), timezone.override(ZoneInfo(community.time_zone)):
        contest = contesting.contest(decision_id, token, found)
        until = date(found.contest_until, found.language) if found.contest_until else ""
    context: dict[str, object] = {
        "statement": found,
        "community": community,
        "facts": [
            found.what, found.duration, found.territory, found.facts, found.rule,
            found.decided_by, found.automation, found.origin,
        ],
        "contest": contest,
        "contest_day": until,
        "other_language": "en" if found.language == "fr" else "fr",
    }  # fmt: skip
    return _page(request, "moderation/statement.html", context, found.language, 200)


def _asked(request: HttpRequest) -> str | None:
    asked = request.GET.get("lang")
    return asked if asked in ("fr", "en") else None


def _page(
    request: HttpRequest, template: str, context: dict[str, object], language: str | None,
    status: int,
) -> HttpResponse:  # fmt: skip
    with translation.override(language or translation.get_language() or "fr"):
        response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
