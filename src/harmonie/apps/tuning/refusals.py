"""Why a model may not go live, in both languages, each saying what to do next."""

from __future__ import annotations

from harmonie.apps.tuning.contracts import Readiness, Refused

_WHY = {
    "comparison": (
        "compare it first with the model in use",
        "comparez-le d’abord avec le modèle en service",
    ),
    "comparison_old": (
        "compare it again, another model came into use since",
        "comparez-le de nouveau, un autre modèle est entré en service depuis",
    ),
    "audit_old": (
        "have it audited again, another model came into use since",
        "faites-le de nouveau auditer, un autre modèle est entré en service depuis",
    ),
    "audit": ("have it audited first", "faites-le d’abord auditer"),
    "audit_failed": (
        "its audit did not pass: it treats some groups worse than the thresholds allow",
        "son audit est négatif\u00a0: il traite certains groupes moins bien que les seuils ne le "
        "permettent",
    ),
}


def not_ready(ready: Readiness) -> Refused:
    if ready.is_live:
        return Refused(
            "already_live",
            "This model is already in use; nothing was changed.",
            "Ce modèle est déjà en service\u202f; rien n’a été changé.",
        )
    english = "; ".join(_WHY[code][0] for code in ready.missing)
    french = "\u202f; ".join(_WHY[code][1] for code in ready.missing)
    code = "audit_failed" if "audit_failed" in ready.missing else "not_ready"
    return Refused(
        code,
        f"This model may not go live: {english}.",
        f"Ce modèle ne peut pas entrer en service\u00a0: {french}.",
    )


def why(code: str) -> tuple[str, str]:
    """The condition that is not met, in English and in French."""
    return _WHY[code]


def changed() -> Refused:
    return Refused(
        "changed",
        "The weights changed since you saw this model; nothing was put in use. Read it again.",
        "Les poids ont changé depuis que vous avez vu ce modèle\u202f; rien n’a été mis en "
        "service. Relisez-le.",
    )


def overtaken() -> Refused:
    return Refused(
        "changed",
        "Another model came into use meanwhile: measure this one again.",
        "Un autre modèle est entré en service entre-temps\u202f: mesurez de nouveau celui-ci.",
    )


def nothing_before() -> Refused:
    return Refused(
        "nothing_before",
        "No other model was in use before this one.",
        "Aucun autre modèle n’a été en service avant celui-ci.",
    )


def too_many_messages(most: int) -> Refused:
    return Refused(
        "messages", f"Compare on 1 to {most} messages.", f"Comparez sur 1 à {most} messages."
    )
