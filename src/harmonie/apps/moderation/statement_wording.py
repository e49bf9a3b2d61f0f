"""The words of a statement of reasons, French and English side by side.

They are kept here, not in a catalogue: a statement is written in its reader's language whatever the
language of the desk, and both versions must be read together when one changes. Facts first, no
blame, person or machine said plainly (DSA articles 17(3) and 17(4)).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

N = "\u202f"
H = "\u00a0"
Pair = tuple[str, str]

TITLES: dict[str, Pair] = {
    "hide": ("Votre message a été masqué", "Your message was hidden"),
    "remove": ("Votre message a été retiré", "Your message was removed"),
    "warn": ("Vous avez reçu un avertissement", "You received a warning"),
    "mute": ("Vous ne pouvez plus écrire pour un temps", "You cannot write for a while"),
    "ban": ("Votre compte est exclu de cet espace", "Your account is banned from this place"),
}
UNDONE_TITLE: Pair = ("Cette décision a été annulée", "This decision was undone")
OPENING: dict[str, Pair] = {
    "hide": (
        "Bonjour {name}. Votre message du {date} n’est plus visible par les autres membres. "
        "Voici pourquoi, et ce que vous pouvez faire.",
        "Hello {name}. Your message of {date} can no longer be seen by other members. Here is why, "
        "and what you can do.",
    ),
    "remove": (
        "Bonjour {name}. Votre message du {date} a été retiré de cet espace. Voici pourquoi, et "
        "ce que vous pouvez faire.",
        "Hello {name}. Your message of {date} was removed from this place. Here is why, and what "
        "you can do.",
    ),
    "warn": (
        "Bonjour {name}. L’équipe vous a averti au sujet de votre message du {date}. Voici "
        "pourquoi, et ce que vous pouvez faire.",
        "Hello {name}. The team warned you about your message of {date}. Here is why, and what you "
        "can do.",
    ),
    "mute": (
        "Bonjour {name}. À la suite de votre message du {date}, vous pouvez lire mais plus écrire "
        "ici pour un temps. Voici pourquoi, et ce que vous pouvez faire.",
        "Hello {name}. After your message of {date}, you can read but not write here for a while. "
        "Here is why, and what you can do.",
    ),
    "ban": (
        "Bonjour {name}. À la suite de votre message du {date}, votre compte n’a plus accès à cet "
        "espace pour un temps. Voici pourquoi, et ce que vous pouvez faire.",
        "Hello {name}. After your message of {date}, your account has no access to this place for "
        "a while. Here is why, and what you can do.",
    ),
}
UNDONE_OPENING: Pair = (
    "Bonjour {name}. La décision prise sur votre message du {date} a été annulée le {undone}. "
    "Elle n’a plus d’effet. Voici ce qu’elle était.",
    "Hello {name}. The decision taken on your message of {date} was undone on {undone}. It no "
    "longer has any effect. Here is what it was.",
)
WHAT: dict[str, Pair] = {
    "hide": (
        "Message masqué{channel}. Votre compte n’est pas touché.",
        "Message hidden{channel}. Your account is not affected.",
    ),
    "remove": (
        "Message retiré{channel}. Votre compte n’est pas touché.",
        "Message removed{channel}. Your account is not affected.",
    ),
    "warn": (
        "Avertissement envoyé{channel}. Votre message et votre compte restent en place.",
        "Warning sent{channel}. Your message and your account stay in place.",
    ),
    "mute": (
        "Écriture suspendue{channel}. Vous pouvez toujours lire.",
        "Writing suspended{channel}. You can still read.",
    ),
    "ban": ("Compte exclu{channel}.", "Account banned{channel}."),
}
ALSO: dict[str, Pair] = {
    "hide": ("Le message est aussi masqué.", "The message is hidden too."),
    "remove": ("Le message est aussi retiré.", "The message is removed too."),
    "warn": ("Un avertissement a aussi été envoyé.", "A warning was sent too."),
    "mute": ("L’écriture est aussi suspendue.", "Writing is suspended too."),
    "ban": ("Le compte est aussi exclu.", "The account is banned too."),
}
DURATION: dict[str, Pair] = {
    "hide": ("Sans limite de durée.", "Without time limit."),
    "remove": ("Sans limite de durée.", "Without time limit."),
    "warn": (
        "Un avertissement ne restreint rien et n’a pas de fin.",
        "A warning restricts nothing and has no end date.",
    ),
    "until": ("Jusqu’au {until}.", "Until {until}."),
}
TERRITORY: Pair = (
    "Partout où {community} est visible.",
    "Wherever {community} can be seen.",
)
FACTS_NO_RULE: Pair = (
    "Une personne de l’équipe a lu le message et a jugé qu’il ne respecte pas les règles de cet "
    "espace.",
    "A person of the team read the message and judged that it does not follow the rules of this "
    "place.",
)
FACTS_PERSON: Pair = (
    "Une personne de l’équipe a lu le message et a jugé qu’il ne respecte pas la règle "
    f"«{N}{{title}}{N}».",
    "A person of the team read the message and judged that it does not follow the rule “{title}”.",
)
RULE: Pair = (
    f"{{title}} (règle «{N}{{rule}}{N}», version {{version}}). C’est une règle de cet espace, pas "
    "une loi.",
    "{title} (rule “{rule}”, version {version}). It is a rule of this place, not a law.",
)
RULE_PERSON: Pair = (
    f"Règles de {{community}}, version {{version}}{N}; la règle a été choisie par une personne. "
    "C’est une règle de cet espace, pas une loi.",
    "Rules of {community}, version {version}; a person chose the rule. It is a rule of this place, "
    "not a law.",
)
CHARTER: Pair = ("Lire les règles", "Read the rules")
WHO: dict[str, Pair] = {
    "person": (
        "Une personne de l’équipe, le {at}.",
        "A person of the team, on {at}.",
    ),
    "key": (
        "L’équipe, par un programme qu’elle emploie, le {at}.",
        "The team, through a program that it uses, on {at}.",
    ),
    "machine": (
        "Un logiciel, seul, le {at}, dans les limites fixées par l’équipe.",
        "Software, alone, on {at}, within limits set by the team.",
    ),
}
AUTOMATION: dict[str, Pair] = {
    "machine": (
        "Un logiciel a repéré le message et a décidé sans qu’une personne le lise. Vous pouvez "
        "demander qu’une personne le relise.",
        "Software noticed the message and decided without a person reading it. You can ask for a "
        "person to read it.",
    ),
    "agreed": (
        "Un logiciel a repéré le message et a proposé cette mesure. Il n’a pas décidé.",
        "Software noticed the message and proposed this measure. It did not decide.",
    ),
    "differed": (
        "Un logiciel a repéré le message et a proposé autre chose. Une personne a décidé.",
        "Software noticed the message and proposed something else. A person decided.",
    ),
    "asked": (
        "Un logiciel a demandé qu’une personne lise le message. Il n’a rien proposé ni décidé.",
        "Software asked for a person to read the message. It neither proposed nor decided.",
    ),
}
ORIGIN: dict[str, Pair] = {
    "own": (
        f"Repéré par nos propres vérifications{N}; aucun signalement d’un membre.",
        "Found by our own checks; no member reported it.",
    ),
    "reported": (
        "Signalé par des membres, puis vérifié. Leur identité n’est pas communiquée.",
        "Reported by members, then checked. Who they are is not disclosed.",
    ),
}
COMPLAINT: Pair = (
    "Critiquer reste permis. Ce qui a motivé la décision, ce sont les mots surlignés, pas votre "
    "avis.",
    "Criticism stays welcome. The highlighted words led to the decision, not your opinion.",
)
CONTEST: Pair = (
    "Une autre personne que celle qui a décidé relira votre message. C’est gratuit et il ne faut "
    "pas de compte. Écrivez à l’équipe en rappelant la référence {reference}, et ajoutez ce que "
    "vous jugez utile. Vous recevrez une réponse motivée.",
    "Another person than the one who decided will read your message again. It is free and needs no "
    "account. Write to the team, quote the reference {reference}, and add whatever you find "
    "useful. You will receive a reasoned answer.",
)
CONTEST_NO_ADDRESS: Pair = (
    "Une autre personne que celle qui a décidé relira votre message. C’est gratuit et il ne faut "
    "pas de compte. Répondez à l’équipe là où vous avez reçu ce lien, en rappelant la référence "
    "{reference}.",
    "Another person than the one who decided will read your message again. It is free and needs no "
    "account. Answer the team where you received this link, and quote the reference {reference}.",
)
OUT_OF_COURT: Pair = (
    "Vous pouvez saisir un organe de règlement extrajudiciaire des litiges certifié dans l’Union "
    "européenne. Son avis ne lie pas les parties.",
    "You can turn to an out-of-court dispute settlement body certified in the European Union. Its "
    "opinion does not bind the parties.",
)
OUT_OF_COURT_LINK: Pair = ("Liste des organes certifiés", "List of certified bodies")
OUT_OF_COURT_URL = (
    "https://digital-strategy.ec.europa.eu/en/policies/dsa-out-court-dispute-settlement"
)
COURT: Pair = (
    "Vous pouvez à tout moment porter l’affaire devant un tribunal.",
    "You can take the matter to a court at any time.",
)
LABELS: dict[str, Pair] = {
    "what": ("Ce qui a été fait", "What was done"),
    "territory": ("Où", "Where"),
    "duration": ("Pour combien de temps", "For how long"),
    "facts": ("Pourquoi", "Why"),
    "rule": ("Règle", "Rule"),
    "decided_by": ("Qui a décidé", "Who decided"),
    "automation": ("Rôle de l’automatisme", "Role of automation"),
    "origin": ("Origine", "Origin"),
}
_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def pick(pair: Pair, language: str) -> str:
    return pair[0] if language == "fr" else pair[1]


def date(at: datetime, language: str) -> str:
    """« 24 novembre 2026 » or "24 November 2026", in the time zone in force."""
    local = timezone.localtime(at)
    first = "1er" if language == "fr" and local.day == 1 else str(local.day)
    return f"{first}{H}{_MONTHS[language][local.month - 1]}{H}{local.year}"


def moment(at: datetime, language: str) -> str:
    """« 24 novembre 2026 à 9 h 33 » or "24 November 2026 at 09:33"."""
    local = timezone.localtime(at)
    if language == "fr":
        return f"{date(at, language)} à {local.hour}{N}h{N}{local.minute:02}"
    return f"{date(at, language)} at {local:%H:%M}"
