"""Why a decision is refused, in both languages, each saying what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from harmonie.actions.action import InvalidAction
from harmonie.apps.accounts import queries as accounts
from harmonie.apps.moderation.contracts import DecisionRefused
from harmonie.apps.moderation.models import Case, Decision

#: What a warning says when no rule gives a reason.
PLAIN_WARNING = {
    "fr": "Votre message ne respecte pas les règles de cet espace. Merci d’en tenir compte.",
    "en": "Your message does not follow the rules of this place. Please keep them in mind.",
}


def already_decided(case: Case, last: Decision | None) -> DecisionRefused:
    name = decider(last)
    at = last.made_at if last else case.decided_at
    local = timezone.localtime(at) if at else None
    english = f"{name or 'The software'} already decided this case"
    french = f"{name or 'Le logiciel'} a déjà décidé de ce cas"
    if local is not None:
        english += f" at {local:%H:%M} on {local:%-d %B %Y}"
        french += f" à {local.hour}\u202fh\u202f{local:%M} le {local:%d/%m/%Y}"
    return DecisionRefused(
        "already_decided",
        f"{english}; nothing was changed. Undo that decision first if you disagree.",
        f"{french}\u202f; rien n’a été changé. Annulez d’abord sa décision si vous n’êtes pas "
        "d’accord.",
        by=name,
        at=at.isoformat() if at else None,
        decision_id=last.id if last else None,
    )


def decider(decision: Decision | None) -> str:
    """The name of the person who decided, a program's mark, or nothing for the machine."""
    if decision is None or decision.is_by_machine:
        return ""
    if decision.decided_by_id is not None:
        return accounts.person_name(decision.decided_by_id)
    return f"API ({decision.api_key_id})" if decision.api_key_id else ""


def edited() -> DecisionRefused:
    return DecisionRefused(
        "edited",
        "The author edited the message since you read it; nothing was changed. Read it again.",
        "L’auteur a modifié le message depuis votre lecture\u202f; rien n’a été changé. "
        "Relisez-le.",
    )


def claimed(name: str) -> DecisionRefused:
    return DecisionRefused(
        "claimed",
        f"{name} is working on this case; it was left alone.",
        f"{name} s’occupe de ce cas\u202f; il n’a pas été touché.",
        by=name,
    )


def unknown(ids: Sequence[int]) -> DecisionRefused:
    listed = ", ".join(str(id) for id in ids[:10])
    return DecisionRefused(
        "unknown",
        f"No such case in this community: {listed}.",
        f"Aucun cas de ce numéro dans cette communauté\u00a0: {listed}.",
    )


def kind(given: str, known: Sequence[str]) -> DecisionRefused:
    return DecisionRefused(
        "kind",
        f"{given!r} is not a decision; choose one of: {', '.join(known)}.",
        f"«\u202f{given}\u202f» n’est pas une décision\u202f; choisissez parmi\u00a0: "
        f"{', '.join(known)}.",
    )


def person(given: str) -> DecisionRefused:
    return DecisionRefused(
        "person",
        f"Only a person may decide to {given}; ask somebody to do it on the desk.",
        f"Seule une personne peut décider «\u202f{given}\u202f»\u202f; demandez-le à quelqu’un de "
        "l’équipe.",
    )


def note(length: int, longest: int) -> DecisionRefused:
    return DecisionRefused(
        "note",
        f"The note has {length} characters; shorten it to {longest}.",
        f"La note compte {length} caractères\u202f; ramenez-la à {longest}.",
    )


def parameters(error: InvalidAction) -> DecisionRefused:
    french = getattr(error, "fr", str(error))
    return DecisionRefused("parameters", str(error), french)


def empty() -> DecisionRefused:
    return DecisionRefused(
        "empty",
        "Select at least one case.",
        "Sélectionnez au moins un cas.",
    )


def too_many(count: int, most: int) -> DecisionRefused:
    return DecisionRefused(
        "too_many",
        f"{count} cases at once is too many; at most {most}.",
        f"{count} cas à la fois, c’est trop\u202f; {most} au plus.",
    )


def already_undone(decision: Decision) -> DecisionRefused:
    return DecisionRefused(
        "already_undone",
        "This decision was already undone; nothing was changed.",
        "Cette décision a déjà été annulée\u202f; rien n’a été changé.",
        at=decision.undone_at.isoformat() if decision.undone_at else None,
    )


def superseded(newer: Decision) -> DecisionRefused:
    return DecisionRefused(
        "superseded",
        f"A newer decision ({newer.kind}) was taken on this message; undo that one first.",
        f"Une décision plus récente ({newer.kind}) a été prise sur ce message\u202f; annulez-la "
        "d’abord.",
        decision_id=newer.id,
    )


def no_decision(id: int | str) -> DecisionRefused:
    return DecisionRefused(
        "unknown",
        f"No such decision in this community: {id}.",
        f"Aucune décision de ce numéro dans cette communauté\u00a0: {id}.",
    )
