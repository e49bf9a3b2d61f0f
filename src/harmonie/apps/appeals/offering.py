"""What the statement of reasons says of contesting: the way in, or what became of it.

It never gives the address of an appeal away: the team knows the statement's address, and only the
member may write on the appeal or take it back.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harmonie.apps.appeals import queries
from harmonie.apps.appeals.contracts import Receipt
from harmonie.apps.moderation.contesting import Contest
from harmonie.apps.moderation.contracts import Statement
from harmonie.apps.moderation.statement_wording import date

_WRITE = gettext_lazy("Write to a person of the team")


def contest_of(decision_id: int, token: str, statement: Statement) -> Contest:
    """For :mod:`harmonie.apps.moderation.contesting`; in the language in force."""
    last = queries.latest(decision_id)
    if statement.is_undone and (last is None or last.state != "overturned"):
        return Contest("")
    if last is not None and (last.is_open or last.state in ("upheld", "overturned")):
        return Contest(_asked(last, statement.language), write_label=str(_WRITE))
    refusal = queries.refusal_to_lodge(decision_id, statement)
    if refusal is not None:
        return Contest(refusal.text(), write_label=str(_WRITE))
    return Contest(
        text=_(
            "Another person than the one who decided will read your message again. It is free and "
            "needs no account."
        ),
        url=f"{reverse('contest', args=[token])}?lang={statement.language}",
        label=_("Ask for another look"),
        write_label=str(_WRITE),
        is_open=True,
    )


def _asked(last: Receipt, language: str) -> str:
    day = date(last.resolved_at or last.lodged_at, language)
    if last.is_open:
        return _(
            "You asked for another look on %(day)s. The answer comes by %(due)s, on the page whose "
            "address you were given then."
        ) % {"day": day, "due": date(last.due_at, language)}
    if last.state == "overturned":
        return _("Another person looked again on %(day)s and undid the decision.") % {"day": day}
    return _(
        "Another person looked again on %(day)s: the decision stays. The reasons are on the page "
        "whose address you were given when you asked."
    ) % {"day": day}
