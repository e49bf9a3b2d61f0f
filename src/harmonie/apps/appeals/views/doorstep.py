"""What every public page of this room shares: its language, its headers, its pace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from harmonie.apps.accounts import bucket
from harmonie.apps.accounts.contracts import CommunityCard
from harmonie.apps.moderation import statement_wording as words
from harmonie.apps.moderation.contracts import Fact

READS_A_MINUTE = 60
WRITES_A_MINUTE = 12


def asked(request: HttpRequest) -> str | None:
    """The language that the address asks for."""
    language = request.GET.get("lang")
    return language if language in ("fr", "en") else None


def too_fast(request: HttpRequest) -> HttpResponse | None:
    """The page that asks for patience, when this address reads or writes too often."""
    writes = request.method == "POST"
    name = "appeals.writes" if writes else "appeals.reads"
    caller = get_adapter(request).get_client_ip(request)
    allowance = bucket.take(f"{name}.{caller}", WRITES_A_MINUTE if writes else READS_A_MINUTE)
    if allowance.is_allowed:
        return None
    response = page(request, "moderation/statement_slow.html", {}, asked(request), 429)
    response.headers["Retry-After"] = str(allowance.retry_after)
    return response


@contextmanager
def as_read_by(language: str, community: CommunityCard) -> Iterator[None]:
    """The reader's language and the community's time zone."""
    with translation.override(language), timezone.override(ZoneInfo(community.time_zone)):
        yield


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], language: str | None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page for members: in their language, kept by nobody, found by no search engine."""
    language = language or translation.get_language() or "fr"
    with translation.override(language):
        shown = {**context, "other_language": "en" if language == "fr" else "fr"}
        response = render(request, template, shown, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    # Not "no-referrer": a browser would then send its forms without the origin that is checked.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def gone(request: HttpRequest, *, is_expired: bool = False) -> HttpResponse:
    """The page behind an address that leads nowhere, or no longer."""
    context = {"is_expired": is_expired, "community": None}
    status = 410 if is_expired else 404
    return page(request, "moderation/statement_gone.html", context, asked(request), status)


def other_ways(language: str) -> list[Fact]:
    """Where else a member can turn to: a certified body (DSA art. 21), a court."""
    link = words.pick(words.OUT_OF_COURT_LINK, language)
    return [
        Fact("out_of_court", "", words.pick(words.OUT_OF_COURT, language),
             words.OUT_OF_COURT_URL, link),
        Fact("court", "", words.pick(words.COURT, language)),
    ]  # fmt: skip
