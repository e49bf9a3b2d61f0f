"""The way from a decision to its statement of reasons, and what the author is told on the channel.

The address of a statement is signed and built on random bits: it tells neither the rank of the
decision nor how many there are, and nobody can guess another's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from harmonie.apps.moderation.contracts import RESTRICTING
from harmonie.apps.moderation.models import Decision
from harmonie.records import Action

#: The page stays for the complaint window (six months, DSA art. 20) and six months more.
KEPT_FOR = timedelta(days=365)
CONTEST_MONTHS = 6
_SALT = "harmonie.moderation.statement"
_CONTEST = {
    "fr": "Motifs et recours\u00a0: {url}",
    "en": "Reasons and how to contest: {url}",
}


class NoStatement(LookupError):
    """The address is wrong (``is_expired`` false) or its page is no longer kept."""

    def __init__(self, *, is_expired: bool) -> None:
        super().__init__("expired" if is_expired else "unknown")
        self.is_expired = is_expired


def token(public_id: str) -> str:
    return Signer(salt=_SALT).sign(public_id).replace(":", ".")


def public_id(value: str) -> str:
    """The decision's public id in a token; raises :class:`NoStatement`."""
    body, _, signature = value.rpartition(".")
    try:
        return Signer(salt=_SALT).unsign(f"{body}:{signature}")
    except BadSignature:
        raise NoStatement(is_expired=False) from None


def statement_path(decision: Decision) -> str:
    return reverse("statement", args=[token(decision.public_id)])


def statement_url(decision: Decision) -> str:
    """The public address of the statement of reasons, to be sent to the author."""
    return settings.PUBLIC_URL.rstrip("/") + statement_path(decision)


def reference(community_name: str, public_id: str, made_at: datetime) -> str:
    """What the author quotes in letters: "LM-2026-K7QF3M9T"."""
    initials = "".join(word[0] for word in community_name.split() if word[0].isalnum())[:3].upper()
    return f"{initials or 'H'}-{made_at.year}-{public_id[:8]}"


def contest_until(made_at: datetime) -> datetime:
    """Six calendar months later, the last day of a shorter month when there is no such day."""
    month = made_at.month - 1 + CONTEST_MONTHS
    year, month = made_at.year + month // 12, month % 12 + 1
    for day in range(made_at.day, 27, -1):
        try:
            return made_at.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return made_at.replace(year=year, month=month)


def for_author(action: Action, decision: Decision, language: str | None) -> Action:
    """An action as it is ordered from the channel, with the address of the reasons.

    A warning is reduced to the author's language and ends with the address. A restriction carries
    it as ``statement_url``, so that the channel can tell the author at the moment it acts (DSA
    art. 17(2)).
    """
    if decision.kind not in RESTRICTING or action.kind not in RESTRICTING:
        return action
    chosen = language if language in ("fr", "en") else decision.community.language
    url = statement_url(decision)
    given = dict(action.parameters)
    if action.kind == "warn":
        text = given["text"]
        words = text if isinstance(text, str) else text[chosen]
        given["text"] = f"{words}\n\n{_CONTEST[chosen].format(url=url)}"
    return replace(action, parameters={**given, "statement_url": url, "language": chosen})
