"""``harmonie dsa``: a period's statements into a file, and what waits to the database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from harmonie.apps.accounts.contracts import CommunityCard
from harmonie.apps.accounts.queries import all_communities, community
from harmonie.apps.dsa import operations, queries
from harmonie.server.terminal import is_french, stop, tell

SHOWN = 20


def export(slug: str, first: date, last: date, out: str, form: Any) -> int:
    """Exit code 0 when every restriction was written, 1 when some cannot be yet, 2 when refused."""
    card = _community(slug)
    if first > last:
        stop("--to is before --from", "--to précède --from")
    try:
        found = operations.export(card.id, first, last, "machine", form)
    except operations.InvalidRecord as error:
        language = "fr" if is_french() else "en"
        told = "; ".join(f"{one.field} {one.text(language)}" for one in error.problems)
        stop(f"nothing was written. Decision {error.reference}: {told}",
             f"rien n’a été écrit. Décision {error.reference}\u00a0: {told}")  # fmt: skip
    try:
        _write(Path(out), found.lines)
    except OSError as error:
        stop(f"{out}: {error.strerror}", f"{out}\u00a0: {error.strerror}")
    for one in found.incomplete[:SHOWN]:
        names = ", ".join(one.missing)
        tell(
            f"{one.reference} cannot be exported yet: {names} is missing",
            f"{one.reference} ne peut pas encore être exportée\u00a0: il manque {names}",
        )
    more = len(found.incomplete) - SHOWN
    if more > 0:
        tell(
            f"… and {more} more: Settings, Statements of reasons shows them",
            f"… et {more} autres\u00a0: Réglages, Exposés des motifs les montre",
        )
    tell(
        f"{found.count} statements written, {len(found.incomplete)} cannot be exported yet, "
        f"{found.exempt} warnings restrict nothing",
        f"{found.count} exposés écrits, {len(found.incomplete)} ne peuvent pas encore l’être, "
        f"{found.exempt} avertissements ne restreignent rien",
    )
    return 1 if found.incomplete else 0


def send(slug: str) -> int:
    """Exit code 0 when nothing is left, 1 when something waits or was refused, 2 when off."""
    card = _community(slug)
    if not queries.reporting(card.id).is_on:
        stop("sending is off; a lead switches it on in Settings, Statements of reasons",
             "l’envoi est désactivé\u202f; un responsable l’active dans Réglages, Exposés des "
             "motifs")  # fmt: skip
    operations.collect(card.id)
    done = operations.send(card.id)
    tell(
        f"{done.sent} sent, {done.refused} refused, {done.waiting} waiting, "
        f"{done.incomplete} cannot be sent yet",
        f"{done.sent} envoyés, {done.refused} refusés, {done.waiting} en attente, "
        f"{done.incomplete} ne peuvent pas encore l’être",
    )
    if done.paused_until is not None:
        at = f"{done.paused_until:%Y-%m-%d %H:%M} UTC"
        tell(f"{done.error}; next try {at}", f"{done.error}\u202f; prochain essai {at}")
    return 1 if done.refused or done.waiting or done.incomplete else 0


def _community(slug: str) -> CommunityCard:
    try:
        return community(slug)
    except LookupError:
        known = ", ".join(one.slug for one in all_communities()) or "-"
        stop(f"no community “{slug}”; known: {known}",
             f"aucune communauté «\u202f{slug}\u202f»\u202f; connues\u00a0: {known}")  # fmt: skip


def _write(path: Path, lines: Iterable[str]) -> None:
    """The whole file or none: it appears under its name once it is complete."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
