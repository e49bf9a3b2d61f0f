"""From Perspective's attributes to our signals: the one table."""

from __future__ import annotations

#: The languages that are judged here.
LANGUAGES = ("fr", "en")

#: Each attribute and the signal it is read from. ``None``: known, but nothing here measures it, so
#: it is unsupported in every language, never zero.
TABLE: dict[str, str | None] = {
    "TOXICITY": "toxicity",
    "TOXICITY_FAST": "toxicity",
    "IDENTITY_ATTACK": "hate",
    "IDENTITY_ATTACK_EXPERIMENTAL": "hate",
    "INSULT": "insult",
    "INSULT_EXPERIMENTAL": "insult",
    "PROFANITY": "profanity",
    "PROFANITY_EXPERIMENTAL": "profanity",
    "OBSCENE": "profanity",
    "THREAT": "threat",
    "THREAT_EXPERIMENTAL": "threat",
    "SEXUALLY_EXPLICIT": "sexual",
    "SPAM": "spam",
    "SEVERE_TOXICITY": None,
    "FLIRTATION": None,
    "ATTACK_ON_AUTHOR": None,
    "ATTACK_ON_COMMENTER": None,
    "INCOHERENT": None,
    "INFLAMMATORY": None,
    "LIKELY_TO_REJECT": None,
    "UNSUBSTANTIAL": None,
}
