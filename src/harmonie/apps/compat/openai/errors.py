"""Refusals as OpenAI says them: ``{"error": {"message", "type", "param", "code"}}``."""

from __future__ import annotations

from typing import Any

from harmonie.apps.web.errors import ApiError

#: Our codes that its clients know under another name.
_CODES = {
    "unknown_key": "invalid_api_key",
    "missing_scope": "insufficient_permissions",
    "rate_limited": "rate_limit_exceeded",
}


def envelope(error: ApiError) -> dict[str, Any]:
    """The body of a refusal; ``param`` names the field, such as ``input[2]``."""
    return {
        "error": {
            "message": str(error.message),
            "type": _kind(error.status),
            "param": next(iter(error.fields), None),
            "code": _CODES.get(error.code, error.code),
        }
    }


def _kind(status: int) -> str:
    if status == 429:
        return "requests"
    return "server_error" if status >= 500 else "invalid_request_error"


def refusal(code: str, message: str, param: str, *, status: int = 400) -> ApiError:
    """What is wrong with the field ``param``."""
    return ApiError(code, message, status=status, fields={param: message})
