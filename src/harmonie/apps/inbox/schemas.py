"""What the API of the inbox takes and gives. Unknown fields are refused: a typo loses no data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from harmonie import records
from harmonie.analysers.aspects import plain
from harmonie.apps.inbox.contracts import MAXIMUM_TEXT, MessageDetail, ReceiveResult

BIGGEST_ID = 2**63 - 1
Identifier = Annotated[str, StringConstraints(max_length=200)]
#: For filters: no control characters, which one of the databases refuses.
Plain = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Count = Annotated[int, Field(ge=0, le=2_147_483_647)]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class AuthorIn(Strict):
    id: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The author's id on the channel."
    )
    name: Identifier = ""
    role: Literal["member", "staff", "bot"] = Field(
        "member", description="Staff are exempt from the rules; bots say that they are bots."
    )
    joined_at: datetime | None = None
    language: Literal["fr", "en"] | None = None

    def to_record(self) -> records.Author:
        return records.Author(self.id, self.name, self.role, self.joined_at, self.language)


class MessageIn(Strict):
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The message's id on the channel. Sending it again changes nothing; sending "
        "it with another text is an edit."
    )
    text: Annotated[str, StringConstraints(max_length=MAXIMUM_TEXT)]
    author: AuthorIn | None = None
    thread_id: Identifier = Field("", description="The conversation's id on the channel.")
    parent_id: Identifier = Field("", description="external_id of the message answered.")
    parent_text: str = Field("", max_length=MAXIMUM_TEXT)
    language: Literal["fr", "en"] | None = None
    created_at: datetime | None = Field(None, description="Without a zone: UTC. Default: now.")
    reach: Count = Field(0, description="How many people saw or may see it.")
    reports: Count = Field(0, description="How many members reported it.")
    url: Annotated[str, StringConstraints(max_length=500)] = ""
    extra: dict[str, Any] = Field(default_factory=dict, description="Kept as it is, up to 10 kB.")

    def to_record(self, channel: str) -> records.Message:
        return records.Message(
            text=self.text,
            author=self.author.to_record() if self.author else None,
            channel=channel,
            external_id=self.external_id,
            thread_id=self.thread_id,
            parent_id=self.parent_id,
            parent_text=self.parent_text,
            language=self.language,
            created_at=self.created_at,
            reach=self.reach,
            url=self.url,
            reports=self.reports,
            extra=self.extra,
        )


class ErrorOut(Schema):
    code: str
    message: str
    fields: dict[str, str] = Field(default_factory=dict)


class ResultOut(Schema):
    index: int = Field(description="Place in the batch, from 0.")
    external_id: str
    id: int | None = None
    is_new: bool = False
    is_edit: bool = False
    warnings: list[str] = Field(default_factory=list, description="What was cleaned.")
    error: ErrorOut | None = None


class ReceivedOut(Schema):
    accepted: int = Field(description="Messages stored now or before.")
    rejected: int
    errors: list[int] = Field(description="Places in the batch of the rejected messages.")
    results: list[ResultOut]


class AuthorOut(Schema):
    id: str
    name: str
    role: str


class AspectOut(Schema):
    """A thing that a text speaks of. Offsets are code points of the text, ends excluded."""

    text: str
    key: str = Field(description="What its forms have in common: no accents, plurals, articles.")
    start: int
    end: int
    sentiment: Literal["negative", "neutral", "positive"]
    score: float
    emotion: str | None
    clause_start: int
    clause_end: int


class MessageOut(Schema):
    id: int
    external_id: str
    channel: str
    thread_id: int
    parent_id: int | None
    author: AuthorOut
    text: str
    language: str
    created_at: datetime
    edited_at: datetime | None
    revision: int
    stage: str
    visibility: str
    severity: int
    cannot_judge: str
    is_outgoing: bool
    reach: int
    reports: int
    url: str
    analysis: dict[str, Any] | None
    aspects: list[AspectOut] | None = Field(
        None, description="What it speaks of and how; only when one message is asked for with it."
    )

    @classmethod
    def of(
        cls, detail: MessageDetail, aspects: Sequence[records.Aspect] | None = None
    ) -> MessageOut:
        view, author = detail.view, detail.record.author
        return cls(
            id=view.id,
            external_id=view.external_id,
            channel=view.channel,
            thread_id=view.thread_id,
            parent_id=view.parent_id,
            author=AuthorOut(
                id=author.external_id if author else "",
                name=author.name if author else "",
                role=view.author_role,
            ),
            text=view.text,
            language=view.language,
            created_at=view.created_at,
            edited_at=view.edited_at,
            revision=view.revision,
            stage=view.stage,
            visibility=view.visibility,
            severity=view.severity,
            cannot_judge=view.cannot_judge,
            is_outgoing=view.is_outgoing,
            reach=view.reach,
            reports=view.reports,
            url=view.url,
            analysis=dict(detail.analysis) if detail.analysis is not None else None,
            aspects=None if aspects is None else [AspectOut(**plain(one)) for one in aspects],
        )


class MessagesOut(Schema):
    items: list[MessageOut]
    next_cursor: str = Field(description="Empty on the last page.")


class MessagesQuery(Strict):
    cursor: Annotated[int, Field(ge=0, le=BIGGEST_ID)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    channel: Plain = ""
    external_id: Plain = ""
    stage: Literal["", "received", "analysed", "considered"] = ""
    language: Literal["", "fr", "en"] = ""
    since: datetime | None = Field(None, description="Received at or after; without a zone: UTC.")


def result_out(index: int, result: ReceiveResult, error: ErrorOut | None) -> ResultOut:
    return ResultOut(
        index=index,
        external_id=result.external_id,
        id=result.id,
        is_new=result.is_new,
        is_edit=result.is_edit,
        warnings=list(result.warnings),
        error=error,
    )
