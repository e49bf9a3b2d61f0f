"""What a rule can read: every name of the policy language, its type, and how it is filled.

This table is the language's only list of names: the checker, the evaluation and the documentation
all read it. **A signal that is missing stays missing**: its name is left out of the evaluation, so
that a rule which truly depends on it has no answer (see :mod:`harmonie.policies.decide`); nothing
ever reads as 0 because it could not be judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import isnan
from typing import TYPE_CHECKING, Any

from cel_expr_python import cel  # type: ignore[import-untyped,unused-ignore]
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from harmonie import records
from harmonie.records import (
    EMOTIONS,
    INTENTS,
    SENTIMENTS,
    Analysis,
    History,
    Message,
    Span,
)
from harmonie.text.normalise import normalise

if TYPE_CHECKING:
    from harmonie.text.links import Link

#: Longest lists and text that an expression meets: with the static limits of
#: :mod:`harmonie.policies.bounds` they make the cost of a rule finite and small.
MAX_ITEMS = 50
MAX_TEXT = 20_000

BINARY_SIGNALS = (*records.BINARY_SIGNALS, "personal_data")
CLASS_SIGNALS: Mapping[str, tuple[str, ...]] = {
    "sentiment": SENTIMENTS,
    "emotion": EMOTIONS,
    "intent": INTENTS,
}
LINK_FIELDS: Mapping[str, tuple[int, str, str]] = {
    "url": (9, "l’adresse telle qu’écrite", "the address as written"),
    "host": (9, "le nom d’hôte", "the host name"),
    "domain": (9, "le domaine enregistré", "the registrable domain"),
    "is_shortener": (8, "raccourcisseur d’adresses", "an address shortener"),
    "is_known_scam": (8, "domaine d’arnaque connu", "a known scam domain"),
    "looks_like": (9, "domaine imité, ou vide", "the domain it imitates, or empty"),
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a message is decided."""

    message: Message
    analysis: Analysis
    history: History


class Missing(Exception):
    """This fact is not known for this message."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One name of the language. ``signal`` is set when its value is a probability."""

    name: str
    kind: str
    fr: str
    en: str
    read: Callable[[Situation], Any]
    signal: str | None = None


def _signal(name: str) -> Callable[[Situation], float]:
    def read(situation: Situation) -> float:
        signal = situation.analysis.signals.get(name)
        if signal is None or isnan(signal.score):  # not a number is not calm either
            raise Missing(name)
        return signal.score

    return read


def _class(signal_name: str, label: str) -> Callable[[Situation], float]:
    def read(situation: Situation) -> float:
        signal = situation.analysis.signals.get(signal_name)
        if signal is None or signal.probabilities is None or label not in signal.probabilities:
            raise Missing(f"{signal_name}.{label}")
        return signal.probabilities[label]

    return read


def _personal_data(situation: Situation) -> list[str]:
    from harmonie.text.personal_data import find_personal_data  # brings phonenumbers: 100 ms

    signal = situation.analysis.signals.get("personal_data")
    if signal is not None and not signal.spans:  # the analyser looked and found nothing
        return []
    text, language = situation.message.text[:MAX_TEXT], situation.analysis.language
    kinds = {datum.kind for datum in find_personal_data(text, language)}
    return sorted(kinds)[:MAX_ITEMS]


def _found_links(situation: Situation) -> list[Link]:
    from harmonie.text.links import find_links  # brings the public suffix list

    return find_links(situation.message.text[:MAX_TEXT])


def _links(situation: Situation) -> list[Any]:
    found = _found_links(situation)[:MAX_ITEMS]
    if not found:
        return []
    link_class = link_message_class()
    return [
        link_class(
            url=link.url,
            host=link.host,
            domain=link.registrable_domain,
            is_shortener=link.is_shortener,
            is_known_scam=link.is_known_scam,
            looks_like=link.looks_like or "",
        )
        for link in found
    ]


def _capitals(situation: Situation) -> float:
    letters = [letter for letter in situation.message.text[:MAX_TEXT] if letter.isalpha()]
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0


def _days(situation: Situation) -> int:
    author, message = situation.message.author, situation.message
    if author is None or author.joined_at is None or message.created_at is None:
        return -1
    return max((message.created_at - author.joined_at).days, 0)


def _clean(text: str) -> str:
    """The engine takes UTF-8 only: half characters become U+FFFD."""
    text = text[:MAX_TEXT]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _scores() -> list[Fact]:
    facts = [
        Fact(f"signal.{name}", "double", f"probabilité, signal {name}", f"probability of {name}",
             _signal(name), name)
        for name in BINARY_SIGNALS
    ]  # fmt: skip
    for signal_name, labels in CLASS_SIGNALS.items():
        facts += [
            Fact(f"{signal_name}.{label}", "double", f"probabilité de {label}",
                 f"probability of {label}", _class(signal_name, label), f"{signal_name}.{label}")
            for label in labels
        ]  # fmt: skip
    return facts


_Row = tuple[str, str, str, str, Callable[[Situation], Any]]
_OTHERS: tuple[_Row, ...] = (
    ("language", "string", "fr, en, ou vide", "fr, en, or empty",
     lambda s: s.analysis.language or ""),
    ("cannot_judge", "string", "pourquoi l’IA ne sait pas juger, ou vide",
     "why the AI cannot judge, or empty", lambda s: s.analysis.cannot_judge or ""),
    ("message.text", "string", "le texte tel qu’écrit", "the text as written",
     lambda s: _clean(s.message.text)),
    ("message.normalised", "string", "le texte sans déguisements, en minuscules",
     "the text without disguises, in small letters",
     lambda s: _clean(normalise(s.message.text[:MAX_TEXT]).text)),
    ("message.length", "int", "nombre de caractères", "number of characters",
     lambda s: len(s.message.text)),
    ("message.capitals", "double", "part de majuscules, de 0 à 1",
     "share of capital letters, 0 to 1", _capitals),
    ("message.hidden_characters", "int", "sortes de caractères invisibles",
     "kinds of invisible characters", lambda s: len(s.analysis.hidden_characters)),
    ("message.channel", "string", "le canal", "the channel",
     lambda s: _clean(s.message.channel)),
    ("message.reach", "int", "personnes qui l’ont vu", "people who saw it",
     lambda s: s.message.reach),
    ("message.reports", "int", "signalements de membres", "reports by members",
     lambda s: s.message.reports),
    ("message.is_reply", "bool", "répond à un autre message", "answers another message",
     lambda s: bool(s.message.parent_id or s.message.parent_text)),
    ("message.has_link", "bool", "contient un lien", "holds a link",
     lambda s: bool(_found_links(s))),
    ("links", "links", "les liens du message", "the message's links", _links),
    ("personal_data", "strings", "sortes de données personnelles trouvées",
     "kinds of personal data found", _personal_data),
    ("author.role", "string", "member, staff ou bot", "member, staff or bot",
     lambda s: s.message.author.role if s.message.author else "member"),
    ("author.days", "int", "jours depuis l’arrivée, -1 si inconnu",
     "days since joining, -1 when unknown", _days),
    ("author.messages", "int", "messages déjà écrits", "messages written before",
     lambda s: s.history.author_messages),
    ("author.restrictions", "int", "restrictions déjà reçues", "restrictions received before",
     lambda s: s.history.author_restrictions),
    ("author.warnings", "int", "avertissements déjà reçus", "warnings received before",
     lambda s: s.history.author_warnings),
    ("author.messages_last_hour", "int", "messages de l’auteur en une heure",
     "the author's messages in the last hour", lambda s: s.history.author_messages_last_hour),
    ("identical_messages_last_hour", "int", "messages identiques en une heure",
     "identical messages in the last hour", lambda s: s.history.identical_messages_last_hour),
)  # fmt: skip

#: Every name of the language, in the order of the documentation.
FACTS: Mapping[str, Fact] = {
    fact.name: fact for fact in (*_scores(), *(Fact(*row) for row in _OTHERS))
}


def evidence_found(names: frozenset[str], message: Message, analysis: Analysis) -> tuple[Span, ...]:
    """Where stand the personal data or links that a rule without signal speaks of."""
    if "personal_data" in names and "personal_data" in analysis.signals:
        return analysis.signals["personal_data"].spans
    if names & {"links", "message.has_link"}:
        found = _found_links(Situation(message, analysis, History()))
        return tuple(Span(link.start, link.end, 1.0) for link in found[:MAX_ITEMS])
    return ()


@cache
def _pool() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="harmonie.proto", package="harmonie")
    file.syntax = "proto3"
    message = file.message_type.add(name="Link")
    for number, (name, (kind, _, _)) in enumerate(LINK_FIELDS.items(), 1):
        added = message.field.add(name=name, number=number)
        added.label = descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL
        added.type = kind  # type: ignore[assignment]
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool


@cache
def link_message_class() -> Any:
    """The typed message behind each element of ``links``."""
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName("harmonie.Link"))


@cache
def environment(thresholds: frozenset[str] = frozenset()) -> cel.Env:
    """The typed environment; ``threshold.<name>`` is a number for each of the policy's names."""
    types = {
        "double": cel.Type.DOUBLE,
        "int": cel.Type.INT,
        "bool": cel.Type.BOOL,
        "string": cel.Type.STRING,
        "strings": cel.Type.List(cel.Type.STRING),
        "links": cel.Type.List(cel.Type("harmonie.Link")),
    }
    variables = {fact.name: types[fact.kind] for fact in FACTS.values()}
    variables |= {f"threshold.{name}": cel.Type.DOUBLE for name in thresholds}
    return cel.NewEnv(descriptor_pool=_pool(), variables=variables)
