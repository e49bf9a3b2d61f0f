"""Refusals as Google's APIs say them, with the ``errorType`` that Perspective's clients know.

Messages that clients recognise stay in English, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from harmonie.apps.web.errors import ApiError

_TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
#: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
_STATUS = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}
ErrorType = Literal[
    "COMMENT_EMPTY", "COMMENT_TOO_LONG", "NO_REQUESTED_ATTRIBUTES", "INVALID_REQUEST",
    "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "LANGUAGE_DETECTION_FAILED",
]  # fmt: skip


class Refusal(ApiError):
    """A refusal with the details of Perspective's own error type."""

    def __init__(self, error_type: ErrorType, message: str, **more: Any) -> None:
        super().__init__(error_type, message, status=400)
        self.details = [{"@type": _TYPE, "errorType": error_type, **more}]


def language_refused(
    attribute: str, *, requested: Sequence[str] = (), detected: Sequence[str] = ()
) -> Refusal:
    """The attribute is not measured in the requested languages, else in the detected ones."""
    names = list(requested or detected)
    field = "requestedLanguages" if requested else "detectedLanguages"
    return Refusal(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {', '.join(names)}",
        languageNotSupportedByAttributeError={field: names, "attribute": attribute},
    )


def envelope(error: ApiError) -> dict[str, Any]:
    """``{"error": {"code", "message", "status", "details"}}``."""
    body: dict[str, Any] = {
        "code": error.status,
        "message": str(error.message),
        "status": _STATUS.get(error.status, "INVALID_ARGUMENT"),
    }
    if details := _details(error):
        body["details"] = details
    return {"error": body}


def _details(error: ApiError) -> list[dict[str, Any]]:
    """Google's standard details where there is no error of Perspective's own."""
    if isinstance(error, Refusal):
        return error.details
    if error.code == "unknown_key":
        info = "type.googleapis.com/google.rpc.ErrorInfo"
        return [{"@type": info, "reason": "API_KEY_INVALID", "domain": "googleapis.com"}]
    if seconds := error.headers.get("Retry-After"):
        return [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds}s"}]
    return []
