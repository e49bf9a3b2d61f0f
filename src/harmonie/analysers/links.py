"""Links that are known to be scams or imitate a known site: a verdict that needs no language.

Additive by construction: ``logit(score) == bias + sum of span weights``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from harmonie.records import Message, Signal, Span
from harmonie.text.links import find_links
from harmonie.text.normalise import NormalisedText
from harmonie.text.survey import LINK

VERSION = "links-1"
BIAS = -3.0
KNOWN_SCAM, LOOK_ALIKE = 6.5, 4.0


class LinkAnalyser:
    """``scam`` from the block lists and look-alike domains; silent when there is neither."""

    kind_of_plugin: ClassVar[str] = "analysers"
    name: ClassVar[str] = "links"
    signals: ClassVar[tuple[str, ...]] = ("scam",)
    languages: ClassVar[tuple[str, ...] | None] = None

    @property
    def version(self) -> str:
        return VERSION

    def analyse(
        self,
        messages: Sequence[Message],
        texts: Sequence[NormalisedText],
        languages: Sequence[str | None],
    ) -> list[dict[str, Signal]]:
        """``{"scam": …}`` for messages with such a link, ``{}`` for the others."""
        return [_signals(text.original) if text.clues & LINK else {} for text in texts]


def _signals(text: str) -> dict[str, Signal]:
    spans = []
    for link in find_links(text):
        weight = KNOWN_SCAM if link.is_known_scam else LOOK_ALIKE if link.looks_like else 0.0
        if weight:
            spans.append(Span(link.start, link.end, weight))
    if not spans:
        return {}
    # Ten bad links are no surer than a few: beyond that log-odds would only lose precision.
    spans = spans[:3]
    score = 1 / (1 + math.exp(-(BIAS + sum(span.weight for span in spans))))
    return {"scam": Signal("scam", score, VERSION, None, tuple(spans), BIAS)}
