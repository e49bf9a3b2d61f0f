"""The nouns of the house: frozen records that every storey understands.

They hold plain values only, so a record can be logged, stored as JSON and rebuilt. Times are
timezone-aware; scores are probabilities in [0, 1]; spans count Unicode code points of the
*original* text, end excluded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

AuthorRole = Literal["member", "staff", "bot"]
Mode = Literal["act", "propose", "ask", "allow"]
OutcomeStatus = Literal["done", "failed", "unsupported"]

#: Signal names, in the order in which they are shown.
TOXICITY_FAMILY = (
    "toxicity",
    "insult",
    "profanity",
    "harassment",
    "hate",
    "threat",
    "sexual",
    "self_harm",
    "violence",
)
#: Signals that hold or not, learnt from texts.
BINARY_SIGNALS = (*TOXICITY_FAMILY, "spam", "scam", "distress", "injection")
SIGNALS = (
    *BINARY_SIGNALS,
    "personal_data",
    "sentiment",
    "emotion",
    "intent",
)
#: Ekman's six basic emotions (1992) and neutral, of which several may be there at once.
BASIC_EMOTIONS = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")
SENTIMENTS = ("negative", "neutral", "positive")
EMOTIONS = (
    "neutral",
    "joy",
    "trust",
    "anticipation",
    "surprise",
    "sadness",
    "fear",
    "anger",
    "disgust",
)
INTENTS = (
    "question",
    "request",
    "complaint",
    "praise",
    "report",
    "suggestion",
    "chit_chat",
    "off_topic",
)
LANGUAGES = ("fr", "en")


class Span(NamedTuple):
    """A stretch of the original text and what it adds to a score.

    ``weight`` is in log-odds for additive models (see :class:`Signal`) and 1.0 for spans found by
    a rule, such as an e-mail address.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Author:
    external_id: str
    name: str = ""
    role: AuthorRole = "member"
    joined_at: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote, as every channel must tell it."""

    text: str
    id: str = ""
    author: Author | None = None
    channel: str = ""
    external_id: str = ""
    thread_id: str = ""
    parent_id: str = ""
    parent_text: str = ""
    language: str | None = None
    created_at: datetime | None = None
    reach: int = 0
    url: str = ""
    reports: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """One judgement on one message.

    For additive models ``logit(score) == bias + sum(span.weight for span in spans)`` to within
    1e-3: the spans do not illustrate the score, they are the score. ``probabilities`` is filled for
    signals with several classes (sentiment, emotion, intent), sums to 1, and ``score`` is then the
    probability of ``label``.
    """

    name: str
    score: float
    version: str
    label: str | None = None
    spans: tuple[Span, ...] = ()
    bias: float = 0.0
    probabilities: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analysers say of a message; ``cannot_judge`` holds a reason code, never a score.

    Reason codes: ``empty``, ``too_short``, ``too_long``, ``language`` (neither French nor
    English), ``unreadable`` (no letters): ``signals`` then holds only what does not depend on the
    language, such as personal data. ``unsure``: the signals are all there, but toxicity is neither
    credible alone nor excluded.
    """

    message_id: str
    language: str | None
    signals: Mapping[str, Signal]
    cannot_judge: str | None = None
    language_confidence: float = 0.0
    tier: str = "fast"
    hidden_characters: tuple[str, ...] = ()

    def score(self, name: str) -> float | None:
        signal = self.signals.get(name)
        return None if signal is None else signal.score


@dataclass(frozen=True, slots=True)
class Aspect:
    """What a message speaks of, and how: "super accueil mais livraison en retard" has two.

    ``text`` is ``original[start:end]`` and ``key`` what its forms have in common ("livraisons",
    "la livraison"). ``score`` is the probability of ``sentiment``; ``emotion`` is the likeliest of
    the clause, ``None`` when not judged. ``clause_start`` and ``clause_end`` are where it is said.
    """

    text: str
    key: str
    start: int
    end: int
    sentiment: str
    score: float
    emotion: str | None
    clause_start: int
    clause_end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in the words of the community's rule, in both languages."""

    rule_id: str
    fr: str
    en: str
    signal: str | None = None
    score: float | None = None
    spans: tuple[Span, ...] = ()

    def text(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do to a message or its author, as data: ``kind`` names an ``actions/`` file."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says must happen, and how far the AI may go alone.

    ``act``: carried out at once; ``propose``: waits for a person's approval; ``ask``: a person
    must look, nothing is proposed with confidence; ``allow``: nothing to do.
    """

    mode: Mode
    actions: tuple[Action, ...] = ()
    rules: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    confidence: float = 0.0
    policy: str = ""
    policy_version: str = ""
    severity: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an action on the channel."""

    status: OutcomeStatus
    detail: str = ""
    external_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the desk remembers of a message's author and surroundings, for the policy to read.

    ``human_decision`` is the kind of the last action a person took on this very message
    ("approve", "hide", …) or ``None``: a machine never contradicts it.
    """

    author_messages: int = 0
    author_restrictions: int = 0
    author_warnings: int = 0
    author_messages_last_hour: int = 0
    identical_messages_last_hour: int = 0
    human_decision: str | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the AI may do alone: an action for a rule or signal, up to a confidence.

    ``minimum_confidence`` is the lowest verdict confidence at which ``action`` may be carried out
    without a person. No mandate means: propose.
    """

    action: str
    minimum_confidence: float
    rule_id: str | None = None
    signal: str | None = None
    language: str | None = None
