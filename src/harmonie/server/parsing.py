"""Reads the body of API requests: JSON in UTF-8, said so in the header, or a precise refusal."""

from __future__ import annotations

import json
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from harmonie.apps.web.errors import ApiError


class JsonParser(Parser):
    """Strict JSON: no NaN, no lone surrogates, no other media type."""

    def parse_body(self, request: HttpRequest) -> Any:
        media_type = (request.content_type or "").lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            raise ApiError(
                "wrong_type",
                _("Send the body as application/json (header Content-Type)."),
                status=415,
            )
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise ApiError(
                "malformed",
                _("The body is not valid JSON: line %(line)s, column %(column)s.")
                % {"line": error.lineno, "column": error.colno},
                status=400,
                fields={"body": str(error.msg)},
            ) from error
        except (RecursionError, json.JSONDecodeError) as error:
            raise ApiError("malformed", _("The body is nested too deeply.")) from error
