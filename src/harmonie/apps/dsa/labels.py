"""Names of categories, for people; the database's own names are in the documentation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CATEGORIES = {
    "ANIMAL_WELFARE": _("Animal welfare"),
    "CONSUMER_INFORMATION": _("Consumer information"),
    "CYBER_VIOLENCE": _("Cyber violence"),
    "CYBER_VIOLENCE_AGAINST_WOMEN": _("Cyber violence against women"),
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": _("Data protection and privacy"),
    "ILLEGAL_OR_HARMFUL_SPEECH": _("Illegal or harmful speech"),
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS": _("Intellectual property"),
    "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS": _("Civic discourse and elections"),
    "OTHER_VIOLATION_TC": _("Other breach of the rules of the service"),
    "PROTECTION_OF_MINORS": _("Protection of minors"),
    "RISK_FOR_PUBLIC_SECURITY": _("Public security"),
    "SCAMS_AND_FRAUD": _("Scams and fraud"),
    "SELF_HARM": _("Self-harm"),
    "UNSAFE_AND_PROHIBITED_PRODUCTS": _("Unsafe and prohibited products"),
    "VIOLENCE": _("Violence"),
}
STATES = {
    "sent": _("In the database"),
    "queued": _("Waiting"),
    "sending": _("Being sent"),
    "unsure": _("Sent, no answer came"),
    "incomplete": _("Cannot be sent yet"),
    "refused": _("Refused"),
}
TONES = {"sent": "ok", "refused": "bad", "incomplete": "warn", "unsure": "warn"}
