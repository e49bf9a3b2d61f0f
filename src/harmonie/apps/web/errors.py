"""Refusals, and the one shape of an error that the API answers: code, message, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.apps.web import wording


class ApiError(Exception):
    """Raised anywhere behind the API; ``server.api`` turns it into JSON.

    ``code`` is stable and in English, ``message`` is for people (translate it), ``fields`` maps a
    field's path to what is wrong with it, ``headers`` go out with the answer.
    """

    def __init__(
        self,
        code: str,
        message: object,
        *,
        status: int = 400,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})


class Refused(ValueError):
    """Nothing was changed; ``code`` is for programs, the sentence says what to do."""

    def __init__(self, code: str, en: str, fr: str) -> None:
        super().__init__(en)
        self.code, self.en, self.fr = code, en, fr

    def text(self) -> str:
        """The sentence in the language of the page."""
        return self.fr if wording.language() == "fr" else self.en

    def as_error(self) -> ApiError:
        """The same as the API says it: 404 for what is unknown, else 422."""
        if self.code == "unknown":
            return ApiError("not_found", self.text(), status=404)
        return ApiError(self.code, self.text(), status=422)


def error_body(
    code: str, message: object, fields: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """``{"error": {"code", "message", "fields"}}``."""
    return {"error": {"code": code, "message": str(message), "fields": dict(fields or {})}}
