"""Which groups of people a text speaks of, by the words that name them: pure.

Only to count by group how two models differ: a text that names nobody is of no group, and a word
with another sense is counted too. The audit has its own, finer cases.
"""

from __future__ import annotations

import re
from functools import cache

from harmonie.text.normalise import normalise

#: Beginnings of words, or whole words (ending in a full stop), French and English together.
_WORDS = {
    "gender": "femme fille. filles. meuf nana women. woman. girl homme. hommes. garçon men. man. "
    "féminist feminist",
    "orientation": "gay homo. homos. homosex lesbien lesbian bisex queer lgbt pd. pédé",
    "trans": "trans. transgenre transgender transsex non-bina nonbina",
    "religion": "musulman muslim islam juif juive jew chrétien christian catho hindou hindu "
    "bouddhis buddhis athée atheis mosquée mosque synagog voile. hijab",
    "origin": "arabe arab. arabs. maghréb africain african noir. noirs. noire. noires. black. "
    "blacks. asiati asian chinois chinese rom. roms. gitan gypsy immigr migrant étranger "
    "foreigner latino mexican blanc. blancs. white. whites. rebeu renoi",
    "disability": "handicap disab autis trisom down's. aveugle. blind. sourd deaf fauteuil "
    "wheelchair bipola schizo",
    "age": "vieux. vieille. vieilles. retraité boomer elderly senior seniors. jeune. jeunes. ado. "
    "ados. teen",
}  # fmt: skip


def groups_in(text: str) -> list[str]:
    """The groups that ``text`` names, in the order of the list; mostly none."""
    found = normalise(text).text
    return [group for group, pattern in _patterns().items() if pattern.search(found)]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {group: re.compile(_pattern(words)) for group, words in _WORDS.items()}


def _pattern(words: str) -> str:
    pieces = [
        rf"{re.escape(word[:-1])}\b" if word.endswith(".") else re.escape(word)
        for word in words.split()
    ]
    return rf"\b(?:{'|'.join(pieces)})"
