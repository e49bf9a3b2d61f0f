"""The reasons that no rule gives: why a message was left alone, or needs a person."""

from __future__ import annotations

from collections.abc import Mapping

from harmonie.policies.problems import NARROW
from harmonie.records import Reason

ALREADY_DECIDED = Reason(
    "person_decided",
    fr="Une personne de l’équipe a déjà décidé pour ce message. L’IA ne revient pas dessus.",
    en="A person of the team has already decided on this message. The AI does not go back on it.",
)
EXEMPT = Reason(
    "exempt_role",
    fr="L’auteur a un rôle que cette charte ne juge pas.",
    en="The author has a role that this policy does not judge.",
)
MISSING_SIGNAL = Reason(
    "missing_signal",
    fr="Un signal dont une règle a besoin manque pour ce message. Une personne doit le lire.",
    en="A signal that a rule needs is missing for this message. A person must read it.",
)
#: By the analysis' reason code.
CANNOT_JUDGE: Mapping[str, Reason] = {
    "failed": Reason(
        "cannot_judge",
        fr="L’analyse de ce message a échoué. Une personne doit le lire.",
        en="The analysis of this message failed. A person must read it.",
    ),
    "empty": Reason(
        "cannot_judge",
        fr="Le message n’a pas de texte. Une personne doit le regarder.",
        en="The message has no text. A person must look at it.",
    ),
    "too_short": Reason(
        "cannot_judge",
        fr="Le message est trop court pour être jugé. Une personne doit le lire.",
        en="The message is too short to be judged. A person must read it.",
    ),
    "too_long": Reason(
        "cannot_judge",
        fr="Le message est trop long pour être jugé d’un seul tenant. Une personne doit le lire.",
        en="The message is too long to be judged as a whole. A person must read it.",
    ),
    "language": Reason(
        "cannot_judge",
        fr="L’IA ne lit que le français et l’anglais. Une personne doit lire ce message.",
        en="The AI reads French and English only. A person must read this message.",
    ),
    "unsure": Reason(
        "cannot_judge",
        fr="Pour ce message, l’IA hésite entre deux réponses. Une personne doit le lire.",
        en="The AI hesitates between two answers for this message. A person must read it.",
    ),
    "unreadable": Reason(
        "cannot_judge",
        fr=f"L’IA n’y trouve rien à lire{NARROW}; une personne doit regarder ce message.",
        en="The AI finds nothing to read in it; a person must look at this message.",
    ),
}
