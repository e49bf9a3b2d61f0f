"""The engine's error messages, put into plain French and English.

The engine writes ``ERROR: <input>:LINE:COLUMN: message`` (1-based, in code points), one for each
fault. Its wording is read here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from harmonie.policies.facts import CLASS_SIGNALS, FACTS, LINK_FIELDS
from harmonie.policies.fault import Fault
from harmonie.policies.problems import HARD, NARROW, did_you_mean, quoted, suggestion

_ERROR = re.compile(r"ERROR: <input>:(\d+):(-?\d+): (.*?)(?=\n \||\nERROR:|\Z)", re.DOTALL)
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_FIELD = re.compile(r"undefined field '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)' applied to '(.*)'")
_UNEXPECTED = re.compile(
    r"(?:mismatched|extraneous) input '((?:[^'\\]|\\.)*)'|at input '(.*)'", re.S
)
_TOKEN = re.compile(r"token recognition error at: '(.*)'", re.DOTALL)

FUNCTIONS = (
    "all", "contains", "endsWith", "exists", "exists_one", "filter", "map", "matches", "size",
    "startsWith",
)  # fmt: skip
_KINDS = {
    "double": ("un nombre à virgule", "a decimal number"),
    "int": ("un nombre entier", "a whole number"),
    "string": ("un texte", "a text"),
    "bool": ("vrai ou faux", "true or false"),
    "list": ("une liste", "a list"),
    "map": ("une table", "a map"),
    "null": ("rien", "nothing"),
}
_INSTEAD = {"and": "&&", "or": "||", "not": "!", "et": "&&", "ou": "||", "=": "==", "<>": "!="}


def kind_names(kind: str) -> tuple[str, str]:
    """A type of the engine, named in French and in English."""
    return _KINDS.get(kind, (kind, kind))


def faults_from(message: str, source: str, thresholds: Collection[str]) -> list[Fault]:
    """The faults told by the engine's error ``message`` about ``source``."""
    found = list(_faults(message, source, thresholds))
    syntax = [fault for fault in found if fault.code == "syntax"]
    return syntax[:1] or found  # one slip of the pen makes the parser stumble several times


def _faults(message: str, source: str, thresholds: Collection[str]) -> Iterator[Fault]:
    if "recursion" in message:
        yield _whole("recursion limit")
        return
    matches = list(_ERROR.finditer(message))
    if not matches:
        yield _whole(message)
    for match in matches:
        offset = _offset(source, int(match[1]), int(match[2]))
        text = match[3].replace(" [INVALID_ARGUMENT]", "")
        yield _fault(text, offset, source, thresholds)


def _whole(message: str) -> Fault:
    if "recursion limit" in message:
        return Fault(
            0, "too_deep", "L’expression a trop de parenthèses ou d’opérateurs emboîtés.",
            "The expression nests too many parentheses or operators.",
            "Répartissez-la entre plusieurs règles.", "Split it between several rules.",
        )  # fmt: skip
    detail = message.splitlines()[0][:200] if message else ""
    return Fault(
        0, "invalid", f"L’expression n’est pas valable ({detail}).",
        f"The expression is not valid ({detail}).",
    )  # fmt: skip


def _offset(source: str, line: int, column: int) -> int:
    lines = source.split("\n")
    start = sum(len(text) + 1 for text in lines[: line - 1])
    return min(max(start + column - 1, 0), len(source))


def _fault(text: str, offset: int, source: str, thresholds: Collection[str]) -> Fault:
    if found := _UNDECLARED.search(text):
        return _unknown_name(found[1], offset, source, thresholds)
    if found := _FIELD.search(text):
        fr, en = suggestion(found[1], tuple(LINK_FIELDS))
        return Fault(
            offset + 1, "unknown_field", f"Un lien n’a pas de champ {quoted(found[1])}.",
            f"A link has no field `{found[1]}`.", fr, en,
        )  # fmt: skip
    if found := _OVERLOAD.search(text):
        return _wrong_types(found[1], found[2], offset)
    if "Syntax error" in text:
        return _syntax(text, offset, source)
    if "operand of a select" in text:
        return Fault(
            offset, "not_a_record", "Cette valeur n’a pas de champs.", "This value has no fields.",
            "Pour une longueur, écrivez size(…).", "For a length, write size(…).",
        )  # fmt: skip
    if "literal" in text:
        return Fault(
            offset, "bad_literal", "Ce nombre ne se lit pas.", "This number cannot be read.",
            "Écrivez un entier comme 3, ou une probabilité comme 0.8.",
            "Write a whole number such as 3, or a probability such as 0.8.",
        )  # fmt: skip
    return Fault(
        offset, "invalid", f"L’expression n’est pas valable ici ({text}).",
        f"The expression is not valid here ({text}).",
        "Comparez un nom connu à une valeur, par exemple signal.insult >= 0.8.",
        "Compare a known name with a value, for example signal.insult >= 0.8.",
    )  # fmt: skip


def _unknown_name(name: str, offset: int, source: str, thresholds: Collection[str]) -> Fault:
    start = _start_of(name, offset, source)
    is_call = source[start + len(name) :].lstrip().startswith("(")
    if is_call:
        fr, en = suggestion(name.rpartition(".")[2], FUNCTIONS)
        return Fault(
            start, "unknown_function", f"La fonction {quoted(name)} n’existe pas.",
            f"There is no function `{name}`.", fr, en,
        )  # fmt: skip
    root, _, leaf = name.partition(".")
    fr, en = _name_advice(name, thresholds)
    if root in ("signal", "sentiment", "emotion", "intent") and leaf:
        what = (f"Le signal {quoted(name)} n’existe pas.", f"There is no signal `{name}`.")
        return Fault(start, "unknown_signal", *what, fr, en)
    if root == "threshold" and leaf:
        what = (
            f"Le seuil {quoted(leaf)} n’est pas déclaré dans thresholds.",
            f"The threshold `{leaf}` is not declared under thresholds.",
        )
        fr, en = suggestion(leaf, list(thresholds))
        if not fr.startswith("Vouliez"):
            fr = f"Ajoutez {quoted(leaf + ': 0.8')} sous thresholds."
            en = f"Add `{leaf}: 0.8` under thresholds."
        return Fault(start, "unknown_threshold", *what, fr, en)
    what = (f"Le nom {quoted(name)} n’existe pas.", f"There is no name `{name}`.")
    return Fault(start, "unknown_name", *what, fr, en)


def _name_advice(name: str, thresholds: Collection[str]) -> tuple[str, str]:
    """What to write instead of a name that does not exist."""
    root, _, leaf = name.partition(".")
    if leaf in CLASS_SIGNALS or name in CLASS_SIGNALS:
        labels = [f"{leaf or name}.{label}" for label in CLASS_SIGNALS[leaf or name]]
        fr, en = (
            f"Choisissez parmi{HARD}: {', '.join(labels)}.",
            f"Choose from: {', '.join(labels)}.",
        )
    elif name in _INSTEAD:
        fr, en = f"Écrivez {_INSTEAD[name]}.", f"Write {_INSTEAD[name]}."
    else:
        fr, en = _nearest(root, leaf, [*FACTS, *(f"threshold.{each}" for each in thresholds)])
    return fr, en


def _nearest(root: str, leaf: str, known: list[str]) -> tuple[str, str]:
    """The name whose last part is nearest, first within the same family."""
    family = [name for name in known if name.startswith(f"{root}.")]
    listed = ", ".join(family)
    choice = (f"Choisissez parmi{HARD}: {listed}.", f"Choose from: {listed}.")
    if family and not leaf:
        return choice
    for names, cutoff in ((family, 0.6), (known, 0.75)):
        leaves = {name.rpartition(".")[2]: name for name in reversed(names)}
        close = get_close_matches(leaf or root, leaves, n=1, cutoff=cutoff)
        if close:
            return did_you_mean(leaves[close[0]])
    return choice if family else _families()


def _families() -> tuple[str, str]:
    roots = ", ".join(dict.fromkeys(name.partition(".")[0] for name in FACTS))
    return f"Les noms commencent par{HARD}: {roots}.", f"Names start with: {roots}."


def _start_of(name: str, offset: int, source: str) -> int:
    """The engine points at a dot or a parenthesis: step back to the name's first character."""
    found = source.rfind(name, 0, offset + len(name))
    return found if found >= 0 else offset


def _wrong_types(function: str, types: str, offset: int) -> Fault:
    names = [re.sub(r"\(.*", "", part.strip()) for part in _split(types.strip("()"))]
    fr = " et ".join(kind_names(name)[0] for name in names)
    en = " and ".join(kind_names(name)[1] for name in names)
    shown = function.strip("_") or function
    advice = (
        "Comparez des valeurs de même sorte.",
        "Compare values of the same kind.",
    )
    if set(names) == {"double", "int"}:
        advice = (
            f"Un nombre à virgule se compare à un nombre à virgule{HARD}: écrivez 1.0 plutôt "
            "que 1, 0.0 plutôt que 0.",
            "A decimal number compares with a decimal number: write 1.0 rather than 1, 0.0 "
            "rather than 0.",
        )
    return Fault(
        offset, "wrong_types",
        f"{quoted(shown)} ne s’applique pas à ces valeurs{HARD}: {fr}.",
        f"`{shown}` does not apply to these values: {en}.", *advice,
    )  # fmt: skip


def _split(types: str) -> list[str]:
    return re.split(r",\s*(?![^()]*\))", types)


def _syntax(text: str, offset: int, source: str) -> Fault:
    if "<EOF>'" in text.split(" expecting")[0]:
        return Fault(
            offset, "syntax", "L’expression s’arrête trop tôt.", "The expression stops too early.",
            "Complétez-la, ou fermez la parenthèse ou le guillemet ouvert.",
            "Complete it, or close the open parenthesis or quotation mark.",
        )  # fmt: skip
    found = _UNEXPECTED.search(text) or _TOKEN.search(text)
    word = next(filter(None, found.groups()), "") if found else ""
    word = word.split()[-1][:40] if word.split() else source[offset : offset + 1]
    instead = _INSTEAD.get(word)
    if word[:1] in "\"'":
        advice = ("Fermez le guillemet ouvert ici.", "Close the quotation mark opened here.")
    elif instead:
        advice = (f"Écrivez {instead}.", f"Write {instead}.")
    else:
        advice = (
            f"Reliez les conditions par && (et), || (ou), ! (non){NARROW}; "
            "comparez avec ==, >=, <.",
            "Join conditions with && (and), || (or), ! (not); compare with ==, >=, <.",
        )
    return Fault(
        offset, "syntax", f"{quoted(word)} n’est pas attendu ici.",
        f"`{word}` is not expected here.", *advice,
    )  # fmt: skip
