"""What mandates tell people, in both languages."""

from __future__ import annotations

from typing import Any

from harmonie.wording import Wording, say

SENTENCES: dict[str, tuple[str, str]] = {
    # What was asked cannot be asked.
    "no_action": (
        "no action is named “{action}”; those that a mandate can cover are {known}",
        "aucune action ne s’appelle «\u00a0{action}\u00a0»\u202f; un mandat peut porter "
        "sur\u00a0: {known}",
    ),
    "needs_person": (
        "“{action}” is never carried out without a person: no mandate can cover it",
        "«\u00a0{action}\u00a0» ne se fait jamais sans une personne\u00a0: aucun mandat ne peut "
        "le couvrir",
    ),
    "no_subject": (
        "say which rule or which signal the mandate is about",
        "dites sur quelle règle ou sur quel signal porte le mandat",
    ),
    "two_subjects": (
        "name a rule or a signal, not both: “{rule}”, “{signal}”",
        "nommez une règle ou un signal, pas les deux\u00a0: «\u00a0{rule}\u00a0», "
        "«\u00a0{signal}\u00a0»",
    ),
    "no_signal": (
        "no signal is named “{signal}”; known: {known}",
        "aucun signal ne s’appelle «\u00a0{signal}\u00a0»\u202f; connus\u00a0: {known}",
    ),
    "no_language": (
        "“{language}” is neither fr nor en; leave it out for both",
        "«\u00a0{language}\u00a0» n’est ni fr ni en\u202f; n’indiquez rien pour les deux",
    ),
    "no_level": (
        "“{level}” is no level; choose off, shadow, propose or act",
        "«\u00a0{level}\u00a0» n’est pas un niveau\u202f; choisissez off, shadow, propose ou act",
    ),
    "maximum_error": (
        "the maximum error must lie between {low} and {high} (0.03 is 3 in 100); it is {value}",
        "l’erreur maximale doit être entre {low} et {high} (0.03 veut dire 3 sur 100)\u202f; elle "
        "est de {value}",
    ),
    "confidence": (
        "the confidence must lie between {low} and {high} (0.95 is 95 in 100); it is {value}",
        "la confiance doit être entre {low} et {high} (0.95 veut dire 95 sur 100)\u202f; elle est "
        "de {value}",
    ),
    "minimum_evidence": (
        "the minimum evidence must be a number of decisions between 1 and {high}; it is {value}",
        "le minimum de preuves doit être un nombre de décisions entre 1 et {high}\u202f; il est de "
        "{value}",
    ),
    "no_timezone": (
        "no time zone is named “{name}”; write it like Europe/Paris",
        "aucun fuseau horaire ne s’appelle «\u00a0{name}\u00a0»\u202f; écrivez-le comme "
        "Europe/Paris",
    ),
    "bad_hours": (
        "“{value}” is no stretch of the week; write it like mon-fri 09:00-18:00",
        "«\u00a0{value}\u00a0» n’est pas un créneau de la semaine\u202f; écrivez-le comme "
        "lun-ven 09:00-18:00",
    ),
    # What may not happen.
    "person_needed": (
        "only a person can do this: the AI never extends its own limits",
        "seule une personne peut le faire\u00a0: l’IA n’élargit jamais ses propres limites",
    ),
    "wrong_state": (
        "a mandate that is “{state}” cannot become “{wanted}”",
        "un mandat à l’état «\u00a0{state}\u00a0» ne peut pas passer à «\u00a0{wanted}\u00a0»",
    ),
    "level_too_low": (
        "this mandate was asked for the level {level}; ask anew for the level {wanted}",
        "ce mandat a été demandé au niveau {level}\u202f; redemandez-le au niveau {wanted}",
    ),
    "other_request": (
        "these figures answer another request; test this one",
        "ces chiffres répondent à une autre demande\u202f; testez celle-ci",
    ),
    "other_attempt": (
        "these figures are from attempt {found}, and this is attempt {wanted}; test anew",
        "ces chiffres sont ceux de l’essai {found}, et c’est l’essai {wanted}\u202f; refaites le "
        "test",
    ),
    "stale_evidence": (
        "the mandate was withdrawn since: only decisions made after that count; test anew",
        "le mandat a été retiré entre-temps\u00a0: seules comptent les décisions prises "
        "depuis\u202f; refaites le test",
    ),
    "not_granted": (
        "the test refused this mandate: {why}",
        "le test a refusé ce mandat\u00a0: {why}",
    ),
    # What the test found.
    "granted": (
        "It can be granted from a confidence of {threshold}: {wrong} wrong out of {cases}. With a "
        "certainty of {confidence} %, fewer than {limit} in 100 are wrong.",
        "Il peut être accordé à partir d’une confiance de {threshold}\u00a0: {wrong} erreurs sur "
        "{cases}. Avec une certitude de {confidence}\u202f%, il y a moins de {limit} erreurs "
        "sur 100.",
    ),
    "too_few": (
        "There are too few decisions: {cases}. Even without a single error about {least} are "
        "needed, {missing} more.",
        "Il y a trop peu de décisions\u00a0: {cases}. Même sans une seule erreur, il en faut "
        "environ {least}, soit {missing} de plus.",
    ),
    "not_shown": (
        "No confidence threshold keeps the promise on these {cases} decisions. If the error seen "
        "stays what it is, about {missing} more are needed; {least} more at the very least.",
        "Aucun seuil de confiance ne tient la promesse sur ces {cases} décisions. Si l’erreur "
        "constatée reste la même, il en faut environ {missing} de plus\u202f; {least} de plus au "
        "strict minimum.",
    ),
    "too_wrong": (
        "No confidence threshold keeps the promise on these {cases} decisions, and more of the "
        "same would not change that: the best threshold has {error} % of errors.",
        "Aucun seuil de confiance ne tient la promesse sur ces {cases} décisions, et davantage de "
        "décisions pareilles n’y changeraient rien\u00a0: le meilleur seuil a {error}\u202f% "
        "d’erreurs.",
    ),
    # Why it was withdrawn.
    "error_passed": (
        "of {cases} sampled actions {wrong} were wrong: the error has passed the maximum of "
        "{limit} in 100",
        "sur {cases} actions contrôlées, {wrong} étaient des erreurs\u00a0: le maximum de {limit} "
        "sur 100 est dépassé",
    ),
    "drifted": (
        "the scores no longer look like those on which the mandate was tested",
        "les scores ne ressemblent plus à ceux sur lesquels le mandat a été testé",
    ),
    "unreviewed": (
        "{overdue} sampled actions still wait for a person, after {cases} that were reviewed: "
        "nobody can tell whether the promise holds",
        "{overdue} actions à contrôler attendent encore une personne, après {cases} "
        "contrôlées\u00a0: personne ne peut dire si la promesse est tenue",
    ),
    # A table of decisions.
    "no_column": (
        "{path}: the column {name} is missing; present: {present}",
        "{path}\u00a0: il manque la colonne {name}\u202f; présentes\u00a0: {present}",
    ),
    "empty_table": (
        "{path}: there is no decision below the header",
        "{path}\u00a0: il n’y a aucune décision sous l’en-tête",
    ),
    "not_utf8": (
        "{path}: this file is not UTF-8; save it as CSV UTF-8 and try again",
        "{path}\u00a0: ce fichier n’est pas en UTF-8\u202f; enregistrez-le en CSV UTF-8 puis "
        "recommencez",
    ),
    "bad_cell": (
        "{path}, row {row}, column {name}: “{value}” is not {wanted}",
        "{path}, ligne {row}, colonne {name}\u00a0: «\u00a0{value}\u00a0» n’est pas {wanted}",
    ),
    "wanted_score": ("a confidence between 0 and 1", "une confiance entre 0 et 1"),
    "wanted_verdict": ("right or wrong", "juste ou faux"),
    "wanted_source": (
        "person, confirmed or machine",
        "person, confirmed ou machine (personne, confirmé, machine)",
    ),
    "wanted_time": (
        "a date like 2026-03-01T09:30+01:00, zone included",
        "une date comme 2026-03-01T09:30+01:00, fuseau compris",
    ),
}

#: Why a decision is no evidence.
SET_ASIDE: dict[str, tuple[str, str]] = {
    "machine": ("made by the model alone", "prises par le modèle seul"),
    "confirmed": (
        "only confirmed what the screen showed",
        "n’ont fait que confirmer ce que l’écran montrait",
    ),
    "other": ("about another action, rule, signal or language",
              "sur une autre action, règle, langue ou un autre signal"),
    "duplicate": ("again on the same message or group", "encore sur le même message ou groupe"),
    "too_old": ("made before the last withdrawal, or without a date",
                "prises avant le dernier retrait, ou sans date"),
}  # fmt: skip


def tell(code: str, **values: Any) -> Wording:
    """A sentence about mandates."""
    return say(SENTENCES, code, **values)


def reason_set_aside(kind: str) -> Wording:
    return say(SET_ASIDE, kind)


def hundredths(share: float) -> str:
    """``0.03`` as ``3``, ``0.025`` as ``2.5``."""
    return f"{100 * share:.4g}"
