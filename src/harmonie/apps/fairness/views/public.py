"""What members may know of how the AI treats them: a public page, without account or JavaScript."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.fairness import queries, showing


@require_GET
def public(request: HttpRequest, community: str) -> HttpResponse:
    """The newest figures in words, in the community's language or in ``?lang=``'s."""
    try:
        place = accounts.community(community)
    except LookupError:
        raise Http404(community) from None
    view = queries.public_audit(place.id)
    if view is None:
        raise Http404(community)
    asked = request.GET.get("lang")
    language = asked if asked in ("fr", "en") else place.language
    with translation.override(language):
        context = {
            "community": place,
            "view": view,
            "report": view.report,
            "groups": showing.groups(view.report),
            "languages": showing.by_language(view),
            "gate": showing.gate(view.report),
            "swaps": showing.swaps(view.report),
            "other_language": "en" if language == "fr" else "fr",
            "LANGUAGE_CODE": language,
        }
        return render(request, "fairness/public.html", context)
