"""About what: the sentiment of each thing that a message speaks of.

An aspect takes the sentiment of its clause, as the pipeline judges that clause on its own, damped
towards the sentence around it. Not an analyser that always runs: it judges every clause, several
times the work of judging the message, so it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from harmonie.records import LANGUAGES, Analysis, Aspect, Message
from harmonie.text.irony import cues, damped, strength
from harmonie.text.normalise import NormalisedText, normalise_many
from harmonie.text.noun_phrases import Clause, NounPhrase, phrases_of

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline

#: How much the clause counts beside its sentence, which knows the context; alone where a word of
#: contrast parts the sentence: what is said of one side is not said of the other.
CLAUSE_WEIGHT = 0.75
#: "Tout est parfait sauf le wifi" says nothing of the wifi but that it is not like the rest.
EXCEPTION_WEIGHT = 0.75
#: What is joined by "but" tends to be felt in contrary ways (Hatzivassiloglou & McKeown 1997, ACL).
CONTRAST_WEIGHT = 0.2
#: A message has the aspects of so many clauses at most: a flood of them is not worth its cost.
MOST_CLAUSES = 200
_OPPOSITE = {"positive": "negative", "negative": "positive", "neutral": "neutral"}
Chances = Mapping[str, float]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Place:
    """Phrases of one clause, the texts to judge it by, what irony its sentence bears, how much the
    clause counts beside it, and how much the contrary of the ``rest``."""

    phrases: Sequence[NounPhrase]
    clause: Span
    sentence: Span
    rest: Span | None
    doubt: float
    weight: float
    contrary: float


def aspects(
    pipeline: Pipeline, messages: Sequence[Message], analyses: Sequence[Analysis] | None = None
) -> list[tuple[Aspect, ...]]:
    """What each message speaks of and how, in order; ``()`` for what cannot be judged.

    ``analyses`` are those of the same messages when known, which spares judging them again. All
    clauses of all messages are judged in one batch.
    """
    if analyses is None:
        analyses = pipeline.analyse(messages)
    places: list[list[_Place]] = [[] for _ in messages]
    readable = [
        index
        for index, analysis in enumerate(analyses)
        if analysis.language in LANGUAGES and analysis.cannot_judge is None
    ]
    texts = normalise_many([messages[index].text for index in readable])
    for index, text in zip(readable, texts, strict=True):
        places[index] = _places(text, str(analyses[index].language))
    judged = _judged(pipeline, messages, analyses, places)
    return [
        tuple(aspect for place in mine for aspect in _told(index, message.text, place, judged))
        for index, (message, mine) in enumerate(zip(messages, places, strict=True))
    ]


def plain(aspect: Aspect) -> dict[str, Any]:
    """An aspect as plain values, as the command line and the API write it."""
    return asdict(replace(aspect, score=round(aspect.score, 4)))


def _places(text: NormalisedText, language: str) -> list[_Place]:
    """Every clause that speaks of something."""
    found = phrases_of(text, language)
    sentences = _sentences(text, [clause for clause, _ in found])
    doubts: dict[int, float] = {}
    places: list[_Place] = []
    for clause, phrases in found:
        if not phrases:
            continue
        if len(places) == MOST_CLAUSES:
            break
        own = text.to_original(clause.start, clause.end)
        whole = sentences[clause.sentence]
        if clause.sentence not in doubts:
            doubts[clause.sentence] = strength(cues(text.original[slice(*whole)]))
        opens = clause.is_contrasted and clause.classes.startswith("K") and own[0] > whole[0]
        rest = _rest(own, whole) if clause.is_exception or opens else None
        weight = 1.0 if clause.is_contrasted else CLAUSE_WEIGHT
        contrary = EXCEPTION_WEIGHT if clause.is_exception else CONTRAST_WEIGHT
        doubt = doubts[clause.sentence]
        places.append(_Place(phrases, own, whole, rest, doubt, weight, contrary))
    return places


def _sentences(text: NormalisedText, found: Sequence[Clause]) -> dict[int, Span]:
    """Where each sentence lies, with the signs that end it; together they are the text."""
    numbers = {}
    for clause in found:
        if clause.sentence not in numbers:
            numbers[clause.sentence] = text.to_original(clause.start, clause.start + 1)[0]
    if not numbers:
        return {}
    starts = [0, *list(numbers.values())[1:], len(text.original)]
    return dict(zip(numbers, pairwise(starts), strict=True))


def _rest(own: Span, whole: Span) -> Span:
    """What stands before a clause, else what follows it."""
    before, after = (whole[0], own[0]), (own[1], whole[1])
    return before if before[1] > before[0] else after


def _judged(
    pipeline: Pipeline,
    messages: Sequence[Message],
    analyses: Sequence[Analysis],
    places: Sequence[Sequence[_Place]],
) -> dict[tuple[int, Span], Analysis]:
    """The analysis of each clause, sentence and rest, by message and place."""
    known: dict[tuple[int, Span], Analysis] = {}
    asked: dict[tuple[int, Span], Message] = {}
    for index, (message, analysis, mine) in enumerate(zip(messages, analyses, places, strict=True)):
        known[index, (0, len(message.text))] = analysis
        for place in mine:
            for span in (place.clause, place.sentence, place.rest):
                if span is not None and (index, span) not in known:
                    part = message.text[slice(*span)]
                    asked[index, span] = replace(message, text=part, language=analysis.language)
    known.update(zip(asked, pipeline.analyse(list(asked.values())), strict=True))
    return known


def _told(
    index: int, text: str, place: _Place, judged: Mapping[tuple[int, Span], Analysis]
) -> Iterator[Aspect]:
    """The aspects of one clause; none where nothing of it could be judged."""
    whole = judged[index, (0, len(text))]
    sentiment = _mixed("sentiment", index, place, judged, whole)
    if not sentiment:
        return
    if place.rest is not None:
        sentiment = _against(sentiment, judged[index, place.rest], place.contrary)
    sentiment = damped(sentiment, place.doubt)
    emotion = _mixed("emotion", index, place, judged, whole)
    label, feeling = _likeliest(sentiment), _likeliest(emotion) if emotion else None
    for phrase in place.phrases:
        yield Aspect(
            text[phrase.start : phrase.end], phrase.key, phrase.start, phrase.end,
            label, sentiment[label], feeling, *place.clause,
        )  # fmt: skip


def _mixed(
    name: str,
    index: int,
    place: _Place,
    judged: Mapping[tuple[int, Span], Analysis],
    whole: Analysis,
) -> Chances:
    """The clause's chances and some of its sentence's; the message's where these are unknown."""
    around = _chances(judged[index, place.sentence], name) or _chances(whole, name)
    own = _chances(judged[index, place.clause], name)
    if not own or not around:
        return own or around
    return {
        label: place.weight * value + (1 - place.weight) * around.get(label, 0.0)
        for label, value in own.items()
    }


def _against(sentiment: Chances, rest: Analysis, weight: float) -> Chances:
    """What is excepted is felt contrary to the rest; what is contrasted with it, more likely so."""
    others = _chances(rest, "sentiment")
    if not others:
        return sentiment
    return {
        label: (1 - weight) * value + weight * others[_OPPOSITE[label]]
        for label, value in sentiment.items()
    }


def _chances(analysis: Analysis, name: str) -> Chances:
    signal = analysis.signals.get(name)
    return (signal.probabilities or {}) if signal else {}


def _likeliest(chances: Chances) -> str:
    return max(chances, key=chances.__getitem__)
