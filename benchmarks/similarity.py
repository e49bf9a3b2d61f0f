"""How well vectors find what says the same: answers to questions, near-duplicates, topics.

Reads the open sets ``covidfaq_fr_en`` and ``clinc150`` under ``$HARMONIE_DATA`` (no model here was
fitted to their intents) and prints three tables:

- retrieval: each question asks for another question of the same intent; share of first answers
  that are right (with a 95 % interval) and mean reciprocal rank, within a language and across;
- near-duplicates: each text against disguised copies of itself and texts of the same intent;
- topics: purity and normalised mutual information with the intents.

Compared: vectors of words, of the encoder where it is installed, of both; BM25; BM25
fused with vectors as retrieval does it; TF-IDF of characters (scikit-learn).

    HARMONIE_DATA=/path/to/train python benchmarks/similarity.py [--weights FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from harmonie.analysers.aspect_summary import wilson
from harmonie.search.bm25 import Bm25
from harmonie.search.duplicates import near_duplicates
from harmonie.search.embedder import Embedder
from harmonie.search.retrieve import fuse
from harmonie.search.topics import topics
from harmonie.vectors import embedders
from harmonie.weights.store import FOLDER

#: ``[asked, pool]`` of how alike two texts are.
Compare = Callable[[Sequence[str], Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Asked:
    text: str
    intent: str


def faq(data: Path) -> dict[str, list[Asked]]:
    with (data / "covidfaq_fr_en" / "nlu_fr_en.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["intent"].startswith("ask_faq/")]
    found: dict[str, dict[str, Asked]] = {"fr": {}, "en": {}}
    for row in rows:
        asked = Asked(row["text"].strip(), row["intent"])
        found[row["lang_file"]].setdefault(asked.text.lower(), asked)
    return {language: list(rows.values()) for language, rows in found.items()}


def chat(data: Path) -> list[Asked]:
    with gzip.open(data / "clinc150" / "train_val.json.gz", "rt", encoding="utf-8") as file:
        return [Asked(text, intent) for text, intent in json.load(file)["val"]]


def by_vectors(embedder: Embedder, asked: Sequence[str], pool: Sequence[str]) -> np.ndarray:
    return embedder.embed(asked) @ embedder.embed(pool).T


def by_words(asked: Sequence[str], pool: Sequence[str]) -> np.ndarray:
    ranking = Bm25(pool)
    return np.stack([ranking.scores(text) for text in asked])


def by_both(embedder: Embedder, asked: Sequence[str], pool: Sequence[str]) -> np.ndarray:
    shared, close = by_words(asked, pool), by_vectors(embedder, asked, pool)
    return np.stack([fuse(a, b) for a, b in zip(shared, close, strict=True)])


def by_characters(asked: Sequence[str], pool: Sequence[str]) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    kept = model.fit_transform(pool)
    return np.asarray((model.transform(asked) @ kept.T).todense())


def retrieval(compare: Compare, asked: list[Asked], pool: list[Asked]) -> str:
    """First answer and mean reciprocal rank; a question never answers itself."""
    known = [row.intent for row in pool]
    rows = [row for row in asked if known.count(row.intent) > (row in pool)]
    score = compare([row.text for row in rows], [row.text for row in pool]).astype(float)
    right = np.array([[row.intent == intent for intent in known] for row in rows])
    itself = np.array([[row.text == other.text for other in pool] for row in rows])
    score[itself] = -np.inf
    best = np.where(right & ~itself, score, -np.inf).max(axis=1)
    # Equal scores count against: a method that cannot tell gains nothing by it.
    rank = 1 + ((score >= best[:, None]) & ~right & ~itself).sum(axis=1)
    first = wilson(int((rank == 1).sum()), len(rows))
    return f"{first.value:.3f} ({first.low:.2f}–{first.high:.2f}) {float((1 / rank).mean()):.3f}"


# Near-duplicates ------------------------------------------------------------------------------


def _typo(text: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(text) - 2))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _added(text: str, chance: random.Random) -> str:
    words = text.split()
    words.insert(
        chance.randrange(len(words) + 1), chance.choice(["vraiment", "really", "svp", "ok"])
    )
    return " ".join(words)


def _dropped(text: str, chance: random.Random) -> str:
    words = text.split()
    words.pop(chance.randrange(len(words)))
    return " ".join(words)


def _swapped(text: str, chance: random.Random) -> str:
    first, second = text[: len(text) // 2].rstrip(), text[len(text) // 2 :]
    return f"{second} {first}"


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "case, signs": lambda text, chance: text.upper().rstrip("?! .") + " !!!",
    "one typo": _typo,
    "three typos": lambda text, chance: _typo(_typo(_typo(text, chance), chance), chance),
    "a word more": _added,
    "a word less": _dropped,
    "halves swapped": _swapped,
    "look-alikes": lambda text, chance: text.replace("a", "а").replace("e", "е").replace("o", "0"),
    "link, mention": lambda text, chance: (
        f"@ami{chance.randrange(99)} {text} http://ex.fr/{chance.random()}"
    ),
}


def duplicates(rows: list[Asked], embedder: Embedder | None) -> dict[str, str]:
    """By disguise, the share of copies grouped with their original; then the share of grouped pairs
    that are of different originals."""
    chance = random.Random(7)
    originals = sorted({row.text for row in rows if len(row.text.split()) >= 5})
    texts, owner, kind = list(originals), list(range(len(originals))), [""] * len(originals)
    for name, disguise in DISGUISES.items():
        for place, text in enumerate(originals):
            texts.append(disguise(text, chance))
            owner.append(place)
            kind.append(name)
    vectors = embedder.embed(texts) if embedder else None
    group = np.arange(len(texts))
    wrong = pairs = 0
    for found in near_duplicates(texts, vectors):
        group[list(found.members)] = -1 - found.representative
        sizes = np.unique([owner[place] for place in found.members], return_counts=True)[1]
        pairs += len(found.members) * (len(found.members) - 1) // 2
        wrong += (int(sizes.sum()) ** 2 - int((sizes**2).sum())) // 2
    told = {}
    for name in DISGUISES:
        copies = [place for place in range(len(texts)) if kind[place] == name]
        told[name] = f"{np.mean([group[p] == group[owner[p]] for p in copies]):.3f}"
    return told | {"wrong pairs": f"{wrong / max(pairs, 1):.3f}"}


# Topics ---------------------------------------------------------------------------------------


def grouping(rows: list[Asked], embedder: Embedder, count: int | None) -> str:
    """Number of topics; purity and normalised mutual information with the intents."""
    texts = [row.text for row in rows]
    owner = np.full(len(rows), -1)
    found = topics(texts, embedder.embed(texts), count, seed=0)
    for number, topic in enumerate(found):
        owner[list(topic.members)] = number
    _, intent = np.unique([row.intent for row in rows], return_inverse=True)
    table = np.zeros((owner.max() + 2, intent.max() + 1))
    np.add.at(table, (owner, intent), 1)
    purity = table[:-1].max(axis=1).sum() / len(rows)
    share = table / len(rows)
    one, other = share.sum(axis=1), share.sum(axis=0)
    where = share > 0
    mutual = (share[where] * np.log(share[where] / np.outer(one, other)[where])).sum()
    entropy = [-(p[p > 0] * np.log(p[p > 0])).sum() for p in (one, other)]
    return f"{len(found):3} {purity:.3f} {mutual / max(np.mean(entropy), 1e-9):.3f}"


def table(title: str, columns: Sequence[str], rows: dict[str, Sequence[Any]]) -> None:
    print(f"\n{title}\n\n| | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(map(str, cells))} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", type=Path, default=FOLDER)
    if "HARMONIE_DATA" not in os.environ:
        raise SystemExit("HARMONIE_DATA must name the folder of the open sets")
    data = Path(os.environ["HARMONIE_DATA"])
    known = {found.name: found for found in embedders(parser.parse_args().weights)}
    asked, english = faq(data), chat(data)
    pairs = [(asked["fr"], asked["fr"]), (asked["en"], asked["en"]), (english, english)]
    pairs += [(asked["en"], asked["fr"]), (asked["fr"], asked["en"])]
    methods: dict[str, Compare] = {name: partial(by_vectors, e) for name, e in known.items()}
    methods |= {"BM25": by_words, "TF-IDF characters": by_characters}
    methods |= {f"BM25 + {name}": partial(by_both, e) for name, e in known.items()}
    table(
        "Retrieval: first answer right (95 % interval), mean reciprocal rank",
        ["FAQ fr", "FAQ en", "chat en", "FAQ en → fr", "FAQ fr → en"],
        {name: [retrieval(m, *pair) for pair in pairs] for name, m in methods.items()},
    )
    every = [*asked["fr"], *asked["en"], *english[::5]]
    copies = {"shingles": duplicates(every, None)}
    copies |= {f"shingles + {name}": duplicates(every, e) for name, e in known.items()}
    table("Near-duplicates found", [*DISGUISES, "wrong pairs"],
          {name: list(cells.values()) for name, cells in copies.items()})  # fmt: skip
    table("Topics: how many, purity, normalised mutual information",
          ["FAQ fr, 50 asked", "FAQ fr", "chat en, 150 asked", "chat en"],
          {name: [grouping(asked["fr"], e, 50), grouping(asked["fr"], e, None),
                  grouping(english, e, 150), grouping(english, e, None)]
           for name, e in known.items()})  # fmt: skip
    speeds = {}
    for name, embedder in known.items():
        begun = time.process_time()
        embedder.embed([row.text for row in english])
        speeds[name] = [f"{len(english) / (time.process_time() - begun):,.0f}", embedder.dimensions]
    table("Speed", ["texts a CPU second", "dimensions"], speeds)


if __name__ == "__main__":
    main()
