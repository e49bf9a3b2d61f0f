"""What people decided on the messages that the AI judged in silence: the material of a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harmonie.apps.moderation.limits import is_right
from harmonie.apps.moderation.models import Decision, MandateRecord, ShadowVerdict
from harmonie.autonomy import evidence as autonomy
from harmonie.autonomy.calibrate import Calibration
from harmonie.autonomy.evidence import evidence
from harmonie.autonomy.request import Request


@dataclass(frozen=True, slots=True)
class Material:
    """Decisions on messages on which the AI would have acted, judged by today's rules and model.

    ``considered`` messages spoke of the mandate, on ``would_act`` of them the AI would have acted;
    ``outdated`` are left out, since other rules or another model judged them.
    """

    request: Request
    decisions: tuple[autonomy.Decision, ...]
    considered: int
    would_act: int
    outdated: int
    rules_mark: str
    model_version: str

    @property
    def decided(self) -> int:
        """On how many messages somebody decided."""
        return len({one.message_id for one in self.decisions})

    def reference(self, found: Calibration) -> list[float]:
        """The confidences of the evidence at or above the threshold that was found."""
        kept = evidence(self.request, self.decisions, found.since).decisions
        return [one.confidence for one in kept if one.confidence >= (found.threshold or 1.0)]


def material(row: MandateRecord, request: Request, mark: str) -> Material:
    """Everything that a test of this mandate may rest on, now."""
    silent = ShadowVerdict.objects.filter(mandate=row)
    newest = silent.filter(rules_mark=mark).order_by("-at", "-pk").first()
    model = newest.model_version if newest else ""
    today = silent.filter(rules_mark=mark, model_version=model)
    acting = today.filter(would_act=True)
    confidences = {
        (message_id, revision): confidence
        for message_id, revision, confidence in acting.values_list(
            "message_id", "revision", "confidence"
        )
    }
    considered = today.count()
    return Material(
        request=request,
        decisions=tuple(_decisions(request, acting, confidences)),
        considered=considered,
        would_act=len(confidences),
        outdated=silent.count() - considered,
        rules_mark=mark,
        model_version=model,
    )


def _decisions(
    request: Request, acting: Any, confidences: dict[tuple[int, int], float]
) -> list[autonomy.Decision]:
    rows = (
        Decision.objects.filter(message_id__in=acting.values("message_id"), undone_at=None)
        .exclude(kind="escalate")
        .values(
            "message_id", "revision", "actions", "is_by_machine", "api_key_id", "agreed_with_ai",
            "was_blind", "made_at", "message__text_hash",
        )
    )  # fmt: skip
    return [
        autonomy.Decision(
            message_id=str(row["message_id"]),
            confidence=confidences[row["message_id"], row["revision"]],
            is_right=is_right(request.action, [action["kind"] for action in row["actions"]]),
            source=_source(row),
            action=request.action,
            decided_at=row["made_at"],
            group=row["message__text_hash"],
        )
        for row in rows
        if (row["message_id"], row["revision"]) in confidences
    ]


def _source(row: Mapping[str, Any]) -> autonomy.Source:
    """A program's decision is no person's; who agreed with a verdict on the screen confirmed it."""
    if row["is_by_machine"] or row["api_key_id"] is not None:
        return "machine"
    if row["agreed_with_ai"] and not row["was_blind"]:
        return "confirmed"
    return "person"
