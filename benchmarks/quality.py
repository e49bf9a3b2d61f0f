"""How well the fast tier judges sets it never learnt from.

Set ``HARMONIE_DATA`` to the folder that holds ``dev/``. Every figure claimed for the models in the
documentation comes from this table::

    HARMONIE_DATA=path/to/data python benchmarks/quality.py

AUC needs no threshold; F1, recall and false alarms are at 0.5 on calibrated scores, never tuned on
these sets. ECE is the expected calibration error over ten bins.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from harmonie.analysers.fast import FastAnalyser
from harmonie.learning.evaluate import auc, expected_calibration_error, f1, macro_f1
from harmonie.records import SENTIMENTS, Message
from harmonie.text.normalise import normalise_many

csv.field_size_limit(sys.maxsize)
Rows = Iterator[tuple[str, float]]


def _csv(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _column(path: str, text: str, label: str, yes: str = "1") -> Callable[[Path], Rows]:
    def read(root: Path) -> Rows:
        for row in _csv(root / path):
            yield row[text], float(row[label].lower() == yes)

    return read


def _tweets(task: str, part: str = "test") -> Callable[[Path], Rows]:
    def read(root: Path) -> Rows:
        folder = root / "tweet_eval" / task
        texts = _lines(folder, f"{part}_text.txt")
        yield from zip(texts, map(float, _lines(folder, f"{part}_labels.txt")), strict=True)

    return read


def _umsab(language: str) -> Callable[[Path], Rows]:
    def read(root: Path) -> Rows:
        folder = root / "umsab" / language
        texts = _lines(folder, "test_text.txt")
        yield from zip(texts, map(float, _lines(folder, "test_labels.txt")), strict=True)

    return read


def _lines(folder: Path, name: str) -> list[str]:
    plain = folder / name
    if plain.exists():
        return plain.read_text("utf-8").rstrip("\n").split("\n")
    with gzip.open(folder / f"{name}.gz", "rt", encoding="utf-8") as lines:
        return lines.read().rstrip("\n").split("\n")


def _cyber(field: str) -> Callable[[Path], Rows]:
    def read(root: Path) -> Rows:
        path = root / "cyberagressionado/cyberagressionado_v1.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if field == "HATE_SPEECH":
                    yield row["TEXT"], float(row[field] == "yes")
                else:
                    bad = row["VERBAL_ABUSE"] != "none" or row["HATE_SPEECH"] == "yes"
                    yield row["TEXT"], float(bad)

    return read


def _youtube(root: Path) -> Rows:
    for path in sorted((root / "youtube_spam").glob("tubespam_*.csv")):
        for row in _csv(path):
            yield row["CONTENT"], float(row["CLASS"])


def _sms(root: Path) -> Rows:
    for row in _csv(root / "sms_phishing_5971/sms_phishing.csv"):
        yield row["TEXT"], float(row["LABEL"].lower() != "ham")


def _self_harm(root: Path) -> Rows:
    for row in _csv(root / "sdcnl_self_harm/sdcnl_combined.csv.gz"):
        yield f"{row['title']} {row['selftext']}"[:2000], float(row["is_suicide"])


TOXI = "toxifrench/jigsaw_subset_en_fr_6labels.csv"
BALANCED = "toxifrench/JigsawBilingualBalanced.csv"
BINARY: list[tuple[str, str, str, Callable[[Path], Rows]]] = [
    ("toxicity", "fr", "toxifrench balanced", _column(BALANCED, "content", "label")),
    ("toxicity", "en", "toxifrench balanced", _column(BALANCED, "original_text", "label")),
    ("insult", "fr", "toxifrench six labels", _column(TOXI, "content", "insult")),
    ("threat", "fr", "toxifrench six labels", _column(TOXI, "content", "threat")),
    ("hate", "fr", "toxifrench six labels", _column(TOXI, "content", "identity_hate")),
    ("profanity", "fr", "toxifrench six labels", _column(TOXI, "content", "obscene")),
    ("toxicity", "fr", "cyberagressionado", _cyber("VERBAL_ABUSE")),
    ("hate", "fr", "cyberagressionado", _cyber("HATE_SPEECH")),
    ("toxicity", "en", "youtoxic", _column("youtoxic_1000/youtoxic_english_1000.csv", "Text",
                                           "IsToxic", "true")),
    ("hate", "en", "youtoxic", _column("youtoxic_1000/youtoxic_english_1000.csv", "Text",
                                       "IsHatespeech", "true")),
    ("toxicity", "en", "tweet_eval offensive", _tweets("offensive")),
    ("hate", "en", "tweet_eval hate", _tweets("hate")),
    ("spam", "en", "youtube_spam", _youtube),
    ("spam", "fr", "sms_spam_fr_mt", _column("sms_spam_fr_mt/sms_spam_fr.csv.gz", "text_fr",
                                             "labels", "spam")),
    ("self_harm", "en", "sdcnl (suicidal or depressed)", _self_harm),
]  # fmt: skip
CLASSES: list[tuple[str, str, str, Callable[[Path], Rows]]] = [
    ("sentiment", "fr", "umsab french", _umsab("french")),
    ("sentiment", "en", "umsab english", _umsab("english")),
    ("sentiment", "en", "tweet_eval sentiment", _tweets("sentiment")),
    ("sentiment", "fr", "allocine_series",
     lambda root: ((t, 2 * y) for t, y in _column("allocine_series/allocine_series.csv.gz", "text",
                                                  "label")(root))),
]  # fmt: skip


def _judged(language: str, texts: list[str]) -> list[dict]:
    analyser = FastAnalyser()
    return analyser.analyse([Message(t) for t in texts], normalise_many(texts),
                             [language] * len(texts))  # fmt: skip


def binary_row(root: Path, head: str, language: str, name: str, read: Callable) -> str:
    rows = [(text, label) for text, label in read(root) if text.strip()]
    score = np.array([s[head].score for s in _judged(language, [t for t, _ in rows])])
    target = np.array([label for _, label in rows])
    said, yes = score >= 0.5, target >= 0.5
    return (
        f"{head:10} {language} {name:30} {len(rows):6} {yes.mean():6.1%} "
        f"{auc(target, score):6.3f} {f1(yes, said):6.3f} {said[yes].mean():7.1%} "
        f"{said[~yes].mean():7.1%} {expected_calibration_error(target, score):6.3f}"
    )


def class_row(root: Path, head: str, language: str, name: str, read: Callable) -> str:
    rows = [(text, int(label)) for text, label in read(root) if text.strip()]
    found = [s[head] for s in _judged(language, [t for t, _ in rows])]
    target = np.array([label for _, label in rows])
    shares = np.array([[s.probabilities[k] for k in SENTIMENTS] for s in found])
    if set(target.tolist()) == {0, 2}:
        shares[:, 1] = 0
    said = shares.argmax(axis=1)
    top = shares.max(axis=1)
    return (
        f"{head:10} {language} {name:30} {len(rows):6} {'':6} {'':6} "
        f"{macro_f1(target, said, 3):6.3f} {(said == target).mean():7.1%} {'':7} "
        f"{expected_calibration_error((said == target).astype(float), top):6.3f}"
    )


def main() -> int:
    data = os.environ.get("HARMONIE_DATA")
    if not data or not (Path(data) / "dev").is_dir():
        print("set HARMONIE_DATA to the folder that holds dev/", file=sys.stderr)
        return 2
    root = Path(data) / "dev"
    print(f"model {FastAnalyser().version}")
    print(f"{'signal':10} {'':2} {'set':30} {'n':>6} {'yes':>6} {'AUC':>6} {'F1':>6} "
          f"{'recall':>7} {'alarms':>7} {'ECE':>6}")  # fmt: skip
    for row in BINARY:
        print(binary_row(root, *row), flush=True)
    print("classes: F1 is the macro mean, recall the accuracy")
    for row in CLASSES:
        print(class_row(root, *row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
