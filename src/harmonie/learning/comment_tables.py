"""The tables of the comments' card, in markdown, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from harmonie.learning.agreement import (
    Agreement,
    agreement,
    file_counts,
    group_counts,
    label_counts,
)
from harmonie.learning.card.names import GROUPS, REGISTERS, speaker
from harmonie.learning.card.tables import table, told
from harmonie.learning.dataset import CLASSES
from harmonie.learning.report.words import count, number, percent, tongue

NEVER = "–"


@cache
def files(language: str) -> str:
    """Comments by register."""
    say = speaker(language)
    header = (
        say("file", "fichier"), say("register", "registre"), say("language", "langue"),
        say("comments", "commentaires"), say("answer a message", "répondent à un message"),
        say("carry no label", "sans étiquette"),
    )  # fmt: skip
    lines, found = [], file_counts()
    for one in found:
        spoken, _, register = one.name.removesuffix(".tsv").partition("_")
        known = say(*REGISTERS[register]) if register in REGISTERS else register
        share = (
            f"{count(one.harmless, language)} ({percent(one.harmless / one.comments, language)})"
        )
        lines.append(
            (f"`{one.name}`", known, tongue(spoken, language), count(one.comments, language),
             count(one.answers, language), share)
        )  # fmt: skip
    total, calm = sum(one.comments for one in found), sum(one.harmless for one in found)
    answers = sum(one.answers for one in found)
    share = _share(calm, total, language)
    last = (say("all", "tous"), "", "", count(total, language), count(answers, language), share)
    return table(header, [*lines, last])


def _share(part: int, whole: int, language: str) -> str:
    return f"{count(part, language)} ({percent(part / whole, language)})"


@cache
def labels(language: str) -> str:
    """Comments that carry each label, surely and arguably."""
    say = speaker(language)
    header = (
        say("label", "étiquette"), say("French", "français"), say("arguable", "discutable"),
        say("English", "anglais"), say("arguable", "discutable"),
    )  # fmt: skip
    found = label_counts()
    lines = []
    for french, english in zip(found[::2], found[1::2], strict=True):
        cells = (french.sure, french.arguable, english.sure, english.arguable)
        lines.append((f"`{french.label}`", *(count(cell, language) for cell in cells)))
    return table(header, lines)


@cache
def groups(language: str) -> str:
    """Comments that speak of a group, those that attack it, and the harmless ones."""
    say = speaker(language)
    header = (
        say("group", "groupe"), say("language", "langue"), say("comments", "commentaires"),
        say("hate", "haine"), say("carry no label", "sans étiquette"),
    )  # fmt: skip
    return table(
        header,
        [
            (
                say(*GROUPS[one.group]) if one.group in GROUPS else one.group,
                tongue(one.language, language), count(one.comments, language),
                count(one.hate, language), count(one.harmless, language),
            )
            for one in group_counts()
        ],
    )  # fmt: skip


@cache
def agreements(language: str) -> str:
    """How far two readers agree: both languages together, then kappa in each."""
    say = speaker(language)
    header = (
        "signal", say("first reader", "premier lecteur"), say("second", "second"),
        say("agreement", "accord"), "kappa", say("kappa, French", "kappa, français"),
        say("kappa, English", "kappa, anglais"),
    )  # fmt: skip
    both, french, english = map(_agreement, ("", "fr", "en"))
    lines = [
        (
            f"`{one.signal}`", *_carried(one, language),
            percent(one.agreement, language), *(_kappa(x, language) for x in (one, fr, en)),
        )
        for one, fr, en in zip(both, french, english, strict=True)
    ]  # fmt: skip
    read = [count(part[0].comments, language) for part in (both, french, english)]
    sentence = say(
        f"{read[0]} comments were read twice: {read[1]} French, {read[2]} English.",
        f"{read[0]} commentaires ont été lus deux fois\u00a0: {read[1]} français, {read[2]} "
        "anglais.",
    )
    return f"{sentence}\n\n{table(header, lines)}"


_agreement = cache(agreement)


def _carried(one: Agreement, language: str) -> tuple[str, str]:
    if one.signal in CLASSES:
        return NEVER, NEVER
    return number(one.first, language, 1), number(one.second, language, 1)


def _kappa(one: Agreement, language: str) -> str:
    if one.kappa is None:
        return NEVER
    return told((one.kappa.value, one.kappa.low, one.kappa.high), language)


#: Tables by the name of their place in the pages.
TABLES: Mapping[str, Callable[[str], str]] = {
    "files": files, "labels": labels, "groups": groups, "agreement": agreements,
}  # fmt: skip
