"""Keeps the pieces that French and English need, lower-case as normalised text is.

XLM-R's 250,000 pieces (Conneau et al. 2020) serve a hundred languages: five sixths of the model
would be rows that no message here ever reads.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from harmonie.learning.encoder.source import Pretrained

#: First pieces of every vocabulary, in this order.
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
#: A piece must be met this often in the training texts, or be in a common word.
SEEN = 2
COMMON_WORDS = 60_000


def tokeniser_file(pieces: Sequence[str], scores: Sequence[float]) -> str:
    """``tokenizer.json`` of a Unigram model (Kudo 2018) over ``pieces``."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    made = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace("\n", " "), normalizers.Strip(right=True)]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return json.dumps(json.loads(made.to_str()), ensure_ascii=False, separators=(",", ":"))


def choose(pretrained: Pretrained, texts: Iterable[str]) -> NDArray[np.int64]:
    """Indices of the pieces to keep, the special ones first: those seen in ``texts``, those of
    the commonest words of both languages, and every single lower-case character or sign."""
    from tokenizers import Tokenizer
    from wordfreq import top_n_list

    whole = Tokenizer.from_str(tokeniser_file(pretrained.pieces, pretrained.scores.tolist()))
    seen: Counter[int] = Counter()
    batch: list[str] = []
    for text in texts:
        batch.append(text[:2000])
        if len(batch) == 1024:
            _count(seen, whole, batch)
            batch = []
    _count(seen, whole, batch)
    kept = {piece for piece, count in seen.items() if count >= SEEN}
    for language in ("fr", "en"):
        common: Counter[int] = Counter()
        _count(common, whole, top_n_list(language, COMMON_WORDS))
        kept |= set(common)
    kept |= {
        index
        for index, piece in enumerate(pretrained.pieces)
        if len(piece.strip("▁")) <= 1 and piece == piece.lower() and _is_near(piece)
    }
    rest = sorted(kept - set(range(len(SPECIAL))))
    return np.array([*range(len(SPECIAL)), *rest], dtype=np.int64)


def _count(seen: Counter[int], tokeniser: object, batch: Sequence[str]) -> None:
    for encoded in tokeniser.encode_batch(list(batch), add_special_tokens=False):  # type: ignore[attr-defined]
        seen.update(encoded.ids)


def _is_near(piece: str) -> bool:
    """Latin letters, digits, punctuation, signs and emoji: not the letters of other scripts."""
    sign = piece.strip("▁")
    return not sign or ord(sign) < 0x250 or not sign.isalpha()
