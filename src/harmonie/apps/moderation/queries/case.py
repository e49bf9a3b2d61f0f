"""One case with all that a person needs to decide: thread, evidence, rule, record, author."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count

from harmonie.apps.accounts.contracts import Actor
from harmonie.apps.inbox import queries as inbox
from harmonie.apps.moderation import effects
from harmonie.apps.moderation.contracts import (
    CaseView,
    CertaintyRecord,
    DecisionCard,
    Holder,
    SimilarCase,
    Suggestion,
    ThreadLine,
)
from harmonie.apps.moderation.models import Case, CaseState, Decision
from harmonie.apps.moderation.queries import reading
from harmonie.apps.moderation.queries.decisions import card_of
from harmonie.apps.moderation.refusals import unknown
from harmonie.apps.moderation.verdict_json import from_json
from harmonie.records import Verdict

BEFORE, AFTER = 4, 4
BAND = 0.1
REMEMBERED = 600
SIMILAR = 3
SURE_OF_INTENT = 0.5
MOODS = 30
_HEAVY = ("analysis", "embedding", "extra", "parent__analysis", "parent__embedding",
          "parent__extra", "parent__text")  # fmt: skip


def case(community_id: int, case_id: int, actor: Actor | None = None) -> CaseView:
    """A case of this community; raises :class:`DecisionRefused` (``unknown``)."""
    row = (
        Case.objects.select_related("message__member", "policy_version")
        .defer("message__embedding", "policy_version__source")
        .filter(community_id=community_id, id=case_id)
        .first()
    )
    if row is None:
        raise unknown([case_id])
    view = _view(row, actor)
    return _unled(view) if row.is_blind and row.state != CaseState.DECIDED else view


def _unled(view: CaseView) -> CaseView:
    """The case without anything that the AI says of it: a person judges first.

    The severity stays: a hard text must not appear unasked.
    """
    return replace(
        view, mode="ask", main_signal="", suggestion=Suggestion("", 0.0, "ask"), reasons=(),
        signals=(), rules=(), model_version="", cannot_judge="", intent="", is_blind=True,
    )  # fmt: skip


def _view(row: Any, actor: Actor | None) -> CaseView:
    message, verdict = row.message, from_json(row.verdict)
    analysis = message.analysis or {}
    signals = analysis.get("signals") or {}
    number = row.policy_version.number if row.policy_version else None
    severity = max(row.severity, message.severity)
    return CaseView(
        id=row.id,
        community_id=row.community_id,
        message_id=message.id,
        thread_id=message.thread_id,
        state=row.state,
        mode=row.mode,
        severity=severity,
        revision=message.revision,
        opened_at=row.opened_at,
        channel=message.channel,
        author_name=message.member.name,
        created_at=message.created_at,
        language=message.language,
        url=message.url,
        reach=message.reach,
        reports=message.reports,
        visibility=message.visibility,
        is_blurred=reading.is_blurred(severity),
        intent=_intent(signals),
        cannot_judge=message.cannot_judge,
        hidden_characters=tuple(analysis.get("hidden_characters") or ()),
        main_signal=row.main_signal,
        identical_count=row.identical_count,
        suggestion=_suggestion(row, verdict),
        reasons=verdict.reasons,
        signals=reading.signal_lines(signals, message.cannot_judge),
        rules=reading.rule_lines(row.policy_version_id, number, verdict.reasons),
        model_version=reading.model_version(signals, row.main_signal),
        decision=_last_decision(row),
        holder=_holder(row.id, actor),
    )


def _intent(signals: dict[str, Any]) -> str:
    intent = signals.get("intent") or {}
    return intent.get("label") or "" if intent.get("score", 0.0) >= SURE_OF_INTENT else ""


def _suggestion(row: Any, verdict: Verdict) -> Suggestion:
    kind = effects.main_kind(verdict.actions) if row.mode == "propose" else ""
    return Suggestion(kind, row.confidence, row.mode, verdict.actions)


def _last_decision(row: Any) -> DecisionCard | None:
    held = row.decisions.filter(undone_at=None).select_related("decided_by", "undone_by")
    last = held.order_by("-made_at", "-id").first()
    return card_of(last) if last else None


def _holder(case_id: int, actor: Actor | None) -> Holder | None:
    subject = f"case:{case_id}"
    claim = inbox.claims([subject]).get(subject)
    if claim is None:
        return None
    is_me = actor is not None and actor.is_person and claim.holder_id == actor.id
    return Holder(claim.holder_id, claim.holder_name, is_me)


def thread_around(view: CaseView, revealed: frozenset[int] = frozenset()) -> list[ThreadLine]:
    """The message in its thread: what opened it, its parent, a few before, a few after."""
    subject = _subject(view)
    messages = subject.thread.messages.select_related("member", "parent__member").defer(*_HEAVY)
    before = list(
        messages.filter(created_at__lt=subject.created_at).order_by("-created_at")[:BEFORE]
    )
    after = list(
        messages.filter(created_at__gte=subject.created_at)
        .exclude(id=subject.id)
        .order_by("created_at", "id")[:AFTER]
    )
    first = list(messages.order_by("created_at", "id")[:1])
    chosen = {row.id: row for row in [*first, *before, *messages.filter(id=subject.id), *after]}
    if subject.parent_id and subject.parent_id not in chosen:
        chosen |= {row.id: row for row in messages.filter(id=subject.parent_id)}
    rows = sorted(chosen.values(), key=lambda row: (row.created_at, row.id))
    lines = [_line(row, view, revealed) for row in rows]
    # A post of the team that opens the thread is what everybody answers to: drawn as a card.
    if lines and first and lines[0].id == first[0].id and lines[0].is_staff:
        lines[0] = replace(lines[0], is_opening=not lines[0].is_case)
    return lines


def _subject(view: CaseView) -> Any:
    """The case's message with its thread, without its heavy columns."""
    heavy = [f"message__{column}" for column in ("analysis", "embedding", "extra")]
    rows = Case.objects.select_related("message__thread").defer("verdict", *heavy)
    return rows.get(id=view.id).message


def _line(row: Any, view: CaseView, revealed: frozenset[int]) -> ThreadLine:
    is_case = row.id == view.message_id
    severity = view.severity if is_case else row.severity
    blurred = reading.is_blurred(severity) and row.id not in revealed
    return ThreadLine(
        id=row.id,
        author_name=row.member.name,
        text="" if blurred else row.text,
        created_at=row.created_at,
        is_case=is_case,
        is_blurred=blurred,
        is_outgoing=row.is_outgoing,
        is_staff=row.member.role == "staff",
        severity=severity,
        main_signal=view.main_signal if is_case else "",
        visibility=row.visibility,
        parent_author=row.parent.member.name if row.parent_id else "",
        spans=reading.spans(view.reasons, view.main_signal) if is_case and not blurred else (),
    )


def one_line(view: CaseView, message_id: int) -> ThreadLine | None:
    """One message of the case's thread, in the clear, once somebody chose to see it."""
    subject = _subject(view)
    row = (
        subject.thread.messages.select_related("member", "parent__member")
        .filter(id=message_id)
        .first()
    )
    return _line(row, view, frozenset({message_id})) if row else None


def certainty_record(community_id: int, signal: str, confidence: float) -> CertaintyRecord:
    """What people decided, in this community, when the AI was about as sure as now."""
    low = min(int(confidence / BAND), 9) * BAND
    high = low + BAND
    ceiling = high if high < 0.999 else 1.01
    rows = (
        Decision.objects.filter(
            community_id=community_id,
            main_signal=signal,
            is_by_machine=False,
            undone_at=None,
            confidence__gte=low - 1e-9,
            confidence__lt=ceiling,
        )
        .exclude(kind="escalate")
        .values_list("kind")
        .annotate(n=Count("id"))
    )
    counts = dict(rows) if signal else {}
    return CertaintyRecord(signal, low, min(high, 1.0), sum(counts.values()), counts)


def similar_cases(view: CaseView) -> tuple[list[SimilarCase], int]:
    """Decided cases whose message reads alike, nearest first, and among how many."""
    candidates = list(
        Case.objects.filter(community_id=view.community_id, state="decided")
        .exclude(id=view.id)
        .order_by("-decided_at")
        .values_list("message_id", flat=True)[:REMEMBERED]
    )
    if not candidates:
        return [], 0
    scores = dict(inbox.nearest(view.community_id, view.message_id, candidates, SIMILAR * 2))
    decisions: dict[int, Any] = {}
    rows = Decision.objects.filter(message_id__in=scores).select_related("message", "decided_by")
    for row in rows.order_by("made_at", "id"):
        decisions[row.message_id] = row
    ordered = sorted(decisions.values(), key=lambda row: -scores[row.message_id])[:SIMILAR]
    return [_similar(row, scores[row.message_id]) for row in ordered], len(candidates)


def _similar(row: Any, similarity: float) -> SimilarCase:
    blurred = reading.is_blurred(row.message.severity)
    return SimilarCase(
        case_id=row.case_id or 0,
        decision_id=row.id,
        kind=row.kind,
        excerpt="" if blurred else reading.excerpt(row.message.text, 70),
        is_blurred=blurred,
        similarity=similarity,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.made_at,
        is_by_machine=row.is_by_machine,
        is_undone=row.undone_at is not None,
    )


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """The author's history: counts and the mood of recent messages, oldest first, in [-1, 1]."""

    name: str
    joined_at: Any
    first_seen_at: Any
    messages: int
    restrictions: int
    warnings: int
    moods: tuple[float, ...]
    is_restricted: str = ""

    @property
    def sparkline(self) -> str:
        """Points of an SVG polyline in a box of 84 x 24."""
        if len(self.moods) < 3:
            return ""
        step = 80 / (len(self.moods) - 1)
        return " ".join(
            f"{2 + step * place:.1f},{12 - 9 * mood:.1f}" for place, mood in enumerate(self.moods)
        )

    @property
    def last_point(self) -> tuple[float, float]:
        return (82.0, round(12 - 9 * self.moods[-1], 1))


def author(view: CaseView) -> AuthorCard:
    """The card of a case's author."""
    member = Case.objects.select_related("message__member").get(id=view.id).message.member
    analyses = member.messages.order_by("-created_at").values_list("analysis", flat=True)[:MOODS]
    moods = [m for m in (reading.valence(analysis) for analysis in analyses) if m is not None]
    return AuthorCard(
        name=member.name,
        joined_at=member.joined_at,
        first_seen_at=member.first_seen_at,
        messages=member.message_count,
        restrictions=member.restriction_count,
        warnings=member.warning_count,
        moods=tuple(reversed(moods)),
    )
