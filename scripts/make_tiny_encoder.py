"""Write the random little encoder that the tests read: tests/analysers/encoder/tiny.npz.

    python scripts/make_tiny_encoder.py          (needs the extra ``encoder``)

Two layers, 16 wide, over single characters: built and exported by the code that builds and exports
the real ones, so that its graph has the same nodes. It judges nothing: its weights are noise.
"""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np
import torch

from harmonie.learning.encoder import packing, vocabulary
from harmonie.learning.encoder.heads import ALL
from harmonie.learning.encoder.network import Encoder
from harmonie.learning.encoder.source import Sizes

PATH = Path(__file__).parents[1] / "tests" / "analysers" / "encoder" / "tiny.npz"
SIZES = Sizes(hidden=16, layers=2, heads=2, forward=32, positions=192, epsilon=1e-12)
LETTERS = (*string.ascii_lowercase, *string.digits, *"àâçéèêëîïôùûœ'’.,!?@:/-")


def main() -> None:
    pieces = (*vocabulary.SPECIAL, "▁", *LETTERS, *(f"▁{letter}" for letter in LETTERS))
    scores = [0.0] * len(vocabulary.SPECIAL) + [-4.0] * (len(pieces) - len(vocabulary.SPECIAL))
    torch.manual_seed(7)
    encoder = Encoder(SIZES, len(pieces), SIZES.layers, len(ALL)).eval()
    with torch.no_grad():
        encoder.heads.weight.mul_(6.0)
    arrays = packing.arrays_of(encoder, vocabulary.tokeniser_file(pieces, scores))
    np.savez(PATH, allow_pickle=False, **dict(sorted(arrays.items())))
    print(f"{PATH.name}: {PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
