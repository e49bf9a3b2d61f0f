"""What is said of weights that cannot be used: every sentence in English and in French."""

from __future__ import annotations

from typing import Any

from harmonie.wording import Wording, say

_AGAIN = (
    "install the package again, or run `harmonie train`",
    "réinstallez le paquet, ou lancez `harmonie train`",
)

SENTENCES: dict[str, tuple[str, str]] = {
    "no_tier": (
        "no tier named {asked}; known: {known}",
        "aucun niveau nommé {asked}\u202f; connus\u00a0: {known}",
    ),
    "none": (
        f"no weights in {{folder}}: {_AGAIN[0]}",
        f"aucun poids dans {{folder}}\u00a0: {_AGAIN[1]}",
    ),
    "missing": (
        f"{{path}} is missing: {_AGAIN[0]}",
        f"{{path}} manque\u00a0: {_AGAIN[1]}",
    ),
    "bad_card": (
        f"{{path}} is not the card of a model ({{why}}): {_AGAIN[0]}",
        f"{{path}} n’est pas la fiche d’un modèle ({{why}})\u00a0: {_AGAIN[1]}",
    ),
    "other_format": (
        "{path} is of format {found}, and this version of Harmonie reads format {known}: "
        "install the version of Harmonie that made it, or run `harmonie train`",
        "{path} est au format {found}, et cette version d’Harmonie lit le format {known}\u00a0: "
        "installez la version d’Harmonie qui l’a écrit, ou lancez `harmonie train`",
    ),
    "swapped": (
        "{path} holds the tier {found}, not {wanted}: give each file its own name back, or "
        f"{_AGAIN[0]}",
        "{path} contient le niveau {found}, et non {wanted}\u00a0: rendez son nom à chaque "
        f"fichier, ou {_AGAIN[1]}",
    ),
    "cut_short": (
        f"{{path}} is cut short ({{found}} of {{wanted}} bytes): {_AGAIN[0]}",
        f"{{path}} est tronqué ({{found}} octets sur {{wanted}})\u00a0: {_AGAIN[1]}",
    ),
    "altered": (
        "{path} was altered, or belongs to another version than its card (sha256 {found}… instead "
        f"of {{wanted}}…): {_AGAIN[0]}",
        "{path} a été modifié, ou n’est pas de la version de sa fiche (sha256 {found}… au lieu de "
        f"{{wanted}}…)\u00a0: {_AGAIN[1]}",
    ),
    "not_arrays": (
        f"{{path}} holds something else than plain arrays ({{why}}): {_AGAIN[0]}",
        f"{{path}} contient autre chose que de simples tableaux ({{why}})\u00a0: {_AGAIN[1]}",
    ),
    "bad_arrays": (
        "the arrays of {path} are not those of this tier ({names}): give each file its own name "
        f"back, or {_AGAIN[0]}",
        "les tableaux de {path} ne sont pas ceux de ce niveau ({names})\u00a0: rendez son nom à "
        f"chaque fichier, ou {_AGAIN[1]}",
    ),
    "no_run": (
        f"the encoder in {{path}} does not run ({{why}}): {_AGAIN[0]}",
        f"l’encodeur de {{path}} ne tourne pas ({{why}})\u00a0: {_AGAIN[1]}",
    ),
    "other_score": (
        "the tier {tier} gives {found} for {signal} where its card says {wanted} (“{text}”): the "
        "weights, or the Harmonie that reads them, are of another version than the card; "
        + _AGAIN[0],
        "le niveau {tier} donne {found} pour {signal} là où sa fiche dit {wanted} "
        "(«\u202f{text}\u202f»)\u00a0: les poids, ou l’Harmonie qui les lit, sont d’une autre "
        "version que la fiche\u202f; " + _AGAIN[1],
    ),
    "other_student": (
        "the tier {tier} was made with {wanted}, and {found} is beside it: put back the files that "
        "were trained together, or run `harmonie train --all`",
        "le niveau {tier} a été entraîné avec {wanted}, et {found} l’accompagne\u00a0: remettez "
        "les fichiers entraînés ensemble, ou lancez `harmonie train --all`",
    ),
}


def told(code: str, **values: Any) -> Wording:
    """The sentence named ``code``, filled in."""
    return say(SENTENCES, code, **values)
