"""Names and numbers of a report in both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from harmonie.learning.suites.suite import EXPECTED

Say = Callable[[str, str], str]

METRICS: dict[str, tuple[str, str]] = {
    "auc": ("AUC", "AUC"),
    "auprc": ("AUPRC", "AUPRC"),
    "accuracy": ("accuracy", "exactitude"),
    "precision": ("precision", "précision"),
    "recall": ("recall", "rappel"),
    "f1": ("F1", "F1"),
    "macro_f1": ("macro-F1", "macro-F1"),
    "macro_recall": ("macro recall", "rappel macro"),
    "fpr": ("false alarms", "fausses alertes"),
    "ece": ("ECE", "ECE"),
}
LANGUAGES: dict[str, tuple[str, str]] = {
    "fr": ("French", "français"),
    "en": ("English", "anglais"),
    "other": ("other", "autre"),
    "fr-en": ("gap between languages", "écart entre les langues"),
}

#: Names that the suites give their tasks and groups.
FRENCH: dict[str, str] = {
    "abuse or hate": "violence verbale ou haine",
    "abuse or hate, with context": "les mêmes, avec contexte",
    "all functions": "toutes les fonctions",
    "against other kinds": "contre les autres genres",
    "attacks": "attaques",
    "attacks and look-alikes": "attaques et sosies",
    "balanced": "équilibré",
    "comments": "commentaires",
    "counter-speech": "contre-discours",
    "customers": "clients",
    "ekman": "Ekman",
    "emotion": "émotion",
    "basic_emotions": "émotions de base",
    "function": "fonction",
    "hate": "haine",
    "hate, with context": "haine, avec contexte",
    "hostile": "hostile",
    "incites violence": "incite à la violence",
    "kind": "genre",
    "look-alikes (NotInject)": "sosies (NotInject)",
    "messages": "messages",
    "neutral": "neutre",
    "offensive": "offensant",
    "hidden orders (BIPIA)": "ordres cachés (BIPIA)",
    "people who need care": "personnes à aider",
    "reviews": "critiques",
    "sentences": "phrases",
    "sentiment": "ton",
    "six labels": "six étiquettes",
    "source": "source",
    "suicide or depression": "suicide ou dépression",
    "system prompt": "consigne du système",
    "test": "test",
    "validation": "validation",
}


def named(name: str, suite: str, language: str) -> str:
    """A task or group of a suite in ``language``; names of a user's own file stay as they are."""
    if suite == "functional" and (told := functions().get(name)):
        return speaker(language)(str(told["en"]), str(told["fr"]))
    return FRENCH.get(name, name) if language == "fr" and suite != "csv" else name


@cache
def functions() -> dict[str, dict[str, str | bool]]:
    """What each function of the functional tests is about, in both languages."""
    import yaml

    path = files("harmonie.learning") / "suites_data" / "functional" / "functions.yaml"
    data: dict[str, dict[str, str | bool]] = yaml.safe_load(path.read_text("utf-8"))
    return data


def speaker(language: str) -> Say:
    """``say(en, fr)`` in ``language``."""

    def say(en: str, fr: str) -> str:
        return fr if language == "fr" else en

    return say


def signal_name(signal: str, language: str) -> str:
    """The signal itself, or that there are several."""
    return speaker(language)("several", "plusieurs") if signal == EXPECTED else signal


def metric(name: str, language: str) -> str:
    return speaker(language)(*METRICS[name])


def tongue(code: str, language: str) -> str:
    return speaker(language)(*LANGUAGES.get(code, (code, code)))


def number(value: float | None, language: str, digits: int = 3) -> str:
    """``0.784`` or ``0,784``; a dash for what has no meaning."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language == "fr" else text


def count(value: int, language: str) -> str:
    """``12,284`` or ``12 284`` with a narrow no-break space."""
    return f"{value:,}".replace(",", "\u202f") if language == "fr" else f"{value:,}"


def percent(value: float, language: str) -> str:
    return f"{100 * value:.0f}\u202f%" if language == "fr" else f"{100 * value:.0f}%"
