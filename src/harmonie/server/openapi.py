"""The description of the API, completed: every route says which errors it may answer."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

_SCHEMA = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string", "description": "Stable, in English."},
                "message": {"type": "string", "description": "For people, in their language."},
                "fields": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        }
    },
}
#: What any route behind a key may answer.
_ALWAYS = {
    "400": "The request cannot be read",
    "401": "No valid key",
    "403": "The key lacks the scope",
    "422": "Some fields are wrong",
    "429": "Too many requests: see Retry-After",
}
_WITH_BODY = {
    "409": "The state of things forbids it now",
    "413": "The body is too large",
    "415": "The body is not JSON",
}
_WITH_ID = {"404": "Nothing has this number here", "409": "Somebody else changed it meanwhile"}


class DescribedApi(NinjaAPI):
    """An API whose OpenAPI document lists its errors."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema.setdefault("components", {}).setdefault("schemas", {})["ErrorBody"] = _SCHEMA
        for path, verbs in schema["paths"].items():
            for verb, operation in verbs.items():
                self._describe(path, verb, operation)
        return schema

    def _describe(self, path: str, verb: str, operation: dict[str, Any]) -> None:
        known = dict(_ALWAYS)
        if verb in {"post", "put", "patch"}:
            known |= _WITH_BODY
        if "{" in path:
            known |= _WITH_ID
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
        for status, description in known.items():
            operation["responses"].setdefault(
                status, {"description": description, "content": content}
            )
