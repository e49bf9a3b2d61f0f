"""An encoder ready to score: its tokeniser, its words, its graph and its heads.

A score never depends on the other texts of a batch: windows are padded to a length that is their
own, only equal lengths run together, integers are summed exactly, and each text's floating-point
products have the same shape alone or in company.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harmonie.analysers.encoder.reading import PAD, Window, numbers_of, windows
from harmonie.weights.store import Weights

#: Lengths are rounded up to a multiple of this, so that few shapes occur.
STEP = 4
#: Windows that run together: more is no faster and takes memory.
TOGETHER = 32

Floats = NDArray[np.float32]


class EncoderModel:
    """Logits of every head, in the order of ``heads``."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.version = weights.version
        self.heads: tuple[str, ...] = tuple(weights.card["heads"])
        self._opening, self._opened = Lock(), None
        arrays = weights.arrays
        self._words, self._scales = arrays["words"], arrays["word_scales"].astype(np.float32)
        self._places = arrays["places"].astype(np.float32)
        self._ask = np.ascontiguousarray(arrays["heads"].astype(np.float32).T)
        self._bias = arrays["head_bias"].astype(np.float32)

    @cached_property
    def _tokeniser(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_str(self.weights.arrays["tokeniser"].tobytes().decode())

    @property
    def _session(self) -> Any:
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
        return self._opened

    def _open(self) -> Any:
        import onnxruntime

        # The session keeps its own copy of the graph: ours is let go before that one is made.
        arrays = dict(self.weights.arrays)
        graph = arrays.pop("graph").tobytes()
        self.weights = replace(self.weights, arrays=arrays)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # less memory, and no slower
        return onnxruntime.InferenceSession(
            graph, options,
            providers=["CPUExecutionProvider"],
            # The fused kernel of this version is slower than its two parts.
            disabled_optimizers=["SkipLayerNormFusion"],
        )  # fmt: skip

    def logits(self, texts: Sequence[str], parents: Sequence[str]) -> Floats:
        """``[texts, heads]`` of normalised texts and of what they answer ("" for nothing).

        Of a long text's windows, each head that holds or not keeps its highest value, and a head
        that is one of several classes the mean: an insult is not whitewashed by what follows it.
        """
        found = windows(numbers_of(self._tokeniser, texts), numbers_of(self._tokeniser, parents))
        every = self._of_windows(found)
        owner = np.array([window.text for window in found])
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        highest = np.maximum.reduceat(every, first)
        if len(found) == len(texts):
            return highest
        classes = np.array([":" in head and not head.startswith("ekman") for head in self.heads])
        count = np.bincount(owner)[:, None]
        mean = np.add.reduceat(every, first) / count
        return np.where(classes, mean, highest).astype(np.float32)

    def means(self, texts: Sequence[str]) -> Floats:
        """``[texts, hidden]``: the mean state of each normalised text's own tokens after the lower
        layers, over all its windows; zeros for a text without any."""
        numbers = numbers_of(self._tokeniser, texts)
        found = windows(numbers, [()] * len(texts))
        hidden = self._words.shape[1]
        every = self._by_length(found, self._meaning, hidden)
        result = np.zeros((len(texts), hidden), np.float32)
        length = np.array([len(window.numbers) for window in found], np.float32)
        owner = np.array([window.text for window in found], np.int64)
        np.add.at(result, owner, every * length[:, None])
        total = np.bincount(owner, length, len(texts)) if len(texts) else np.zeros(0)
        result /= np.maximum(total, 1)[:, None].astype(np.float32)
        result[[not one for one in numbers]] = 0
        return result

    def _of_windows(self, found: Sequence[Window]) -> Floats:
        return self._by_length(found, self._run, len(self.heads))

    def _by_length(
        self, found: Sequence[Window], run: Callable[[Sequence[Window], int], Floats], width: int
    ) -> Floats:
        length = np.array([-(-len(window.numbers) // STEP) * STEP for window in found])
        result = np.zeros((len(found), width), np.float32)
        order = np.argsort(length, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(length[order])) + 1):
            for first in range(0, len(group), TOGETHER):
                rows = group[first : first + TOGETHER]
                result[rows] = run([found[i] for i in rows], int(length[rows[0]]))
        return result

    def _run(self, found: Sequence[Window], length: int) -> Floats:
        # One product of vectors at a time: a product of matrices may round by the batch's size.
        pooled = self._pooled(found, length)
        asked: Floats = np.stack([self._ask @ one for one in pooled]) + self._bias
        return asked

    def _pooled(self, found: Sequence[Window], length: int) -> Floats:
        pooled: Floats = self._session.run(["pooled"], self._fed(found, length))[0]
        return pooled

    def _meaning(self, found: Sequence[Window], length: int) -> Floats:
        from onnxruntime import RunOptions

        options = RunOptions()
        options.only_execute_path_to_fetches = True  # the layers above are not needed
        fed = self._fed(found, length)
        meaning: Floats = self._session.run(["meaning"], fed, options)[0]
        return meaning

    def _fed(self, found: Sequence[Window], length: int) -> dict[str, Floats]:
        numbers = np.full((len(found), length), PAD, np.int64)
        kept = np.zeros((len(found), length), np.float32)
        own = np.zeros((len(found), length), np.float32)
        for row, window in enumerate(found):
            numbers[row, : len(window.numbers)] = window.numbers
            kept[row, : len(window.numbers)] = 1
            own[row, : window.own] = 1
        states = self._words[numbers].astype(np.float32) * self._scales[numbers][:, :, None]
        states += self._places[:length]
        return {"states": states, "kept": kept, "own": own}
