"""A grammar of minimal contrasts, French first (``texts/contrast``).

What a keyword filter gets wrong, function by function: hate without a bad word, bad words without
hate, and the same words on both sides of the line. The idea that a classifier should be taught and
checked by function is that of Ribeiro et al. (2020), "Beyond Accuracy: Behavioral Testing of NLP
Models with CheckList"; frames, scenes and groups were all written for Harmonie.

A *frame* is a sentence of one function. Its notation:

* ``[a|b]``: one of several wordings; ``<m/f>``: agreement with the gender of the sentence;
* ``{les}``, ``{un}``, ``{pl}``...: the protected group, as :mod:`.contrast_forms` writes it; a
  ``2`` after the name (``{les2}``) means a second group;
* ``{bank}``: a sentence of a function that lends its frames, such as hate that is quoted;
* ``{thing}``, ``{name}``...: a word of ``slots.yaml``;
* ``*word*``: the words that carry the label, which evasions then disguise;
* ``@origin,religion`` at the start: the classes of groups it makes sense with;
  ``#pair``: frames that share this name are contrasts of each other, one family.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from harmonie.learning.contrast_forms import Group, capitals, forms, pronouns, read_groups
from harmonie.learning.contrast_noise import disguised, noisy
from harmonie.learning.dataset import Example, Source, bucket, family, nothing_bad, one_of

#: About how many examples are composed for each language.
COMPOSED: Mapping[str, int] = {"fr": 12_900, "en": 6_500}
#: Most texts of one frame, for each wording of it: scenes around do not make a new sentence.
PER_WORDING = 3
_NOISY = 0.2
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_AGREES = re.compile(r"<([^<>/]*)/([^<>/]*)>")
_MARK = re.compile(r"\*([^*]+)\*")
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"")
_PREFIX = re.compile(r"(?:@(\S+) )?(?:#(\S+) )?(.*)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence with slots. ``evades``: its marked words are disguised when it is filled."""

    text: str
    language: str
    function: str
    family: str
    labels: Mapping[str, float]
    sentiment: str
    classes: tuple[str, ...]
    evades: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything a language needs: frames, groups, words, banks and scenes."""

    language: str
    frames: tuple[Frame, ...]
    shares: Mapping[str, float]
    groups: tuple[Group, ...]
    slots: Mapping[str, Any]
    banks: Mapping[str, tuple[Frame, ...]] = field(default_factory=dict)


def _document(name: str) -> Any:
    folder = files("harmonie.learning") / "texts" / "contrast"
    return yaml.safe_load((folder / name).read_text("utf-8"))


@cache
def grammar(language: str) -> Grammar:
    """The grammar of ``"fr"`` or ``"en"``, read once."""
    frames: list[Frame] = []
    shares: dict[str, float] = {}
    banks: dict[str, tuple[Frame, ...]] = {}
    for kind in ("hate", "harmless", "hazards", "voices", "lives", "perils"):
        for function, told in _document(f"{language}_{kind}.yaml").items():
            mine = tuple(_frames(language, function, told))
            shares[function] = float(told.get("share", 1.0))
            frames += mine
            if "bank" in told:
                banks[told["bank"]] = mine
    for source, function in (("hate", "hate_evasion"), ("insult", "insult_evasion")):
        evading = [f for f in frames if f.labels.get(source, 0) >= 1 and _MARK.search(f.text)]
        if source == "insult":
            evading = [f for f in evading if "hate" not in f.labels]
        frames += [
            Frame(f.text, language, function, f.family, f.labels, f.sentiment, f.classes, True)
            for f in evading
        ]
        shares[function] = 1.8
    groups = read_groups(_document("groups.yaml")[language], language)
    return Grammar(
        language, tuple(frames), shares, groups, _document("slots.yaml")[language], banks
    )


def _frames(language: str, function: str, told: Mapping[str, Any]) -> Iterator[Frame]:
    for number, line in enumerate(told["frames"].splitlines()):
        match = _PREFIX.fullmatch(line.strip())
        if match is None or not match[3]:
            raise ValueError(f"{language} {function}: line {number + 1} holds no sentence")
        classes = tuple(match[1].split(",")) if match[1] else ()
        pair = match[2] or f"{function}.{number}"
        yield Frame(
            match[3], language, function, f"contrast:{language}:{pair}",
            told.get("labels") or {}, told.get("sentiment", ""), classes,
        )  # fmt: skip


def _part(frame_family: str) -> int:
    """0 calibration, 1 held out, 2 training: as ``dataset.split`` cuts them."""
    return min(2, bucket(frame_family, 7))


def _with_banks(frame: Frame, book: Grammar, chance: random.Random) -> tuple[str, tuple[str, ...]]:
    """The frame with borrowed sentences, all from one part of the split, and its classes."""
    text, classes = frame.text, frame.classes
    for name in _SLOT.findall(text):
        if name not in book.banks:
            continue
        near = [
            f
            for f in book.banks[name]
            if _part(f.family) == _part(frame.family)
            and (not classes or not f.classes or set(classes) & set(f.classes))
        ]
        lent = chance.choice(near or list(book.banks[name]))
        both = set(classes) & set(lent.classes)
        classes = tuple(sorted(both)) or lent.classes or classes
        text = text.replace("{" + name + "}", _MARK.sub(r"\1", lent.text), 1)
    return text, classes


def wording(
    frame: Frame, book: Grammar, chance: random.Random, spoken: Counter[str] | None = None
) -> tuple[str, str]:
    """One filling, marks still in, and the group it speaks of (or ``""``).

    ``spoken`` counts how often each group was named; a group named least is taken, and counted.
    """
    text, classes = _with_banks(frame, book, chance)
    while match := _CHOICE.search(text):
        text = text[: match.start()] + chance.choice(match[1].split("|")) + text[match.end() :]
    allowed = [g for g in book.groups if not classes or g.kind in classes]
    spoken = Counter() if spoken is None else spoken
    fewest = min(spoken[g.key] for g in allowed)
    first = chance.choice([g for g in allowed if spoken[g.key] == fewest])
    others = [g for g in book.groups if g is not first]
    second = chance.choice([g for g in others if g.kind == first.kind] or others)
    gender = chance.choice(first.genders)
    grouped = forms(first, gender, book.language)
    grouped |= {f"{k}2": v for k, v in forms(second, second.genders[0], book.language).items()}
    names = set(_SLOT.findall(text))
    if not names & set(grouped):
        gender = chance.choice("mf")

    agreeing = grouped | pronouns(gender)

    def put(match: re.Match[str]) -> str:
        if match[1] in agreeing:
            return agreeing[match[1]]
        words = book.slots[match[1]]
        chosen: str = chance.choice(words[gender] if isinstance(words, Mapping) else words)
        return chosen

    while _SLOT.search(text):
        text = _SLOT.sub(put, text)
    text = _AGREES.sub(lambda m: m[1] if gender == "m" else m[2], text)
    if not names & set(grouped):
        return text, ""
    spoken[first.key] += 1
    return text, first.key


def _staged(text: str, book: Grammar, chance: random.Random) -> str:
    """The sentence alone, or in a scene that says nothing for or against anybody."""
    throw = chance.random()
    if throw < 0.12:
        return f"{chance.choice(book.slots['openers'])} {text}"
    if throw < 0.28:
        return f"{chance.choice(book.slots['scenes'])} {text}"
    if throw < 0.38:
        ended = text if text.rstrip()[-1:] in ".!?…" else f"{text}."
        return f"{ended} {chance.choice(book.slots['scenes'])}"
    return text


def _finished(frame: Frame, text: str, chance: random.Random) -> tuple[str, tuple[Any, ...]]:
    """The text as it is posted, and the spans that its marks showed."""
    if frame.evades:
        text = _MARK.sub(lambda m: disguised(m[1], chance), text)
    text = capitals(text, frame.language)
    heads = [head for head, value in frame.labels.items() if value >= 0.5]
    plain, spans, at = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        spans += [(len(plain), len(plain) + len(match[1]), head) for head in heads]
        plain, at = plain + match[1], match.end()
    plain += text[at:]
    if chance.random() < _NOISY:
        return noisy(plain, frame.language, chance), ()
    return plain, tuple(spans)


def _labels(frame: Frame, core: str, book: Grammar) -> dict[str, float]:
    """Every binary head, and sentiment where evident. Swearing is profanity, unless quoted."""
    told = dict(frame.labels)
    own = _QUOTED.sub("", core.replace("*", ""))
    if re.search(rf"\b(?:{book.slots['swears']})", own, re.IGNORECASE):
        told["profanity"] = 1.0
    labels = nothing_bad() | family(**told)
    return labels | one_of("sentiment", frame.sentiment) if frame.sentiment else labels


def filled(
    frame: Frame, book: Grammar, most: int, spoken: Counter[str] | None = None
) -> Iterator[Example]:
    """Up to ``most`` different examples of a frame, always the same ones.

    ``spoken``: how often each group was named before; once all are read, it counts these too.
    """
    chance = random.Random(f"{frame.family}:{frame.function}:{frame.text}")  # noqa: S311
    spoken = Counter() if spoken is None else spoken
    before, kept = spoken.copy(), Counter[str]()
    cores = {wording(frame, book, chance, spoken) for _ in range(2 * most)}
    ordered = sorted(cores)
    chance.shuffle(ordered)
    seen: set[str] = set()
    for core, target in (ordered * PER_WORDING)[: 2 * most]:
        text, spans = _finished(frame, _staged(core, book, chance), chance)
        if text not in seen and len(seen) < most:
            seen.add(text)
            kept.update([target] if target else [])
            labels = _labels(frame, core, book)
            yield Example(
                text, frame.language, labels, "contrast", frame.family, 1.0, "", target, spans
            )
    spoken.clear()
    spoken.update(before + kept)


def composed(language: str) -> Iterator[tuple[str, Example]]:
    """``(function, example)`` for every example of a language."""
    book = grammar(language)
    by_function: dict[str, list[Frame]] = {}
    for frame in book.frames:
        by_function.setdefault(frame.function, []).append(frame)
    whole = sum(book.shares[function] for function in by_function)
    # Each group is named about as often on either side, so that its name tells nothing.
    spoken: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for function, frames in by_function.items():
        due = COMPOSED[language] * book.shares[function] / whole
        yield from _function(function, frames, book, due, spoken)


def _function(
    function: str,
    frames: Sequence[Frame],
    book: Grammar,
    due: float,
    spoken: Mapping[bool, Counter[str]],
) -> Iterator[tuple[str, Example]]:
    most = max(1, round(due / len(frames)))
    for frame in frames:
        for example in filled(frame, book, most, spoken["hate" in frame.labels]):
            yield function, example


def _contrast(_: Path) -> Iterator[Example]:
    for language in ("fr", "en"):
        for _function_name, example in composed(language):
            yield example


SOURCES = (
    Source("contrast", "Apache-2.0", "the authors of Harmonie",
           "minimal contrasts by function, composed from frames written by hand", _contrast),
)  # fmt: skip
