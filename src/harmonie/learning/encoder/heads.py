"""What the encoder is asked: the heads of every model, and Ekman's emotions beside Plutchik's."""

from __future__ import annotations

from collections.abc import Mapping

from harmonie.learning.dataset import BINARY, CLASSES, EKMAN, HEADS

EKMAN_HEADS = tuple(f"ekman:{emotion}" for emotion in EKMAN)
ALL = (*HEADS, *EKMAN_HEADS)
COLUMN: Mapping[str, int] = {head: index for index, head in enumerate(ALL)}
#: Heads that hold or not, each by itself.
ALONE = tuple(COLUMN[head] for head in (*BINARY, *EKMAN_HEADS))
#: Heads of which one holds.
TOGETHER: Mapping[str, slice] = {
    signal: slice(COLUMN[f"{signal}:{labels[0]}"], COLUMN[f"{signal}:{labels[-1]}"] + 1)
    for signal, labels in CLASSES.items()
}
#: How much each head weighs in the loss.
WEIGHT: Mapping[str, float] = {
    "toxicity": 1.2, "insult": 0.8, "profanity": 0.5, "hate": 1.2,
    "sentiment": 0.9, "emotion": 0.5, "intent": 0.5,
    **dict.fromkeys(EKMAN_HEADS, 0.4),
}  # fmt: skip
