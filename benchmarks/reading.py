"""How fast a message is read, and how often its language is told, on real texts.

Needs the open sets of the folder named by HARMONIE_DATA (see the data guide); prints two tables:
microseconds of processor time per text and step, and the share of texts taken for French, for
English and for neither.

    HARMONIE_DATA=/path/to/data python benchmarks/reading.py
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from harmonie.text.language import identify
from harmonie.text.lexicon import find_terms
from harmonie.text.links import find_links
from harmonie.text.normalise import normalise
from harmonie.text.personal_data import find_personal_data


def _sets(data: Path) -> dict[str, list[str]]:
    dev = data / "dev"
    texts = {
        f"tweets, {name}": (dev / "umsab" / name / "test_text.txt").read_text("utf-8").splitlines()
        for name in ("french", "english", "arabic")
    }
    chats = dev / "cyberagressionado" / "cyberagressionado_v1.jsonl.gz"
    lines = gzip.decompress(chats.read_bytes()).decode("utf-8").splitlines()
    texts["chats, french"] = [json.loads(line)["TEXT"] for line in lines]
    texts["YouTube comments, mostly english"] = [
        row["CONTENT"]
        for path in sorted((dev / "youtube_spam").glob("tubespam_*.csv"))
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    ]
    return texts


def _microseconds(step: Callable[[str], object], texts: list[str]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            step(text)
        best = min(best, time.process_time() - start)
    return best / len(texts) * 1e6


def main() -> None:
    folder = os.environ.get("HARMONIE_DATA")
    if not folder:
        sys.exit("Set HARMONIE_DATA to the folder of open sets, then run this again.")
    steps: dict[str, Callable[[str], object]] = {
        "normalise": normalise,
        "terms (normalising included)": lambda text: find_terms(normalise(text)),
        "language": identify,
        "links": find_links,
        "personal data": find_personal_data,
    }
    speeds = ["| texts | characters | " + " | ".join(steps) + " |", "|---" * (len(steps) + 2) + "|"]
    shares = ["| texts | rows | French | English | neither |", "|---|---|---|---|---|"]
    for name, texts in _sets(Path(folder)).items():
        length = sum(map(len, texts)) // len(texts)
        cells = " | ".join(f"{_microseconds(step, texts):.1f}" for step in steps.values())
        speeds.append(f"| {name} | {length} | {cells} |")
        told = Counter(identify(text).language for text in texts)
        cells = " | ".join(f"{told[code] / len(texts):.1%}" for code in ("fr", "en", None))
        shares.append(f"| {name} | {len(texts)} | {cells} |")
    sys.stdout.write("\n".join(("Microseconds per text\n", *speeds, "\nLanguage\n", *shares, "")))


if __name__ == "__main__":
    main()
