"""Which category and keyword of the database a decision belongs to: one table, shown in the docs.

A keyword is given where the signal says as much; elsewhere the category stands alone, because a
keyword that was guessed would be a false statement. ``KEYWORD_OTHER`` comes with its words.
Source of names: lists of the DSA Transparency Database since 1 July 2025.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CATEGORY = "STATEMENT_CATEGORY_"
KEYWORD = "KEYWORD_"


@dataclass(frozen=True, slots=True)
class Category:
    """``name`` and ``keyword`` without their prefixes; ``other`` are the words of OTHER."""

    name: str
    keyword: str = ""
    other: str = ""


_SPAM = Category("OTHER_VIOLATION_TC", "OTHER", "Unsolicited or repeated messages (spam)")
_HOSTILE = Category("OTHER_VIOLATION_TC", "OTHER", "Hostile words")

#: By the rule's id, for rules of the packs that say more than their signal, or read none.
BY_RULE: Mapping[str, Category] = {
    "self_harm_urged": Category("SELF_HARM"),
    "known_scam": Category("SCAMS_AND_FRAUD"),
    "look_alike": Category("SCAMS_AND_FRAUD", "PHISHING"),
    "flood": _SPAM,
    "author_flood": _SPAM,
    "contact_request": Category("PROTECTION_OF_MINORS"),
}
#: By the signal that weighed most.
BY_SIGNAL: Mapping[str, Category] = {
    "toxicity": _HOSTILE,
    "insult": Category("CYBER_VIOLENCE", "CYBER_BULLYING_INTIMIDATION"),
    "profanity": Category("OTHER_VIOLATION_TC", "OTHER", "Coarse language"),
    "harassment": Category("CYBER_VIOLENCE", "CYBER_HARASSMENT"),
    "hate": Category("ILLEGAL_OR_HARMFUL_SPEECH", "HATE_SPEECH"),
    "threat": Category("CYBER_VIOLENCE", "CYBER_BULLYING_INTIMIDATION"),
    "sexual": Category("OTHER_VIOLATION_TC", "ADULT_SEXUAL_MATERIAL"),
    "self_harm": Category("SELF_HARM"),
    "violence": Category("VIOLENCE"),
    "spam": _SPAM,
    "scam": Category("SCAMS_AND_FRAUD"),
    "distress": Category("SELF_HARM"),
    "injection": Category("OTHER_VIOLATION_TC", "OTHER", "Orders to software"),
    "personal_data": Category(
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "OTHER", "Personal data made public"
    ),
}
#: What a lead may choose for a rule of the community's own.
CHOICES = (
    "ANIMAL_WELFARE", "CONSUMER_INFORMATION", "CYBER_VIOLENCE", "CYBER_VIOLENCE_AGAINST_WOMEN",
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "ILLEGAL_OR_HARMFUL_SPEECH",
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS", "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
    "OTHER_VIOLATION_TC", "PROTECTION_OF_MINORS", "RISK_FOR_PUBLIC_SECURITY", "SCAMS_AND_FRAUD",
    "SELF_HARM", "UNSAFE_AND_PROHIBITED_PRODUCTS", "VIOLENCE",
)  # fmt: skip


def category_of(rule_id: str, signal: str, chosen: str | None) -> Category | None:
    """The community's own choice first, then the rule's, then the signal's; ``None``: unknown.

    A rule that reads no signal but bears the name of one counts as that signal.
    """
    if chosen:
        return Category(chosen)
    return BY_RULE.get(rule_id) or BY_SIGNAL.get(signal) or BY_SIGNAL.get(rule_id)
