"""What a report or a case must be to be kept; each refusal says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harmonie.apps.fairness.contracts import (
    HEADS,
    LONGEST_NOTE,
    LONGEST_TEXT,
    STATES,
    TOWARDS,
    WHAT,
    Refused,
)
from harmonie.apps.fairness.models import BiasReport
from harmonie.records import LANGUAGES


def report_fields(
    *, what: str, towards: str, towards_whom: str, text: str, language: str,
    expected: Mapping[str, int], note: str,
) -> dict[str, Any]:  # fmt: skip
    """The columns of a new report, cleaned. Raises :class:`Refused`."""
    return {
        "what": _one_of("what", what, WHAT),
        "towards": _one_of("towards", towards, TOWARDS),
        "towards_whom": _line(towards_whom)[:120],
        "text": clean_text(text),
        "language": clean_language(language),
        "expected": clean_expected(expected),
        "note": clean_note(note),
    }


def locked(report_id: int, community_id: int) -> BiasReport:
    """The report's row, ours until the end of the transaction."""
    row = (
        BiasReport.objects.select_for_update(of=("self",))
        .filter(pk=report_id, community_id=community_id)
        .first()
    )
    if row is None:
        raise Refused(
            "unknown",
            f"No such bias report in this community: {report_id}.",
            f"Aucun signalement de biais de ce numéro dans cette communauté\u00a0: {report_id}.",
        )
    return row


def expect(row: BiasReport, *states: str) -> None:
    """Refuse a step that the report's state does not allow: somebody was faster."""
    if row.state not in states:
        raise Refused(
            "state",
            f"This report is {row.state.replace('_', ' ')}; nothing was changed. Read it again.",
            f"Ce signalement a changé d’état ({STATES[row.state]})\u202f; rien n’a été modifié. "
            "Relisez-le.",
        )


def _one_of(field: str, given: str, known: Mapping[str, Any]) -> str:
    if given not in known:
        raise Refused(
            field,
            f"{given!r} is not a value of {field}; choose one of: {', '.join(known)}.",
            f"«\u202f{given}\u202f» n’est pas une valeur de {field}\u202f; choisissez parmi\u00a0: "
            f"{', '.join(known)}.",
        )
    return given


def _line(given: str) -> str:
    return " ".join(given.replace("\x00", "").split())


def clean_text(given: str) -> str:
    """A text that audits judge, cleaned."""
    cleaned = given.replace("\x00", "").replace("\r\n", "\n").strip()
    if not cleaned or len(cleaned) > LONGEST_TEXT:
        raise Refused(
            "text",
            f"Give the text without what names anybody, in 1 to {LONGEST_TEXT} characters.",
            f"Donnez le texte sans ce qui désigne quelqu’un, en 1 à {LONGEST_TEXT} caractères.",
        )
    return cleaned


def clean_language(given: str) -> str:
    """ "fr" or "en"."""
    if given not in LANGUAGES:
        raise Refused(
            "language",
            "Audits judge French and English: say which of the two the text is in.",
            "Les audits jugent le français et l’anglais\u202f: dites lequel est celui du texte.",
        )
    return given


def clean_expected(given: Mapping[str, int]) -> dict[str, int]:
    """0 or 1 by signal, at least one."""
    if not given or any(name not in HEADS or value not in (0, 1) for name, value in given.items()):
        raise Refused(
            "expected",
            f"Say what should be found: 0 or 1 for at least one of {', '.join(HEADS)}.",
            "Dites ce qui devrait être trouvé\u202f: 0 ou 1 pour au moins un de ces signaux, "
            f"{', '.join(HEADS)}.",
        )
    return {name: int(value) for name, value in given.items()}


def clean_note(given: str) -> str:
    """A note of the team, cleaned."""
    cleaned = given.replace("\x00", "").strip()
    if len(cleaned) > LONGEST_NOTE:
        raise Refused(
            "note",
            f"The note has {len(cleaned)} characters; shorten it to {LONGEST_NOTE}.",
            f"La note compte {len(cleaned)} caractères\u202f; ramenez-la à {LONGEST_NOTE}.",
        )
    return cleaned
