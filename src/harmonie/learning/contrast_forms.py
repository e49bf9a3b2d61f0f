"""How a protected group is written in a sentence: articles, elision, gender and number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: French words whose h forbids elision ("le handicapé", not "l'handicapé").
_ASPIRATED = ("handicap", "hand", "hongrois")
#: English beginnings that are read "you": "a Ukrainian", not "an Ukrainian".
_SOUNDED_U = ("uk", "uni", "eu")
_VOWELS = "aeiouyéèêâîôœh"
_ELIDED = re.compile(r"\b([Dd]|[Qq]u)e (?!oui\b|onze)(?=[aeiouéèêAEIOUÉÈ][a-zéèêïîô])")


@dataclass(frozen=True, slots=True)
class Group:
    """A protected group. Each form is ``(singular, plural, predicate)``.

    ``masculine`` or ``feminine`` is empty where the language has no such form; English uses
    ``masculine`` for all.
    """

    key: str
    kind: str
    masculine: tuple[str, ...]
    feminine: tuple[str, ...]

    @property
    def genders(self) -> tuple[str, ...]:
        """Genders that exist; the masculine plural is also the mixed one, hence more frequent."""
        if self.masculine and self.feminine:
            return ("m", "m", "f")
        return ("m",) if self.masculine else ("f",)


def read_groups(told: Mapping[str, Any], language: str) -> tuple[Group, ...]:
    """Groups from ``groups.yaml``: ``key: [kind, m sg, m pl, f sg, f pl]``, "" where none.

    A sixth and a seventh item give the predicate ("je suis ...") where it is not the noun.
    """
    found = []
    for key, row in told.items():
        kind, *words = row
        if language == "en":
            singular, plural, *rest = words
            predicate = rest[0] if rest else f"{_a(singular)} {singular}"
            found.append(Group(key, kind, (singular, plural, predicate), ()))
            continue
        ms, mp, fs, fp, *rest = words
        pm, pf = rest if rest else (ms.lower(), fs.lower())
        found.append(Group(key, kind, (ms, mp, pm) if ms else (), (fs, fp, pf) if fs else ()))
    return tuple(found)


def _a(word: str) -> str:
    low = word.lower()
    return "an" if low[0] in "aeiou" and not low.startswith(_SOUNDED_U) else "a"


def elides(word: str) -> bool:
    """Whether French "le", "la" and "de" lose their vowel before ``word``."""
    low = word.lower()
    return low[0] in _VOWELS and not low.startswith(_ASPIRATED)


def forms(group: Group, gender: str, language: str) -> dict[str, str]:
    """Slot name to text, for a group in a gender."""
    one, many, predicate = group.masculine if gender == "m" else group.feminine
    if language == "en":
        return {"sg": one, "pl": many, "a": f"{_a(one)} {one}", "am": predicate}
    man = gender == "m"
    light, de = elides(one), elides(many)
    return {
        "sg": one, "pl": many, "suis": predicate,
        "les": f"les {many}", "des": f"des {many}", "aux": f"aux {many}", "ces": f"ces {many}",
        "ds": f"d'{many}" if de else f"de {many}",
        "un": f"{'un' if man else 'une'} {one}",
        "le": f"l'{one}" if light else f"{'le' if man else 'la'} {one}",
        "du": f"de l'{one}" if light else f"{'du' if man else 'de la'} {one}",
        "au": f"à l'{one}" if light else f"{'au' if man else 'à la'} {one}",
        "ce": f"{('cet' if light else 'ce') if man else 'cette'} {one}",
    }  # fmt: skip


def pronouns(gender: str) -> dict[str, str]:
    """French pronouns, which follow the group or, without one, the person named."""
    masculine = ("ils", "il", "eux", "lui", "ceux", "tous")
    feminine = ("elles", "elle", "elles", "elle", "celles", "toutes")
    return dict(zip(masculine, masculine if gender == "m" else feminine, strict=True))


def capitals(text: str, language: str) -> str:
    """Capitals at the start and after a full stop; in French also elision across slots.

    « si ils », « de Awa », « ce Enzo » become « s'ils », « d'Awa », « cet Enzo ».
    """
    if language == "fr":
        text = _ELIDED.sub(r"\1'", text)
        text = re.sub(r"\b([Cc])e (?=[AEIOUÉ][a-zéèïî])", r"\1et ", text)
        text = re.sub(r"\b([Ss])i (ils?)\b", r"\1'\2", text)
    return re.sub(
        r"(^|[.!?…] )((?:« |\")?\*?)([a-zàâçéèêëîïôöûù])",
        lambda m: m[1] + m[2] + m[3].upper(),
        text,
    )
