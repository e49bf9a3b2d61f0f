"""What a channel says of a payload, in the language of whoever reads it."""

from __future__ import annotations

from django.utils.translation import get_language

from harmonie.channels.wording import in_language


def in_words(problem: object) -> str:
    """The sentence of an error (or of a row's ``error``) in the active language."""
    sentence = problem.args[0] if isinstance(problem, Exception) and problem.args else problem
    language = (get_language() or "en")[:2]
    return in_language(sentence if isinstance(sentence, str) else str(sentence), language)
