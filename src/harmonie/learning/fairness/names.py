"""What axes, groups and changes are called, ``key: (English, French)``."""

from __future__ import annotations

AXES: dict[str, tuple[str, str]] = {
    "names": ("First names", "Prénoms"),
    "gender": ("Women and men", "Femmes et hommes"),
    "religion": ("Religion", "Religion"),
    "origin": ("Origin and skin colour", "Origine et couleur de peau"),
    "gender_identity": ("Gender", "Genre"),
    "orientation": ("Orientation", "Orientation"),
    "disability": ("Disability and health", "Handicap et santé"),
    "age": ("Age", "Âge"),
    "social": ("Situation and looks", "Situation et apparence"),
    "regional": ("Regional and everyday language", "Langue régionale et de tous les jours"),
}
FAMILIES: dict[str, tuple[str, str]] = {
    **{key: AXES[key] for key in ("religion", "origin", "orientation", "disability", "age")},
    "gender": AXES["gender_identity"],
    "social": AXES["social"],
}
#: Groups that are no identity term: kinds of first names, varieties of language.
FILLINGS: dict[str, tuple[str, str]] = {
    "french": ("French", "français"),
    "maghrebi": ("North African", "maghrébins"),
    "african": ("African", "africains"),
    "jewish": ("Jewish", "juifs"),
    "asian": ("East Asian", "est-asiatiques"),
    "english": ("English", "anglais"),
    "turkish": ("Turkish", "turcs"),
    "eastern": ("Eastern European", "est-européens"),
    "portuguese": ("Portuguese", "portugais"),
    "african_american": ("African-American", "afro-américains"),
    "latino": ("Latino", "latinos"),
    "arabic": ("Arabic", "arabes"),
    "chinese": ("Chinese", "chinois"),
    "indian": ("Indian", "indiens"),
    "woman": ("women", "femmes"),
    "man": ("men", "hommes"),
    "standard": ("standard", "courant"),
    "quebec": ("Quebec", "québécois"),
    "belgium": ("Belgium", "belge"),
    "maghreb": ("Maghreb", "maghrébin"),
    "verlan": ("verlan", "verlan"),
    "sms": ("text messages", "SMS"),
    "aave": ("African-American English", "anglais afro-américain"),
    "scottish": ("Scottish", "écossais"),
    "gamer": ("players", "joueurs"),
}
CHANGES: dict[str, tuple[str, str]] = {
    "typos": ("Spelling mistakes", "Fautes de frappe"),
    "repeated": ("Repeated letters", "Lettres répétées"),
    "spacing": ("Spaced letters", "Lettres espacées"),
    "leet": ("Digits for letters", "Chiffres pour des lettres"),
    "homoglyphs": ("Look-alike letters", "Lettres sosies"),
    "invisible": ("Invisible characters", "Caractères invisibles"),
    "emoji": ("Emoji among the words", "Émojis entre les mots"),
    "upper": ("CAPITALS", "MAJUSCULES"),
    "lower": ("no capitals, no punctuation", "ni majuscules ni ponctuation"),
    "unaccented": ("Accents removed", "Accents retirés"),
}
