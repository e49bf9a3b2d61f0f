"""Short messages that many people send in their own words: phrases with slots."""

from __future__ import annotations

import random
import re

from .conversations import Conversation, document, read_line
from .scenes import Scene

_SLOT = re.compile(r"\{([a-z_]+)\}")


def fill(rng: random.Random, text: str) -> str:
    """Fills each ``{slot}`` from ``slots.yaml``; the same slot twice draws twice."""
    slots: dict[str, list[str]] = document("slots.yaml")
    return _SLOT.sub(lambda match: rng.choice(slots[match[1]]), text)


def everyday(scene: Scene) -> None:
    """Adds every phrase as often as its block says, never the same words twice."""
    seen: set[str] = set()
    for block in document("phrases.yaml"):
        for raw in block["lines"].strip().splitlines():
            line = read_line(raw.strip(), block["language"])
            for _ in range(block["times"]):
                text = fill(scene.rng, line.text)
                if text in seen:
                    continue
                seen.add(text)
                told = read_line(raw.strip(), block["language"])
                told = type(told)(told.who, text, told.language, label=told.label)
                channel = scene.rng.choice(block["channels"])
                scene.tell(Conversation(block["community"], channel, text[:60], (told,)))
