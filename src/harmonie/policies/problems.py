"""What is wrong in a policy, where, and what to write instead, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

NARROW = "\u202f"
HARD = "\u00a0"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a policy file. ``line`` and ``column`` are 1-based, in code points."""

    line: int
    column: int
    code: str
    fr: str
    en: str
    advice_fr: str = ""
    advice_en: str = ""

    def text(self, language: str) -> str:
        return self.fr if language == "fr" else self.en

    def advice(self, language: str) -> str:
        return self.advice_fr if language == "fr" else self.advice_en

    def render(self, language: str) -> str:
        """One line: position, fault, advice."""
        if language == "fr":
            where = f"ligne {self.line}, colonne {self.column}{HARD}: "
        else:
            where = f"line {self.line}, column {self.column}: "
        return " ".join(filter(None, (where + self.text(language), self.advice(language))))


class PolicyErrors(ValueError):
    """A policy that cannot be used; ``problems`` holds everything found, in file order."""

    def __init__(self, problems: Iterable[Problem], name: str = "") -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.column, p.code)))
        self.name = name
        super().__init__(self.render("en"))

    def render(self, language: str) -> str:
        """All problems, one a line."""
        return "\n".join(problem.render(language) for problem in self.problems)

    def __reduce__(self) -> tuple[type[PolicyErrors], tuple[tuple[Problem, ...], str]]:
        # Exceptions cross process borders in bulk work; the default would pass the text alone.
        return type(self), (self.problems, self.name)


def suggestion(word: str, known: Sequence[str]) -> tuple[str, str]:
    """« did you mean … » in French and in English, or what exists when nothing is near."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return did_you_mean(close[0])
    listed = ", ".join(known)
    return (f"Noms connus{HARD}: {listed}.", f"Known names: {listed}.") if known else ("", "")


def did_you_mean(name: str) -> tuple[str, str]:
    """« did you mean … » in French and in English."""
    return f"Vouliez-vous dire {quoted(name)}{NARROW}?", f"Did you mean `{name}`?"


def quoted(word: str) -> str:
    """A word between French quotation marks."""
    return f"«{HARD}{word}{HARD}»"
