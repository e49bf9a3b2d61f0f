"""What an analyser is. One file per analyser in this folder; found by the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

import orjson

from harmonie.plugins import Registry
from harmonie.records import Message, Signal
from harmonie.text.normalise import NormalisedText


@runtime_checkable
class Analyser(Protocol):
    """Judges messages in batches.

    ``signals`` lists the names it may emit; ``languages`` those it can judge, or ``None`` when the
    language does not matter (personal data, links). ``analyse`` returns one mapping per message,
    in the same order, and never depends on the other messages of the batch.

    An analyser that has a shorter way to JSON may also have ``members``, with the arguments of
    ``analyse``: for each message what :func:`members_of` makes of its signals.
    """

    kind_of_plugin: ClassVar[str] = "analysers"
    name: ClassVar[str]
    signals: ClassVar[tuple[str, ...]]
    languages: ClassVar[tuple[str, ...] | None]

    @property
    def version(self) -> str: ...

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]: ...


def plain(signal: Signal) -> dict[str, Any]:
    """A signal as plain values, as the command line and the API write it."""
    told: dict[str, Any] = {"score": signal.score}
    if signal.label is not None:
        told["label"] = signal.label
        if signal.probabilities is not None:
            told["probabilities"] = signal.probabilities
    told["bias"] = signal.bias
    told["spans"] = list(map(list, signal.spans))
    told["version"] = signal.version
    return told


def members_of(signals: Mapping[str, Signal]) -> bytes:
    """Signals as the members of a JSON object, without its braces; ``b""`` when there is none."""
    return orjson.dumps({name: plain(signal) for name, signal in signals.items()})[1:-1]


ANALYSERS: Registry[Analyser] = Registry("analysers", "harmonie.analysers")
