"""What the API of this room takes and gives. Unknown fields are refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from harmonie.apps.appeals.contracts import LONGEST_TEXT, AppealCard, AppealView

BIGGEST_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class AppealIn(Strict):
    """A member's appeal, lodged for them by a program of the community."""

    statement: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The last part of the statement's address, `…/s/<this>/`."
    )
    text: Text = Field(description="What the member writes.")
    language: Literal["fr", "en"] | None = Field(
        None, description="In which language they read the answer; the statement's when left out."
    )


class LodgedOut(Schema):
    id: int
    receipt_url: str = Field(description="The member's own page: give it to them, to nobody else.")
    due_at: datetime


class AppealsQuery(Strict):
    state: Literal["", "lodged", "taken", "upheld", "overturned", "withdrawn"] = ""
    tab: Literal["", "waiting", "taken", "overdue", "closed"] = ""
    rule: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    cursor: Annotated[str, StringConstraints(max_length=6, pattern=r"^[0-9]*$")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ResolutionIn(Strict):
    outcome: Literal["upheld", "overturned"]
    reasons: Text = ""


class AppealLineOut(Schema):
    id: int
    reference: str
    state: str = Field(
        description="`lodged`, `taken`, `upheld`, `overturned` or `withdrawn`."
    )  # fmt: skip
    closed_because: str = Field(
        description="Of `withdrawn`: `member`, or `moot` when the decision had been undone."
    )
    decision_id: int
    kind: str
    rule_id: str
    by_machine: bool
    language: str
    lodged_at: datetime
    due_at: datetime
    resolved_at: datetime | None
    is_overdue: bool

    @classmethod
    def of(cls, card: AppealCard) -> AppealLineOut:
        return cls(
            id=card.id, reference=card.reference, state=card.state,
            closed_because=card.closed_because, decision_id=card.decision_id, kind=card.kind,
            rule_id=card.rule_id, by_machine=card.is_by_machine, language=card.language,
            lodged_at=card.lodged_at, due_at=card.due_at, resolved_at=card.resolved_at,
            is_overdue=card.is_overdue,
        )  # fmt: skip


class AppealsOut(Schema):
    items: list[AppealLineOut]
    next_cursor: str = Field(description="Empty on the last page.")


class TurnOut(Schema):
    by: Literal["team", "member"]
    text: str
    at: datetime


class AppealOut(AppealLineOut):
    text: str
    messages: list[TurnOut]
    reasons: str
    statement_url: str

    @classmethod
    def view(cls, view: AppealView) -> AppealOut:
        turns = [
            TurnOut(by="team" if turn.is_from_team else "member", text=turn.text, at=turn.at)
            for turn in view.messages
        ]
        return cls(
            **AppealLineOut.of(view.card).model_dump(), text=view.text, messages=turns,
            reasons=view.reasons, statement_url=view.statement_url,
        )  # fmt: skip
