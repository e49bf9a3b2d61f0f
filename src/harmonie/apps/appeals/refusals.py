"""Why something is refused, in both languages, each saying what to do."""

from __future__ import annotations

from harmonie.apps.appeals.contracts import (
    LONGEST_TEXT,
    MOST_APPEALS,
    MOST_DAYS,
    MOST_MESSAGES,
    OUTCOMES,
    SHORTEST_REASONS,
    Refused,
)

N = "\u202f"
H = "\u00a0"
_NAMES = {"fr": ("French", "le français"), "en": ("English", "l’anglais")}


def unknown(number: int | str) -> Refused:
    return Refused(
        "unknown",
        f"No such appeal in this community: {number}.",
        f"Aucun recours de ce numéro dans cette communauté{H}: {number}.",
    )


def no_statement() -> Refused:
    return Refused(
        "no_statement",
        "No statement of reasons has this address: send its last part whole.",
        f"Aucun exposé des motifs n’a cette adresse{N}: envoyez sa dernière partie entière.",
    )


def too_late() -> Refused:
    return Refused(
        "too_late",
        "The six months in which this decision could be contested here are over. You can still "
        "turn to an out-of-court body or to a court.",
        "Les six mois pendant lesquels cette décision pouvait être contestée ici sont passés. "
        "Vous pouvez encore saisir un organe extrajudiciaire ou un tribunal.",
    )


def undone() -> Refused:
    return Refused(
        "undone",
        "This decision was already undone: there is nothing left to contest.",
        f"Cette décision a déjà été annulée{N}: il ne reste rien à contester.",
    )


def moot() -> Refused:
    return Refused(
        "moot",
        "The decision was undone meanwhile: the appeal is closed, nothing was changed.",
        f"La décision a été annulée entre-temps{N}: le recours est clos, rien n’a été changé.",
    )


def already_open() -> Refused:
    return Refused(
        "already_open",
        "This decision is already contested. The answer comes on the page whose address was given "
        "when the appeal was sent.",
        "Cette décision est déjà contestée. La réponse viendra sur la page dont l’adresse a été "
        "donnée à l’envoi du recours.",
    )


def too_many_appeals() -> Refused:
    return Refused(
        "too_many_appeals",
        f"This decision was contested {MOST_APPEALS} times: the team does not look again. You can "
        "still turn to an out-of-court body or to a court.",
        f"Cette décision a été contestée {MOST_APPEALS} fois{N}: l’équipe ne la réexamine plus. "
        "Vous pouvez encore saisir un organe extrajudiciaire ou un tribunal.",
    )


def empty() -> Refused:
    return Refused("empty", "Write at least a few words.", "Écrivez au moins quelques mots.")


def too_long(length: int) -> Refused:
    return Refused(
        "too_long",
        f"The text has {length} characters; shorten it to {LONGEST_TEXT}.",
        f"Le texte compte {length} caractères{N}; ramenez-le à {LONGEST_TEXT}.",
    )


def too_many_messages() -> Refused:
    return Refused(
        "too_many_messages",
        f"{MOST_MESSAGES} messages were added already: wait for the outcome.",
        f"{MOST_MESSAGES} messages ont déjà été ajoutés{N}: attendez l’issue.",
    )


def person() -> Refused:
    return Refused(
        "person",
        "Only a person examines an appeal: open it on the desk.",
        f"Seule une personne examine un recours{N}: ouvrez-le sur le bureau.",
    )


def involved() -> Refused:
    return Refused(
        "involved",
        "You made or confirmed the contested decision: somebody else must examine the appeal. "
        "Nothing was changed.",
        "Vous avez pris ou confirmé la décision contestée\u202f: une autre personne doit examiner "
        "le recours. Rien n’a été changé.",
    )


def taken(name: str) -> Refused:
    return Refused(
        "taken",
        f"{name} examines this appeal; take it over only if they cannot.",
        f"{name} examine ce recours{N}; ne le reprenez que si cette personne ne le peut pas.",
    )


def not_yours() -> Refused:
    return Refused(
        "not_yours",
        "Take the appeal first: the one who takes it answers and decides.",
        f"Prenez d’abord le recours{N}: qui le prend répond et tranche.",
    )


def closed() -> Refused:
    return Refused(
        "closed",
        "This appeal is closed; nothing was changed.",
        f"Ce recours est clos{N}; rien n’a été changé.",
    )


def outcome(given: str) -> Refused:
    return Refused(
        "outcome",
        f"{given!r} is not an outcome; choose one of: {', '.join(OUTCOMES)}.",
        f"«{N}{given}{N}» n’est pas une issue{N}; choisissez parmi{H}: {', '.join(OUTCOMES)}.",
    )


def reasons() -> Refused:
    return Refused(
        "reasons",
        "Say in a sentence why the decision stays: the member will read it "
        f"(at least {SHORTEST_REASONS} characters).",
        f"Dites en une phrase pourquoi la décision reste{N}: le membre la lira "
        f"(au moins {SHORTEST_REASONS} caractères).",
    )


def reasons_language(language: str) -> Refused:
    english, french = _NAMES[language]
    return Refused(
        "reasons_language",
        f"The member reads {english}: write the reasons in that language.",
        f"Le membre lit {french}{N}: écrivez les motifs dans cette langue.",
    )


def days() -> Refused:
    return Refused(
        "days",
        f"Give between 1 and {MOST_DAYS} days.",
        f"Donnez entre 1 et {MOST_DAYS} jours.",
    )
