"""Sending statements to the database: each once, whatever happens on the way.

A call takes up to a hundred records, all or none of them. Only 201 says that they are kept. The
rows of a call are marked before it leaves; when no answer came, or this process was killed, each is
asked for by its ``puid`` before anything is sent again. A ``puid`` that the database already knows
is therefore a success told late, not an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from harmonie.apps.audit import operations as audit
from harmonie.apps.connections import egress, vault
from harmonie.apps.dsa.contracts import BATCH, Tally
from harmonie.apps.dsa.models import Reporting, State, Submission
from harmonie.apps.dsa.operations.set_up import ADDRESS_END
from harmonie.apps.jobs.retry import backoff_seconds

#: A call that was marked longer ago than this belongs to a process that is gone.
LOST_AFTER = timedelta(seconds=egress.TIMEOUT_SECONDS * 6)
PAUSE_SECONDS = 3600.0
RETRY_SECONDS = 60.0
#: Calls in one run: the next run goes on.
CALLS = 200
_ASK = "/statement/existing-puid/"


class _Pause(Exception):
    """Wait: for ``seconds``, because of ``why``."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.why = why


@dataclass
class _Run:
    row: Reporting
    token: str
    sent: int = 0
    refused: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json",
                        "Content-Type": "application/json"}  # fmt: skip

    @property
    def rows(self) -> Any:
        return Submission.objects.filter(community_id=self.row.community_id)


def send(community_id: int) -> Tally:
    """Send what waits, until nothing does or the database asks to wait."""
    row = Reporting.objects.filter(community_id=community_id, is_on=True).first()
    if row is None:
        return Tally()
    if row.paused_until is not None and row.paused_until > timezone.now():
        return _tally(row, 0, 0, row.paused_until, row.last_error)
    until: datetime | None = None
    why = ""
    sent = refused = 0
    try:
        run = _Run(row, str(vault.unlock(row.secrets).get("token", "")))
    except vault.VaultLocked as error:
        until, why = _pause(row, PAUSE_SECONDS, str(error))
    else:
        try:
            _go(run)
            Reporting.objects.filter(pk=row.pk).update(paused_until=None, failures=0, last_error="")
        except _Pause as pause:
            until, why = _pause(row, pause.seconds, pause.why)
        except egress.AddressRefused as error:
            until, why = _pause(row, PAUSE_SECONDS, str(error))
        sent, refused = run.sent, run.refused
    return _tally(row, sent, refused, until, why)


def _go(run: _Run) -> None:
    lost = timezone.now() - LOST_AFTER
    run.rows.filter(state=State.SENDING, claimed_at__lt=lost).update(state=State.UNSURE)
    _ask_for_unsure(run)
    for _number in range(CALLS):
        batch = _claim(run)
        if not batch:
            return
        _post(run, batch)


def _ask_for_unsure(run: _Run) -> None:
    """Find out what became of statements whose call got no answer."""
    base = run.row.address.removesuffix(ADDRESS_END) + _ASK
    for one in run.rows.filter(state=State.UNSURE).order_by("id"):
        answer = _call(run, "GET", base + one.puid, b"")
        if answer.status in (200, 302):
            _settle(run, [one], State.SENT)
        elif answer.status == 404:
            run.rows.filter(pk=one.pk, state=State.UNSURE).update(state=State.QUEUED)
        else:
            raise _waiting(run, answer)


def _claim(run: _Run) -> list[Submission]:
    """Mark the rows of the next call, so that no other process sends them too."""
    queued = run.rows.filter(state=State.QUEUED).order_by("is_alone", "id")
    rows = list(queued.values_list("id", "is_alone")[:BATCH])
    if rows and rows[0][1]:
        rows = rows[:1]
    ids = [pk for pk, is_alone in rows if is_alone == rows[0][1]]
    if not ids:
        return []
    batch = str(uuid4())
    run.rows.filter(pk__in=ids, state=State.QUEUED).update(
        state=State.SENDING, batch=batch, claimed_at=timezone.now()
    )
    return list(run.rows.filter(batch=batch, state=State.SENDING).order_by("id"))


def _post(run: _Run, batch: Sequence[Submission]) -> None:
    body = json.dumps({"statements": [one.record for one in batch]}).encode()
    try:
        answer = _call(run, "POST", run.row.address, body)
    except egress.AddressRefused:  # nothing has left
        _move(run, batch, State.QUEUED)
        raise
    except _Pause:
        _move(run, batch, State.UNSURE)
        raise
    if answer.status == 201:
        _settle(run, batch, State.SENT)
    elif answer.status == 422:
        _refused(run, batch, answer)
    else:
        _move(run, batch, State.UNSURE if answer.status >= 500 else State.QUEUED)
        raise _waiting(run, answer)


def _call(run: _Run, method: str, url: str, body: bytes) -> egress.Answer:
    try:
        return egress.call(method, url, run.headers, body)
    except egress.CallFailed as error:
        raise _Pause(backoff_seconds(run.row.failures + 1, base=30.0), str(error)) from error


def _waiting(run: _Run, answer: egress.Answer) -> _Pause:
    """How long an answer that is neither yes nor no makes us wait."""
    why = f"status {answer.status}"
    if answer.status == 429:
        return _Pause(egress.retry_after_seconds(answer.headers) or RETRY_SECONDS, why)
    if answer.status >= 500:
        wait = backoff_seconds(run.row.failures + 1, base=30.0)
        return _Pause(max(wait, egress.retry_after_seconds(answer.headers)), why)
    return _Pause(PAUSE_SECONDS, why)


def _refused(run: _Run, batch: Sequence[Submission], answer: egress.Answer) -> None:
    """Keep each record's errors beside it; the others of the call wait for the next one."""
    errors, existing, message = _errors(answer.body)
    by_place = {f"statement_{place}": one for place, one in enumerate(batch)}
    known = [one for one in batch if one.puid in existing]
    wrong = [one for name, one in by_place.items() if name in errors and one not in known]
    for name, one in by_place.items():
        one.problems = _texts(errors[name]) if name in errors else one.problems
    if not known and not wrong:
        if len(batch) == 1:
            batch[0].problems = {"record": [message[:300] or "status 422"]}
            wrong = list(batch)
        else:
            run.rows.filter(pk__in=[one.pk for one in batch]).update(is_alone=True)
    _settle(run, known, State.SENT)
    _settle(run, wrong, State.REFUSED)
    settled = {one.pk for one in (*known, *wrong)}
    _move(run, [one for one in batch if one.pk not in settled], State.QUEUED)


def _errors(body: bytes) -> tuple[dict[str, Any], set[str], str]:
    """Errors by ``statement_<place>``, puids already known, and the message as it came."""
    try:
        told = json.loads(body)
        errors = told.get("errors") or {}
        existing = {str(puid) for puid in errors.get("existing_puids") or ()}
        return dict(errors), existing, str(told.get("message") or "")
    except (ValueError, AttributeError, TypeError):
        return {}, set(), ""


def _texts(errors: Any) -> dict[str, list[str]]:
    if not isinstance(errors, dict):
        return {"record": [str(errors)[:300]]}
    return {
        str(name)[:60]: [str(text)[:300] for text in (told if isinstance(told, list) else [told])]
        for name, told in list(errors.items())[:40]
    }


def _settle(run: _Run, rows: Sequence[Submission], state: State) -> None:
    if not rows:
        return
    now = timezone.now()
    for one in rows:
        one.state, one.settled_at = state, now
        one.problems = one.problems if state == State.REFUSED else {}
    with transaction.atomic():
        Submission.objects.bulk_update(rows, ["state", "settled_at", "problems"], batch_size=BATCH)
        audit.record(
            "statement.submitted" if state == State.SENT else "statement.refused",
            actor="machine",
            community_id=run.row.community_id,
            subject=f"community:{run.row.community_id}",
            data={"count": len(rows), "batch": rows[0].batch},
        )
    if state == State.SENT:
        run.sent += len(rows)
    else:
        run.refused += len(rows)


def _move(run: _Run, rows: Sequence[Submission], state: State) -> None:
    ids = [one.pk for one in rows]
    run.rows.filter(pk__in=ids, state=State.SENDING).update(state=state)


def _pause(row: Reporting, seconds: float, why: str) -> tuple[datetime, str]:
    until = timezone.now() + timedelta(seconds=seconds)
    Reporting.objects.filter(pk=row.pk).update(
        paused_until=until, failures=row.failures + 1, last_error=why[:300]
    )
    return until, why


def _tally(row: Reporting, sent: int, refused: int, until: datetime | None, why: str) -> Tally:
    rows = Submission.objects.filter(community_id=row.community_id)
    count: Callable[..., int] = lambda *states: rows.filter(state__in=states).count()  # noqa: E731
    return Tally(sent, refused, count(State.INCOMPLETE),
                 count(State.QUEUED, State.SENDING, State.UNSURE), until, why)  # fmt: skip
