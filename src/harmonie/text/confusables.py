"""Letters of one script dressed as letters of another (Unicode UTS 39).

Only words that mix scripts are folded, and words written wholly in Cyrillic or Greek letters that
all look Latin, when the rest of the message is Latin. A real Russian or Greek word keeps its
letters. The look-alikes come from the Unicode confusables data of ``confusable-homoglyphs``, with
the additions below that people use and the Unicode data leaves out.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from harmonie.text.lexicon_data import lexicon
from harmonie.text.offsets import Layer, Rewriter

#: 🅰 and its kind: NFKC leaves them alone, people spell with them.
PICTURED_LETTERS = {
    chr(first + index): chr(ord("A") + index) for first in (0x1F150, 0x1F170) for index in range(26)
}


def _pairs(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in pairs.split()}


#: ᴄᴏɴɴᴜ: small capitals of the phonetic alphabets, which never shout.
SMALL_CAPITALS = _pairs(
    "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"
)
#: A turned letter and the letter it shows when the line is read upside down.
TURNED = _pairs(
    "ɐa ɔc ǝe ɟf ƃg ɥh ᴉi ɾj ʞk ɯm ɹr ʇt ʌv ʍw ʎy pd bq nu un qb dp ll oo ss xx zz ıi ɓg ןl"
)
CLEARLY_TURNED = frozenset("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ")
#: Cyrillic, Greek and phonetic letters that readers take for Latin ones in a Latin word.
_MORE = _pairs(
    "аa вb еe кk мm нh оo рp сc тt уy хx ьb зz иu яr лl пn гr шw щw дd чy єe ґr ѕs іi јj ԁd ԛq ԝw"
    " ЗZ ИN ЯR ПN ГR ЛL ДD ЧY ЄE ёe Ёe αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw ςc σo δd λl μm"
    " πn ΣE ΛA ΔA έe ίi όo ύu ώw άa ήn ɑa ɡg ɩi ʋu ƙk ɗd ɠg ƥp ƭt ʂs ʐz ɦh ɱm ɳn ɲn ɽr ɾr ʊu ℯe"
)
_OTHER_SCRIPT = (
    "\u01dd\u0183\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u05d0-\u05ea\u13a0-\u13fe"
)
_OTHER_SCRIPT += "\u1400-\u167f\u1c80-\u1c88\u1d00-\u1dbf\u1f00-\u1fff\u2c80-\u2cff\ua4d0-\ua4f7"
_SUSPECT = re.compile(f"[{_OTHER_SCRIPT}]")
_WORD = re.compile(rf"[^\W\d_]*[{_OTHER_SCRIPT}][^\W_]*")
_LATIN = re.compile(r"[A-Za-z]")
_WHOLLY_FOLDED = re.compile(r"[\u0370-\u052f]+\Z")
_LONGEST_WORD = 64


def fold_confusables(text: str) -> tuple[str, Layer | None]:
    """Give back Latin letters to Latin words dressed in other scripts."""
    if _SUSPECT.search(text) is None:
        return text, None
    if _LATIN.search(text) is None and CLEARLY_TURNED.isdisjoint(text):
        return text, None
    rewriter = Rewriter(text)
    foreign: bool | None = None
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) > _LONGEST_WORD:
            continue
        folded = _upright(word)
        if folded is None and _LATIN.search(word):
            folded = "".join(look_alike(c) or c for c in word)
        elif folded is None and len(word) > 1 and _WHOLLY_FOLDED.match(word):
            foreign = _has_foreign_words(text) if foreign is None else foreign
            folded = None if foreign else _all_alike(word)
        if folded is not None:
            _replace_letters(rewriter, match.start(), word, folded)
    return rewriter.finish()


def _replace_letters(rewriter: Rewriter, start: int, word: str, folded: str) -> None:
    if len(folded) == len(word) and not CLEARLY_TURNED & set(word):
        for index, (old, new) in enumerate(zip(word, folded, strict=True), start):
            if old != new:
                rewriter.replace(index, index + 1, new)
    elif folded != word:
        rewriter.replace(start, start + len(word), folded)


def _has_foreign_words(text: str) -> bool:
    """Whether some word is honest in another script: not all its letters look Latin."""
    for match in _WORD.finditer(text[:4000]):
        word = match.group()
        if len(word) > 1 and _LATIN.search(word) is None and _all_alike(word) is None:
            return True
    return False


def _all_alike(word: str) -> str | None:
    """The Latin word that a foreign one imitates letter by letter, by the Unicode data alone."""
    table = _unicode_look_alikes()
    letters = [table.get(c) or _TWINS.get(c) for c in word]
    return None if None in letters else "".join(c for c in letters if c)


def _upright(word: str) -> str | None:
    """A word written with turned letters, read the right way up; ``None`` when it is not one."""
    turned = CLEARLY_TURNED & set(word)
    letters = [TURNED.get(c.lower()) for c in word] if turned else [None]
    if None in letters:
        return None
    upright = "".join(c for c in reversed(letters) if c)
    return upright if len(turned) > 1 or upright in lexicon().evasive else None


def look_alike(character: str) -> str | None:
    """The ASCII letter that a letter of another script looks like, or ``None``."""
    if character.isascii():
        return None
    return _MORE.get(character) or _unicode_look_alikes().get(character)


#: Lower-case Cyrillic letters that look exactly Latin in most typefaces.
_TWINS = _pairs("аa еe оo рp сc уy хx ѕs іi јj кk тt мm вb нh υu νv οo ρp κk")


@cache
def _unicode_look_alikes() -> dict[str, str]:
    data = json.loads((files("confusable_homoglyphs") / "confusables.json").read_bytes())
    table: dict[str, str] = {}
    foreign = _SUSPECT
    for character, alikes in data.items():
        if len(character) != 1 or foreign.match(character) is None:
            continue
        latin = [a["c"] for a in alikes if len(a["c"]) == 1 and a["c"].isascii()]
        latin = [c for c in latin if c.isalpha()]
        if latin:
            upper = character.isupper()
            table[character] = min(latin, key=lambda c: (c.isupper() != upper, c == "l", c))
    return table
