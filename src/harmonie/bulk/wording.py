"""What bulk work tells the person at the terminal, in both languages."""

from __future__ import annotations

import errno
from typing import Any

from harmonie.channels.wording import Wording, say

SENTENCES: dict[str, tuple[str, str]] = {
    "row_failed": (
        "{path}, row {row}: {error}",
        "{path}, ligne {row}\u00a0: {error}",
    ),
    "more_failed": (
        "… more rows failed; only the first {shown} are shown here, the output holds them all",
        "… d’autres lignes ont échoué\u202f; seules les {shown} premières sont montrées ici, la "
        "sortie les contient toutes",
    ),
    "summary": (
        "{rows} rows read: {judged} judged, {abstained} that cannot be judged, {failed} failed",
        "{rows} lignes lues\u00a0: {judged} jugées, {abstained} que l’on ne peut pas juger, "
        "{failed} en échec",
    ),
    "noticed": (
        "{count} rows kept, with this left out or mended: {notice}",
        "{count} lignes gardées, avec ceci omis ou réparé\u00a0: {notice}",
    ),
    "interrupted": (
        "interrupted: the rows already written are complete",
        "interrompu\u00a0: les lignes déjà écrites sont complètes",
    ),
    "analysis_failed": (
        "this message could not be analysed ({kind}): please report it",
        "ce message n’a pas pu être analysé ({kind})\u00a0: merci de le signaler",
    ),
    "same_file": (
        "the output would overwrite the input: choose another --out",
        "la sortie écraserait l’entrée\u00a0: choisissez un autre --out",
    ),
    "nothing_read": (
        "{path}: {error}",
        "{path}\u00a0: {error}",
    ),
    "no_file": ("there is no such file", "ce fichier n’existe pas"),
    "no_permission": ("permission denied", "permission refusée"),
    "directory": (
        "this is a directory: name one file",
        "c’est un dossier\u00a0: indiquez un fichier",
    ),
    "disk_full": ("the disk is full", "le disque est plein"),
    "closed_output": ("the standard output is closed", "la sortie standard est fermée"),
    "nothing_judged": (
        "no row could be judged",
        "aucune ligne n’a pu être jugée",
    ),
    "no_policy": (
        "there is no policy of that name and no such file; the packs are {packs}",
        "il n’y a ni politique de ce nom ni fichier\u202f; les politiques livrées sont {packs}",
    ),
    "progress": ("rows", "lignes"),
}


def tell(code: str, **values: Any) -> Wording:
    """A sentence of bulk work."""
    return say(SENTENCES, code, **values)


_SYSTEM_ERRORS = {
    errno.ENOENT: "no_file", errno.EACCES: "no_permission", errno.EPERM: "no_permission",
    errno.EISDIR: "directory", errno.ENOSPC: "disk_full",
}  # fmt: skip


def system_error(error: OSError) -> str:
    """What the system refused, in both languages for the usual causes."""
    code = _SYSTEM_ERRORS.get(error.errno or 0)
    return tell(code) if code else (error.strerror or str(error) or type(error).__name__)
