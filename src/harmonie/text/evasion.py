"""Words disguised by digits, signs, spaces or repetition: the last pass of normalisation.

Two kinds of undoing. What turns into a known offensive term is undone whatever it costs the
spelling ("p3d3", "sal-ope", "5alope"). What does not is undone only when nobody writes it
otherwise ("h3llo"), so that "10h", "4x4", "B2B", "2e", "mp3" and order numbers stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from harmonie.text.accents import fold_accents
from harmonie.text.lexicon_data import lexicon, squeeze
from harmonie.text.offsets import Layer, Rewriter

#: What digits and signs stand for, the likeliest first.
LEET = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "gq", "@": "a", "$": "s", "€": "e", "!": "il", "|": "il", "+": "t", "(": "c", "£": "l",
    "¢": "c", "¥": "y", "µ": "u", "ß": "b",
}  # fmt: skip
_SEPARATORS = "._-*·•~'"
_LETTER = r"[^\W\d_]"
#: Cheap signs that something is disguised, each one starting with a plain set of characters: the
#: engine then skips clean text quickly. One pattern with four branches would be four times slower.
_SIGNS_OF_EVASION = (
    re.compile(rf"[\d@$€*|+£¢¥µß](?:(?={_LETTER})|(?<={_LETTER}.))"),
    re.compile(rf"[!._\-·•~(](?={_LETTER})(?:(?<={_LETTER}.)|(?<=\s!)|(?<=\A!))"),
    re.compile(rf"(.)\1\1(?<={_LETTER})"),
    re.compile(
        rf"[ \t._\-*·•~/|,+=]{{1,3}}"
        rf"(?:(?<=\W{_LETTER}.)|(?<=\A{_LETTER}.)|(?<=\W{_LETTER}..)|(?<=\A{_LETTER}..)"
        rf"|(?<=\W{_LETTER}...)|(?<=\A{_LETTER}...))[^\W_]\W{{1,3}}[\w@$€!](?!\w)"
    ),
)
_SPACED = re.compile(
    rf"(?<!\w)(?:{_LETTER}|[@$€])(?P<by>[ \t]?[._\-*·•~/|,+=][ \t]?|[ \t])"
    r"(?:(?:[^\W_]|[@$€!])(?P=by))+(?:[^\W_]|[@$€])(?!\w)"
)
_BLANK = re.compile(r"\s")
#: The signs that are read within one chunk, between two blanks.
_IN_CHUNKS = _SIGNS_OF_EVASION[:3]
_BETWEEN_LETTERS = re.compile(rf"(?<={_LETTER})[0134579$€](?={_LETTER})")
_RUN = re.compile(r"(.)\1*")
_SIGNS = re.compile(r"[^\w]+|_+")
_LONG_FORM = 6
_STRETCHED = re.compile(rf"({_LETTER})\1\1+")
_DIGIT = re.compile(r"\d")
_ROMAN = re.compile(r"[ivxlcdm]+\Z")
_ADDRESS = re.compile(
    r"://|\bwww\.|\.\w+/|@[\w\-]+\.|^\w[\w\-]*(?:\.[\w\-]+)*\.(?:com|fr|net|org)\b"
)
_LONGEST_CHUNK = 64
_LONGEST_ADDRESS = 300
_MOST_READINGS = 32
_STANDALONE = frozenset("aàyiôo")
#: What every match of :data:`CENSORED` holds, found quickly.
MAYBE_CENSORED = re.compile(
    rf"[*#%&@$•█■×°](?<={_LETTER}.)[*#%&@$•█■×°\w]|[*](?:(?<={_LETTER}.)|{_LETTER}{{4}})"
    rf"|[!?](?<={_LETTER}.){_LETTER}"
    rf"|[.\-](?<=[^\W\daeiouy_].)(?:[.\-]+{_LETTER}|[^\W\daeiouy_])"
)
#: A word with letters starred out: at least its first letter shows.
CENSORED = re.compile(
    rf"(?<![\w*#%&]){_LETTER}+(?:[*#%&@$?!•█■×°]+{_LETTER}+)+(?![\w*])"
    rf"|(?<![\w*#]){_LETTER}+(?:[*]{{2,}}|[.\-]{{2,}}{_LETTER}+|[*]+{_LETTER}+)(?![\w*])"
    rf"|(?<![\w*#])[*]{_LETTER}{{4,}}(?![\w*])"
    rf"|(?<![\w\-])[^\W\daeiouyàâéèêëîïôùû_]+(?:-[^\W\daeiouyàâéèêëîïôùû_]+)+(?![\w\-])"
)


def is_suspect(text: str) -> bool:
    """Whether anything in a lower-case text calls for :func:`undo_evasion`."""
    return any(sign.search(text) for sign in _SIGNS_OF_EVASION)


def undo_evasion(text: str) -> tuple[str, list[Layer]]:
    """A lower-case text without disguises, and the layers that lead back."""
    layers = []
    for undo in (_join_spaced_letters, _undo_chunks):
        text, layer = undo(text)
        if layer:
            layers.append(layer)
    return text, layers


def _join_spaced_letters(text: str) -> tuple[str, Layer | None]:
    if _SIGNS_OF_EVASION[3].search(text) is None:
        return text, None
    rewriter = Rewriter(text)
    for match in _SPACED.finditer(text):
        step = len(match["by"]) + 1
        run = match.group()
        if _is_in_address(text, match.start()) or not _is_spelt_out(run[::step], match["by"]):
            continue
        for at in range(match.start() + 1, match.end(), step):
            rewriter.replace(at, at + step - 1, "")
    return rewriter.finish()


def _is_in_address(text: str, position: int) -> bool:
    """Whether the run belongs to a link or an e-mail address, which nobody spells out."""
    before = text[max(0, position - _LONGEST_ADDRESS) : position]
    last = before.split(" ")[-1]
    return "://" in last or last.startswith("www.") or last.endswith(("@", "."))


def _is_spelt_out(letters: str, by: str) -> bool:
    """Whether single letters in a row spell a word rather than list things."""
    if read_as_term(letters) is not None:
        return True
    if len(letters) < 4 or not letters.isalpha() or by.strip() not in ("", ".", "-", "_", "*"):
        return False
    return sum(letter in _STANDALONE for letter in letters) * 2 < len(letters)


def _undo_chunks(text: str) -> tuple[str, Layer | None]:
    rewriter = Rewriter(text)
    done = 0
    for position in sorted({m.start() for sign in _IN_CHUNKS for m in sign.finditer(text)}):
        if position < done:
            continue
        start, done = _chunk_around(text, position, done)
        chunk = text[start:done]
        if _ADDRESS.search(chunk):
            continue
        core = chunk.lstrip("\"'[{«“<,;:.?…-_~").rstrip("\"')]}»”>,;:.?…-_~")
        start += chunk.find(core)
        for at, end, new in _edits(core):
            rewriter.replace(start + at, start + end, new)
    return rewriter.finish()


def _chunk_around(text: str, position: int, after: int) -> tuple[int, int]:
    """What stands between two blanks around a position, not before ``after``."""
    left = max(after, position - _LONGEST_ADDRESS)
    before = text[left:position]
    start = left + max(before.rfind(" "), before.rfind("\n"), before.rfind("\t")) + 1
    blank = _BLANK.search(text, position)
    return start, blank.start() if blank else len(text)


def _edits(core: str) -> tuple[tuple[int, int, str], ...]:
    """What to change in a chunk, as ``(start, end, new)`` in order."""
    return _short_edits(core) if len(core) <= _LONGEST_CHUNK else tuple(_shorten(core))


@lru_cache(maxsize=4096)
def _short_edits(core: str) -> tuple[tuple[int, int, str], ...]:
    for candidate in dict.fromkeys((core.rstrip("!*"), core, core.strip("(!*@"))):
        if candidate and (reading := read_as_term(candidate)) is not None:
            return tuple(_aligned(candidate, reading, core.find(candidate)))
    return tuple(sorted((*_shorten(core), *_plain_leet(core))))


def _aligned(written: str, reading: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """Edits from what is written to what it reads as, letter by letter."""
    position = 0
    for index, character in enumerate(written, offset):
        wanted = reading[position : position + 1]
        if wanted and fold_accents(character) == wanted:
            position += 1
        elif wanted and wanted in LEET.get(character, ""):
            yield index, index + 1, wanted
            position += 1
        else:
            yield index, index + 1, ""


def _shorten(core: str) -> Iterator[tuple[int, int, str]]:
    """Stretched letters cut to two ("merciiiii" gives "mercii"); not numerals, names and codes."""
    if _ROMAN.match(core) is None and core[:1] not in "@$" and not _DIGIT.search(core):
        for match in _STRETCHED.finditer(core):
            yield match.start() + 2, match.end(), ""


def _plain_leet(core: str) -> Iterator[tuple[int, int, str]]:
    """Lone digits between letters of a word that is mostly letters ("h3llo", not "k8s")."""
    letters = sum(c.isalpha() for c in core)
    signs = [match.start() for match in _BETWEEN_LETTERS.finditer(core)]
    if letters + len(signs) == len(core) and len(signs) * 3 <= letters * 2 and letters >= 3:
        for at in signs:
            yield at, at + 1, LEET[core[at]][0]


def read_as_term(word: str) -> str | None:
    """The offensive form (folded) that a disguised word reads as, or ``None``.

    Digits and signs stand for letters, separators for nothing, a repeated letter for one or two.
    A word with more digits than letters is a code, not a disguise.
    """
    letters = sum(c.isalpha() for c in word)
    digits = sum(c.isdigit() for c in word)
    if not letters or digits > letters + (len(word) > 4) or len(word) > _LONGEST_CHUNK:
        return None
    options = []
    for character in word:
        if character.isalpha() and character != "µ":
            options.append([fold_accents(character)])
        elif character in LEET:
            options.append(list(LEET[character]))
        elif character in _SEPARATORS:
            options.append([""])
        else:
            return None
    is_literal = all(character.isalpha() or character in _SEPARATORS for character in word)
    for reading in islice(product(*options), _MOST_READINGS):
        form = shortened("".join(reading))
        if form and (is_literal or form in lexicon().evasive):  # "tooooo!" is no "toi"
            return form
    return None


def shortened(word: str) -> str | None:
    """The offensive form that a folded word is, or is a stretching of ("saaalope", "connnard")."""
    lists = lexicon()
    if word in lists.evasive:
        return word
    wanted = [len(run.group()) for run in _RUN.finditer(word)]
    if len(wanted) == len(word):
        return None
    best = None
    for form in lists.squeezed.get(squeeze(word), ()):
        runs = [len(run.group()) for run in _RUN.finditer(form)]
        if all(a <= b for a, b in zip(runs, wanted, strict=True)) and (
            max(wanted) > 2 or len(form) >= _LONG_FORM
        ):
            best = max(best or form, form, key=len)
    return best


def matches_censored(pattern: str, word: str) -> bool:
    """Whether ``word`` fits a word with starred letters: each sign stands for one letter."""
    return len(pattern) == len(word) and all(
        a == b or not a.isalpha() for a, b in zip(pattern, word, strict=True)
    )


@lru_cache(maxsize=4096)
def uncensored(pattern: str, language: str | None = None) -> str | None:
    """The offensive form that a censored word stands for ("c*nnard", "f**k"), or ``None``.

    Of several, one of the text's language, then the mildest: stars hide, they do not prove. One
    run of stars may also stand for one letter more or fewer than it has when three letters show.
    """
    if len(pattern) > _LONGEST_CHUNK:
        return None
    pattern = fold_accents(pattern)
    lists = lexicon()
    forms = [f for f in lists.by_length.get(len(pattern), ()) if matches_censored(pattern, f)]
    if not forms and sum(c.isalpha() for c in pattern) >= 3:
        loose = re.compile("".join(c if c.isalpha() else "." for c in _SIGNS.sub("*", pattern)
                                   ).replace(".", ".{1,3}"))  # fmt: skip
        near = range(len(pattern) - 1, len(pattern) + 3)
        forms = [f for n in near for f in lists.by_length.get(n, ()) if loose.fullmatch(f)]
    return min(forms, key=lambda form: lists.rank(form, language), default=None)
