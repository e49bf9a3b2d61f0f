"""What an analyser is. One file per analyser in this folder; found by the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from harmonie.plugins import Registry
from harmonie.records import Message, Signal
from harmonie.text.normalise import NormalisedText


@runtime_checkable
class Analyser(Protocol):
    """Judges messages in batches.

    ``signals`` lists the names it may emit; ``languages`` those it can judge, or ``None`` when the
    language does not matter (personal data, links). ``analyse`` returns one mapping per message,
    in the same order, and never depends on the other messages of the batch.
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


ANALYSERS: Registry[Analyser] = Registry("analysers", "harmonie.analysers")
