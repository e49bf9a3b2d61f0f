"""Finds the examples that prove a rule: texts that fire it and texts that do not.

Candidates are put together from what the checks look for; each is run through the rule's own
condition, and only those that answer as they should are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice, product

from harmonie.policies.automoderator.checks import Check, Fact, Sample
from harmonie.policies.expression import Expression
from harmonie.policies.facts import FACTS, Situation, environment
from harmonie.records import Analysis, Author, History, Message

NEUTRAL = (
    ("fr", "Bonjour à tous, merci pour votre aide de ce matin."),
    ("en", "Hello everybody, thank you for your help this morning."),
    ("fr", "Oui, demain."),
    ("en", "See https://example.org/garden for the dates."),
)
_PADDING = " et puis encore un mot de plus"
_MOST_TRIED, LONGEST = 400, 20_000
_NOW = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Proof:
    """An example as a policy writes it."""

    language: str
    text: str
    surroundings: Mapping[str, Fact] = field(default_factory=dict)


def prove(checks: Sequence[Check], condition: Expression) -> tuple[Proof, Proof] | None:
    """An example that fires and one that does not; ``None`` when either was not found."""
    around = list(islice(_surroundings(checks), 24))
    texts = [
        text for text in dict.fromkeys(_texts(checks)) if text.strip() and len(text) <= LONGEST
    ]
    made = [Proof("fr", text, facts) for text, facts in product(texts, around)]
    neutral = [Proof(*spoken, facts) for spoken, facts in product(NEUTRAL, around)]
    fires = _first(condition, True, (*made, *neutral))
    quiet = _first(condition, False, (*neutral, *made))
    return (fires, quiet) if fires and quiet else None


def _first(condition: Expression, wanted: bool, proofs: Iterable[Proof]) -> Proof | None:
    return next((p for p in islice(proofs, _MOST_TRIED) if answers(condition, p) is wanted), None)


def answers(condition: Expression, proof: Proof) -> bool | None:
    """What the condition says of an example, without any model: it reads no signal."""
    given = dict(proof.surroundings)
    author = Author("example", role=str(given.pop("role", "member")))  # type: ignore[arg-type]
    days, created = given.pop("author_days", None), None
    if days is not None:
        created = _NOW
        joined = _NOW - timedelta(days=int(days))
        author = Author("example", role=author.role, joined_at=joined)
    message = Message(
        proof.text, author=author, created_at=created, reports=int(given.pop("reports", 0)),
        parent_id="example" if given.pop("is_reply", False) else "",
    )  # fmt: skip
    situation = Situation(message, Analysis("", proof.language, {}), History())
    data = {name: FACTS[name].read(situation) for name in condition.names if name in FACTS}
    return condition.holds(environment().Activation(data))


def _surroundings(checks: Sequence[Check]) -> Iterator[dict[str, Fact]]:
    choices = [check.facts for check in checks if check.facts]
    for chosen in product(*choices):
        merged: dict[str, Fact] = {}
        for facts in chosen:
            merged |= facts
        yield {
            name: value
            for name, value in merged.items()
            if value is not False and value != "member"
        }


def _texts(checks: Sequence[Check]) -> Iterator[str]:
    wanted = [check for check in checks if check.samples and not check.is_negated]
    lengths = sorted({c.length for c in checks if c.length >= 0})
    for check in checks:
        if check.is_negated:  # what must not be there, for the example that does not fire
            yield from (sample.text for sample in check.samples)
    for turn in range(4):
        chosen = [check.samples[turn % len(check.samples)] for check in wanted]
        for text in _joined(chosen):
            yield text
            for length in lengths:
                yield _padded(text, chosen, length + 1)
    if not wanted:
        for length in lengths:
            yield _padded(NEUTRAL[0][1], [], length + 1)
            yield NEUTRAL[0][1][: max(length - 1, 0)].strip()
            yield "ok"[: max(length - 1, 0)]


def _joined(samples: Sequence[Sample]) -> Iterator[str]:
    """Samples in their places, bare, then within a sentence."""
    whole = [sample.text for sample in samples if sample.place == "whole"]
    if whole:
        yield whole[0]
        return
    start = [sample.text for sample in samples if sample.place == "start"]
    middle = [sample.text for sample in samples if sample.place == "any"]
    end = [sample.text for sample in samples if sample.place == "end"]
    if not start and not end:
        yield " ".join(["Bonjour,", *middle, "merci"])
    yield " ".join([*start, *middle, *end])
    yield "".join([*start, *middle, *end])


def _padded(text: str, samples: Sequence[Sample], length: int) -> str:
    missing = min(length, LONGEST) - len(text)
    if missing <= 0:
        return text
    padding = (_PADDING * (missing // len(_PADDING) + 1))[:missing].rstrip() + "."
    if any(sample.place == "end" for sample in samples):
        head = "" if any(sample.place == "start" for sample in samples) else padding.strip() + " "
        return f"{head}{text}"
    return f"{text}{padding}" + "x" * max(length - len(text) - len(padding), 0)
