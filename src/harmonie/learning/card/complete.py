"""Ends a training: what the JSON cards still lack, and the cards that people read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from harmonie.analysers.additive.evidence import SIGNALS
from harmonie.learning.card.page import page
from harmonie.pipeline import Pipeline
from harmonie.records import Message
from harmonie.weights.store import card_of, installed, save_card


def complete(
    folder: Path,
    tell: Callable[[str], None] | None = None,
    cpu_hours: float | None = None,
    tiers: Sequence[str] | None = None,
) -> list[Path]:
    """Writes ``<tier>.md`` and ``<tier>.fr.md`` for ``tiers``, else every one in ``folder``.

    Its JSON card gets the date (unless it has one), what the probes score, and ``cpu_hours`` when
    given. The arrays and their version stay. Raises ``WeightsError`` when the weights are unsound.
    """
    written: list[Path] = []
    for tier in tiers or installed(folder):
        card = {
            "date": datetime.now(UTC).date().isoformat(),
            **card_of(tier, folder),
            "tier": tier,
            "bytes": (folder / f"{tier}.npz").stat().st_size,
            "probes": probed(tier, folder),
        }
        if cpu_hours is not None:
            card["cpu_hours"] = round(cpu_hours, 2)
        save_card(tier, card, folder)
        written += write_pages(tier, folder)
        if tell:
            tell(f"card of {tier}: {', '.join(path.name for path in written[-2:])}")
    return written


def write_pages(tier: str, folder: Path) -> list[Path]:
    """The cards of one tier from its JSON: English, then French."""
    card = card_of(tier, folder)
    paths = [page_path(tier, language, folder) for language in ("en", "fr")]
    for path, language in zip(paths, ("en", "fr"), strict=True):
        path.write_text(page(tier, card, language), "utf-8")
    return paths


def page_path(tier: str, language: str, folder: Path) -> Path:
    """Where the card of ``tier`` in ``language`` is kept."""
    return folder / (f"{tier}.md" if language == "en" else f"{tier}.{language}.md")


def probed(tier: str, folder: Path) -> list[dict[str, Any]]:
    """What ``tier`` says of the probes: ``text``, ``language`` and ``scores`` by signal."""
    messages = [Message(text, language=language) for language, text in probes()]
    return [
        {
            "text": message.text,
            "language": message.language,
            "scores": {
                name: round(signal.score, 6)
                for name, signal in found.signals.items()
                if name in SIGNALS
            },
        }
        for message, found in zip(messages, Pipeline(tier, folder).analyse(messages), strict=True)
    ]


def probes() -> list[tuple[str, str]]:
    """Language and text of what is judged again whenever weights are verified."""
    path = files("harmonie.learning.card") / "words" / "probes.tsv"
    lines = path.read_text("utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if not line.startswith("#"))
    return [(language, text) for language, _, text in pairs]
