"""The import's sentences: what differs and what to do about it, English and French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Level = Literal["left_out", "lost", "adapted"]
H, N = "\u00a0", "\u202f"

#: code -> what is the case, in English and in French.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "unreadable": ("This document cannot be read. {why_en}",
                   "Ce document ne se lit pas. {why_fr}"),
    "no_check": ("The rule checks nothing, so AutoModerator ignores it.",
                 f"La règle ne vérifie rien{N}; AutoModerator l’ignore."),
    "no_action": ("Nothing that the rule does exists in Harmonie.",
                  "Rien de ce que fait la règle n’existe dans Harmonie."),
    "unknown_key": ("The key {key} is not one of AutoModerator’s that Harmonie knows.",
                    f"La clé «{H}{{key}}{H}» n’est pas une de celles d’AutoModerator "
                    "que Harmonie connaît."),
    "unsupported_check": ("Harmonie does not know what {key} checks.",
                          f"Harmonie ne sait pas ce que vérifie «{H}{{key}}{H}»."),
    "unsupported_field": ("Harmonie has no {field} to look into.",
                          f"Harmonie n’a pas de «{H}{{field}}{H}» où chercher."),
    "unsupported_action": ("Harmonie cannot do what {key} does.",
                           f"Harmonie ne sait pas faire «{H}{{key}}{H}»."),
    "bad_value": ("The value of {key} cannot be read.",
                  f"La valeur de «{H}{{key}}{H}» ne se lit pas."),
    "bad_threshold": ("The comparison {value} cannot be read.",
                      f"La comparaison «{H}{{value}}{H}» ne se lit pas."),
    "part_of_a_day": ("Harmonie counts whole days: {value} has no counterpart.",
                      f"Harmonie compte en jours entiers{N}: «{H}{{value}}{H}» "
                      "n’a pas d’équivalent."),
    "bad_modifier": ("The modifiers ({modifiers}) cannot be used together, or are unknown.",
                     "Les modificateurs ({modifiers}) ne vont pas ensemble, "
                     "ou sont inconnus."),
    "bad_pattern": ("The pattern {value} has no counterpart: {why_en}.",
                    f"Le motif «{H}{{value}}{H}» n’a pas d’équivalent{H}: {{why_fr}}."),
    "unknown_type": ("Harmonie knows no messages of type {value}.",
                     f"Harmonie ne connaît pas de messages de type «{H}{{value}}{H}»."),
    "too_large": ("The condition is larger than one rule may be.",
                  "La condition dépasse ce que peut tenir une règle."),
    "no_example": ("No text was found that proves when the rule fires and when it does not.",
                   "Aucun texte n’a été trouvé pour prouver quand la règle se déclenche et quand "
                   "elle ne le fait pas."),
    "too_many_rules": ("A policy holds 200 rules at most; this one comes after them.",
                       f"Une charte tient 200 règles au plus{N}; celle-ci vient après."),
    "too_many_bytes": ("The policy would be larger than a policy may be.",
                       "La charte dépasserait la taille permise."),
    "duplicate_key": ("{key} is given twice; AutoModerator reads the last one, and so does this.",
                      f"«{H}{{key}}{H}» est donné deux fois{N}; comme AutoModerator, l’import "
                      "lit le dernier."),
    "placeholder": ("The text of {key} holds placeholders that Harmonie does not fill in.",
                    f"Le texte de «{H}{{key}}{H}» contient des variables que Harmonie ne remplit "
                    "pas."),
    "message_alone": ("A private message without a removal has no counterpart.",
                      "Un message privé sans retrait n’a pas d’équivalent."),
    "title_and_text": ("Harmonie keeps one text for each message: title is looked for in it.",
                       f"Harmonie garde un seul texte par message{H}: le titre y est cherché."),
    "posts_only": ("Comments have no {fields}: the rule looks at messages that answer no other.",
                   f"Les commentaires n’ont pas de {{fields}}{H}: la règle regarde les messages "
                   "qui ne répondent à aucun autre."),
    "edge": ("{value} may begin or end with a sign: it is found between signs, spaces or edges.",
             f"«{H}{{value}}{H}» peut commencer ou finir par un signe{H}: il est trouvé entre des "
             "signes, des espaces ou des bords."),
    "links_in_text": ("{field} looks at every link of the message’s text.",
                      f"«{H}{{field}}{H}» regarde chaque lien du texte du message."),
    "kind_of_post": ("Harmonie does not tell link posts from text posts; a post is here a message "
                     "that answers no other ({value}).",
                     "Harmonie ne distingue pas les publications à lien et à texte ; une "
                     "publication est ici un message qui ne répond à aucun autre "
                     "({value}).".replace(" ;", f"{N};")),
    "joined": ("account_age counts the days since the author joined the community’s channel; a "
               "rule stays silent when they are not known.",
               f"account_age compte les jours depuis l’arrivée de l’auteur sur le canal{N}; la "
               "règle se tait quand on ne les connaît pas."),
    "edge_punctuation": ("The length counts punctuation at both ends of the text.",
                         "La longueur compte la ponctuation aux deux bouts du texte."),
    "boundary": ("The word boundaries of {value} are those of unaccented letters.",
                 f"Les limites de mots de «{H}{{value}}{H}» sont celles des lettres sans accent."),
    "one_language": ("The text of {key} is the same in both languages.",
                     f"Le texte de «{H}{{key}}{H}» est le même dans les deux langues."),
    "flair_is_tag": ("The flair becomes a tag on the desk ({tag}), which members do not see.",
                     "Le flair devient une étiquette du bureau ({tag}), que les membres ne voient "
                     "pas."),
    "message_is_warning": ("The private message becomes a warning, which counts for the author.",
                           "Le message privé devient un avertissement, qui compte pour l’auteur."),
    "modmail_is_escalation": ("The modmail becomes an escalation to the team’s lead.",
                              "Le modmail devient une escalade vers la ou le responsable."),
}  # fmt: skip

_BY_HAND = (
    "Write it by hand with what a condition can read (reference: Rules).",
    "Écrivez-la à la main avec ce qu’une condition peut lire (référence\u00a0: Règles).",
)
_NOTHING = ("Nothing needs to be done.", "Il n’y a rien à faire.")
_REREAD = ("Check that this is what you want.", "Vérifiez que c’est ce que vous voulez.")

#: code -> what to do, in English and in French.
ADVICE: Mapping[str, tuple[str, str]] = {
    "unreadable": ("Correct it in the original and import again.",
                   "Corrigez-le dans l’original et importez de nouveau."),
    "no_check": ("Remove it, or add a check.", "Ôtez-la, ou ajoutez une vérification."),
    "no_action": ("Decide what Harmonie should do: hide, tag, warn, reply or escalate.",
                  f"Décidez ce que Harmonie doit faire{H}: hide, tag, warn, reply ou escalate."),
    "unknown_key": ("Correct its spelling, or remove it; a check is never dropped in silence.",
                    f"Corrigez son orthographe, ou ôtez-la{N}; une vérification n’est jamais "
                    "abandonnée en silence."),
    "unsupported_check": _BY_HAND,
    "unsupported_field": _BY_HAND,
    "unsupported_action": ("Do it on the channel itself.", "Faites-le sur le canal lui-même."),
    "bad_value": ("Correct it in the original and import again.",
                  "Corrigez-la dans l’original et importez de nouveau."),
    "bad_threshold": ("Write < or > before the number, and a unit such as days after it.",
                      "Écrivez < ou > avant le nombre, et une unité comme days après."),
    "part_of_a_day": ("Round it to days.", "Arrondissez en jours."),
    "bad_modifier": ("Keep one of full-exact, full-text, includes, includes-word, starts-with, "
                     "ends-with, with regex or case-sensitive.",
                     "Gardez un seul de full-exact, full-text, includes, includes-word, "
                     "starts-with, ends-with, avec regex ou case-sensitive."),
    "bad_pattern": ("Write it without this, or as several simple values.",
                    "Écrivez-le sans cela, ou en plusieurs valeurs simples."),
    "unknown_type": ("Write the rule by hand.", "Écrivez la règle à la main."),
    "too_large": ("Cut its lists into several rules.",
                  "Répartissez ses listes entre plusieurs règles."),
    "no_example": ("Write the rule by hand, with an example that fires and one that does not.",
                   "Écrivez la règle à la main, avec un exemple qui se déclenche et un qui ne le "
                   "fait pas."),
    "too_many_rules": ("Import the file in two parts.", "Importez le fichier en deux parties."),
    "too_many_bytes": ("Import the file in two parts.", "Importez le fichier en deux parties."),
    "duplicate_key": ("Number the second one, such as body#2, when both are meant.",
                      "Numérotez le second, comme body#2, si les deux comptent."),
    "placeholder": ("Write the text without {{{{…}}}} and import again.",
                    "Écrivez le texte sans {{{{…}}}} et importez de nouveau."),
    "message_alone": ("Use warn when it is a warning, reply when it is an answer.",
                      "Utilisez warn si c’est un avertissement, reply si c’est une réponse."),
    "title_and_text": _REREAD,
    "links_in_text": _REREAD,
    "posts_only": ("Remove !message.is_reply from the condition to look at answers too.",
                   "Ôtez !message.is_reply de la condition pour regarder aussi les réponses."),
    "edge": _REREAD,
    "kind_of_post": ("Add message.has_link to the condition when links matter.",
                     "Ajoutez message.has_link à la condition si les liens comptent."),
    "joined": _REREAD,
    "edge_punctuation": _NOTHING,
    "boundary": ("Try it with accented words.", "Essayez-la avec des mots accentués."),
    "one_language": ("Translate it under fr and en before saving.",
                     "Traduisez-le sous fr et en avant d’enregistrer."),
    "flair_is_tag": _NOTHING,
    "message_is_warning": _REREAD,
    "modmail_is_escalation": _NOTHING,
}  # fmt: skip
