"""The person's language, on every page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


class PersonsLanguage:
    """After authentication: the language of the account wins over the browser's.

    API calls keep the language they ask for (``Accept-Language``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(("/api/", "/static/", "/s/", "/in/", "/health/")):
            user = request.user
            if user.is_authenticated and user.language != translation.get_language():
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "fr")
        return response
