"""Marks of irony: reasons to be less sure of a sentiment, never to turn it round.

"Merci pour les 3 h de retard" praises in words and complains in fact. What such marks weigh is
written here, cue by cue; they are cues of surface only (Karoui et al. 2017, "Exploring the impact
of pragmatic phenomena on irony detection in tweets"; Joshi et al. 2017, "Automatic sarcasm
detection: a survey": praise beside a negative situation), and most irony bears none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod

#: How much of its confidence a sentiment loses when a cue is seen, alone: 1 would leave nothing.
STRENGTH: Mapping[str, float] = {
    "said": 0.9,  # the author says so: /s, #ironie
    "thanks_for_harm": 0.7,  # "merci pour les 3 h de retard"
    "praise_beside_harm": 0.5,  # "great, another crash"
    "mock_delight": 0.5,  # "j'adore attendre", "don't you just love it when"
    "mock_surprise": 0.35,  # "comme par hasard", "what a surprise"
    "face": 0.35,  # 🙄 🙃
    "scare_quotes": 0.3,  # le « service » client
}
_HARM = (
    r"(?:\d+\s?(?:h|heures?|jours?|mois|semaines?|ans?|min(?:utes?)?)\b(?!\s?/)|retards?|pannes?|bugs?|"
    r"attentes?|attendre|perdus?|perdre|cass[ée]e?s?|foutus?|grèves?|annul[ée]e?s?|"
    r"annulations?|plant[ée]e?s?|lags?|rien|pour rien|en vain|toujours pas|encore une? fois|"
    r"\d+\s?(?:hours?|days?|weeks?|months?|years?|mins?|minutes?)\b|delays?|delayed|late|outages?|"
    r"crash(?:es|ed)?|broken|lost|cancell?ed|waiting|hold|nothing|ruined|ruining|another|again|"
    r"stuck|errors?|erreurs?|hors service|fermée?s?|down|traffic|bouchons?|monday|lundi|work)"
)
_PRAISE = (
    r"(?:bravo|super|génial|formidable|magnifique|parfait|excellent|top|chapeau|félicitations|"
    r"bien joué|beau travail|joli|quel bonheur|quelle chance|quel plaisir|trop bien|vive|"
    r"great|wonderful|fantastic|awesome|brilliant|perfect|lovely|amazing|excellent|well done|"
    r"nice (?:job|work|one)|good (?:job|work)|congrat(?:s|ulations)|just what i needed|oh joy|"
    r"how (?:nice|lovely)|so glad|lucky me)"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("said", r"(?<!\S)/s\b(?!\S)|#(?:ironie|ironic|irony|sarcasme|sarcasm|sarcastic|not)\b"),
    (
        "thanks_for_harm",
        rf"\b(?:merci|thanks|thank you|thx)\b(?: beaucoup| bien| a lot| so much)?"
        rf"(?: [@#]\w+| \w+)? (?:pour|de|d['’]|for)[^.!?\n]{{0,60}}?\b{_HARM}\b",
    ),
    (
        "praise_beside_harm",
        rf"(?:^(?:\s*@\w+)*\s*|[.!?…\n]\s{{0,3}}|\boh |\bah |\bbah |\bwell,? )"
        rf"(?:encore )?{_PRAISE}\b"
        r"(?:\s?[,.!…:]+|\s(?:encore|another|plus de|way to|start to|start of|timing|service|de|to"
        rf"|now|\w+ing)\b)[^.!?\n]{{0,80}}?\b{_HARM}\b",
    ),
    (
        "mock_delight",
        r"\bj['’]adore (?:attendre|payer|perdre|poireauter|me faire|quand|devoir|être|les gens qui)"
        r"|\b(?:i (?:just |really |so )?(?:love|enjoy)|don['’]?t you (?:just )?love|gotta love)"
        r" (?:it when|how|when|being|waiting|paying|waking|having to|getting|working|people who)\b"
        r"|\b(?:nothing like|rien de tel que|quoi de mieux que|so much fun to|such fun)\b"
        r"|\b(?:can['’]?t wait (?:to|for)|so (?:excited|happy|glad) (?:to|for)|trop hâte de|"
        r"trop content[es]* de) (?:work|wake|pay|wait|exams?|my exams?|school|finals|spend|clean|"
        r"payer|attendre|bosser|travailler|me lever)\b"
        r"|\b(?:youpi|yay+|woo ?hoo+)\b[^.!?\n]{0,40}\b(?:work|exams?|monday|lundi|boulot|traffic|"
        r"homework|dentist|dentiste|impôts|taxes|grève)\b"
        r"|\b(?:on est gâtés|on dit merci qui|ça fait plaisir de payer)\b",
    ),
    (
        "mock_surprise",
        r"\b(?:comme par hasard|quelle surprise|ô surprise|oh surprise|étonnant non|c['’]est ballot"
        r"|mais bien sûr|c['’]est ça ou[ai]+s?|ben voyons|tout va bien alors|la grande classe"
        r"|what a surprise|surprise,? surprise|yeah,? right|who(?: would have|['’]d have) thought"
        r"|shocker|big surprise|how original|how convenient|oh (?:great|joy|lovely|goody)"
        r"|well,? that['’]s just (?:great|perfect))\b",
    ),
    ("face", r"🙄|🙃|¬_¬"),
    (
        "scare_quotes",
        r"(?:« ?|“|(?<!\w)\")(?:service|aide|support|modération|modérateurs?|journalistes?|experts?"
        r"|qualité|gratuit|promo|cadeau|amis?|help|quality|free|experts?|moderation|moderators?"
        r"|journalism|news|customer service|service client)(?: ?»|”|\"(?!\w))",
    ),
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One mark: code points of the text, and the share of confidence it takes, from 0 to 1."""

    name: str
    start: int
    end: int
    strength: float


def cues(text: str) -> list[Cue]:
    """The marks of irony of a text in either language, in order."""
    found = [
        Cue(name, *match.span(), STRENGTH[name])
        for name, pattern in _compiled()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda cue: (cue.start, cue.end))


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS)


def strength(found: Iterable[Cue]) -> float:
    """What several cues weigh together, 0 to 1: each kind once, as independent doubts."""
    kinds = {cue.name: cue.strength for cue in found}
    return 1.0 - prod(1.0 - weight for weight in kinds.values())


def damped(probabilities: Mapping[str, float], doubt: float) -> dict[str, float]:
    """Probabilities pulled towards "any class alike" by ``doubt`` (0 to 1); their order stays.

    With three classes a score goes towards 1/3, so that no sentiment is ever turned round.
    """
    even = 1.0 / len(probabilities) if probabilities else 0.0
    return {name: value + doubt * (even - value) for name, value in probabilities.items()}
