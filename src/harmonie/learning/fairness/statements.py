"""What the counts of training texts say, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harmonie.learning.fairness.records import Statement, TrainingShare
from harmonie.learning.report.words import count, number, percent

#: Half again as often toxic as other texts: worth saying.
HIGH = 1.5
#: A dialect or group in fewer texts of a language is hardly known.
RARE = 300
#: A register with a smaller share is not named.
LARGE = 0.1
_NAMES = {"fr": ("français", "French"), "en": ("anglais", "English")}


def statements(shares: Sequence[TrainingShare]) -> tuple[Statement, ...]:
    """Balance of languages, groups tied to toxicity, groups and dialects hardly seen."""
    return tuple(_statements(shares))


def _statements(shares: Sequence[TrainingShare]) -> Iterator[Statement]:
    languages = {s.key: s for s in shares if s.axis == "language"}
    if len(languages) == 2:
        yield _balance(languages["fr"], languages["en"])
    for language in languages:
        mine = [s for s in shares if s.language == language]
        registers = [s for s in mine if s.axis == "register" and s.share >= LARGE]
        if registers:
            yield _registers(registers, language)
        tied = [s for s in mine if s.axis == "group" and (s.lift or 0) >= HIGH]
        if tied:
            yield _tied(tied, language, "le nom", "the name")
        dialects = [s for s in mine if s.axis == "dialect" and (s.lift or 0) >= HIGH]
        if dialects:
            yield _tied(dialects, language, "la façon de parler", "the way of speaking")
        rare = [s for s in mine if s.axis in ("group", "dialect") and s.n < RARE]
        if rare:
            yield _rare(rare, language)


def _balance(french: TrainingShare, english: TrainingShare) -> Statement:
    return Statement(
        f"{percent(french.share, 'fr')} des textes d’apprentissage sont en français "
        f"({count(french.n, 'fr')}), {percent(english.share, 'fr')} en anglais "
        f"({count(english.n, 'fr')}).",
        f"{percent(french.share, 'en')} of the training texts are French "
        f"({count(french.n, 'en')}), {percent(english.share, 'en')} English "
        f"({count(english.n, 'en')}).",
    )


def _registers(registers: Sequence[TrainingShare], language: str) -> Statement:
    fr, en = _NAMES[language]
    french = ", ".join(f"{s.name_fr} ({percent(s.share, 'fr')})" for s in registers)
    english = ", ".join(f"{s.name_en} ({percent(s.share, 'en')})" for s in registers)
    return Statement(
        f"D’où viennent les textes en {fr}\u00a0: {french}.",
        f"Where the {en} texts come from: {english}.",
    )


def _tied(found: Sequence[TrainingShare], language: str, what_fr: str, what_en: str) -> Statement:
    """``what`` a model may take for the attack."""
    fr, en = _NAMES[language]
    tied = sorted(found, key=lambda s: -(s.lift or 0))
    french = ", ".join(f"{s.name_fr} (×\u00a0{number(s.lift, 'fr', 1)})" for s in tied)
    english = ", ".join(f"{s.name_en} (×\u00a0{number(s.lift, 'en', 1)})" for s in tied)
    return Statement(
        f"En {fr}, ces textes d’apprentissage sont toxiques au moins une fois et demie plus "
        f"souvent que les autres\u00a0: {french}. Un modèle peut y apprendre {what_fr} au lieu "
        "de l’attaque.",
        f"In {en}, these training texts are toxic at least half again as often as others: "
        f"{english}. A model may learn {what_en} there instead of the attack.",
    )


def _rare(rare: Sequence[TrainingShare], language: str) -> Statement:
    fr, en = _NAMES[language]
    french = ", ".join(f"{s.name_fr} ({count(s.n, 'fr')})" for s in rare)
    english = ", ".join(f"{s.name_en} ({count(s.n, 'en')})" for s in rare)
    return Statement(
        f"En {fr}, presque rien n’a été lu sur ou par\u00a0: {french}. Les chiffres de ces groupes "
        "disent ce que le modèle devine.",
        f"In {en}, almost nothing was read about or by: {english}. Figures for these groups tell "
        "what the model guesses.",
    )
