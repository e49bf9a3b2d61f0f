"""API v1: messages in and out."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Path, Query, Router, Status
from pydantic import ValidationError

from harmonie.apps.accounts.gate import scope
from harmonie.apps.inbox import operations, queries
from harmonie.apps.inbox.contracts import MAXIMUM_BATCH, NotFound, ReceiveResult, Refused
from harmonie.apps.inbox.schemas import (
    ErrorOut,
    Id,
    MessageIn,
    MessageOut,
    MessagesOut,
    MessagesQuery,
    ReceivedOut,
    ResultOut,
    result_out,
)
from harmonie.apps.web.errors import ApiError

router = Router(tags=["messages"])
DEFAULT_CHANNEL = "api"


def _inline(schema: dict[str, Any]) -> dict[str, Any]:
    """A model's JSON schema with its definitions written in place, as OpenAPI wants it here."""
    definitions = schema.pop("$defs", {})

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return walk(dict(definitions[node["$ref"].rsplit("/", 1)[1]]))
            return {key: walk(value) for key, value in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    inlined: dict[str, Any] = walk(schema)
    return inlined


_CHANNEL = {"type": "string", "minLength": 1, "maxLength": 60, "default": DEFAULT_CHANNEL}
_ONE = _inline(MessageIn.model_json_schema())
_ONE["properties"]["channel"] = _CHANNEL
_BATCH = {
    "type": "object",
    "additionalProperties": False,
    "required": ["messages"],
    "properties": {
        "channel": _CHANNEL,
        "messages": {
            "type": "array",
            "minItems": 1,
            "maxItems": MAXIMUM_BATCH,
            "items": _inline(MessageIn.model_json_schema()),
        },
    },
}


@router.post(
    "/messages",
    auth=scope("messages:write"),
    response={200: ReceivedOut, 201: ReceivedOut, 207: ReceivedOut},
    summary="Send messages in",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"oneOf": [_ONE, _BATCH]}}},
        }
    },
)
def send(request: HttpRequest, payload: Annotated[dict[str, Any], Body()]) -> Status[ReceivedOut]:
    """One message, or `{"messages": [...]}` with at most 1,000 of one channel.

    Each message is stored once: sending it again with the same text changes nothing (`is_new` is
    false), with another text it is a new revision. In a batch, messages that cannot be stored are
    listed in `errors` and do not stop the others (status 207). Analysis and decisions follow
    within seconds; subscribe to the events or fetch the message to read them.
    """
    payload = _scrub(payload)
    is_batch = "messages" in payload
    channel = payload.pop("channel", DEFAULT_CHANNEL)
    items = payload.pop("messages") if is_batch else [payload]
    _check_batch(payload if is_batch else {}, channel, items)
    results = _receive(request, channel, items)
    errors = [result.index for result in results if result.error]
    problem = results[0].error
    if problem is not None and not is_batch:
        raise ApiError(problem.code, problem.message, status=422, fields=problem.fields)
    body = ReceivedOut(
        accepted=len(results) - len(errors), rejected=len(errors), errors=errors, results=results
    )
    if errors:
        return Status(207, body)
    return Status(201 if any(result.is_new for result in results) else 200, body)


def _check_batch(rest: dict[str, Any], channel: Any, items: Any) -> None:
    fields = dict.fromkeys(rest, _("This field is not known here."))
    if not isinstance(channel, str):
        fields["channel"] = _("A channel is a text.")
    if not isinstance(items, list) or not items:
        fields["messages"] = _("Send a list of at least one message.")
    elif len(items) > MAXIMUM_BATCH:
        fields["messages"] = _("A batch holds at most 1,000 messages: split this one.")
    if fields:
        raise ApiError("invalid", _("The request is not valid."), status=422, fields=fields)


def _receive(request: HttpRequest, channel: str, items: list[Any]) -> list[ResultOut]:
    """Validate one by one, store the good ones together, answer in the order of the request."""
    results: list[ResultOut | None] = [None] * len(items)
    good: list[tuple[int, MessageIn]] = []
    for index, item in enumerate(items):
        try:
            good.append((index, MessageIn.model_validate(item)))
        except ValidationError as problem:
            known = item.get("external_id") if isinstance(item, dict) else None
            external_id = known[:200] if isinstance(known, str) else ""
            results[index] = result_out(index, ReceiveResult(None, external_id), _invalid(problem))
    try:
        received = operations.receive(
            [message.to_record(channel) for _index, message in good],
            actor=request.actor,  # type: ignore[attr-defined]
            channel=channel,
        )
    except Refused as problem:
        raise ApiError("invalid", str(problem), status=422) from None
    for (index, _message), result in zip(good, received, strict=True):
        error = (
            ErrorOut(code=result.error, message=_explain(result.error)) if result.error else None
        )
        results[index] = result_out(index, result, error)
    return [result for result in results if result is not None]


def _invalid(problem: ValidationError) -> ErrorOut:
    fields = {
        ".".join(str(part) for part in error["loc"]) or "message": error["msg"]
        for error in problem.errors(include_url=False, include_context=False, include_input=False)
    }
    return ErrorOut(code="invalid", message=_("Some fields are not valid."), fields=fields)


def _explain(code: str) -> str:
    words = {
        "external_id_missing": _("Give the message's id on the channel (external_id)."),
        "external_id_too_long": _("external_id has at most 200 characters."),
        "external_id_invalid": _("external_id holds characters that cannot be stored."),
        "text_too_long": _("A text has at most 50,000 characters."),
        "author_id_invalid": _("The author's id has 1 to 200 visible characters."),
        "created_at_invalid": _("created_at is not a usable date, or is before 1990."),
    }
    return words[code]


def _scrub(value: Any) -> Any:
    """Lone surrogates cannot be validated as text: they become U+FFFD, NUL is cleaned later."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "surrogatepass").decode(
            "utf-8", "replace"
        )  # fmt: skip
    if isinstance(value, dict):
        return {_scrub(key): _scrub(item) for key, item in value.items()}
    return [_scrub(item) for item in value] if isinstance(value, list) else value


@router.get("/messages", auth=scope("messages:read"), response=MessagesOut, summary="List messages")
def list_messages(request: HttpRequest, query: Query[MessagesQuery]) -> MessagesOut:
    """Messages in the order in which they were received. Follow `next_cursor` until it is empty."""
    unknown = set(request.GET) - set(MessagesQuery.model_fields)
    if unknown:
        fields = dict.fromkeys(sorted(unknown), _("This parameter is not known here."))
        raise ApiError("invalid", _("The request is not valid."), status=422, fields=fields)
    since = query.since
    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    page = queries.messages(
        request.actor.community_id,  # type: ignore[attr-defined]
        cursor=query.cursor,
        size=query.limit,
        channel=query.channel,
        stage=query.stage,
        language=query.language,
        since=since,
        external_id=query.external_id,
    )
    return MessagesOut(
        items=[MessageOut.of(detail) for detail in page.items], next_cursor=page.next_cursor
    )


@router.get(
    "/messages/{message_id}",
    auth=scope("messages:read"),
    response=MessageOut,
    summary="Fetch a message with its analysis",
)
def fetch_message(
    request: HttpRequest, message_id: Path[Id], aspects: Query[bool] = False
) -> MessageOut:
    """A message and what the analysers said: each signal's score, evidence and version.

    With `aspects=1` also what the message speaks of and how each thing is felt, judged now.
    """
    community_id = request.actor.community_id  # type: ignore[attr-defined]
    try:
        detail = queries.message_detail(community_id, message_id)
        about = queries.about(community_id, message_id) if aspects else None
    except NotFound:
        raise ApiError(
            "not_found", _("There is no such message in this community."), status=404
        ) from None
    return MessageOut.of(detail, about)
