"""What flows into the matrices of an encoder while it reads."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from harmonie.learning.encoder.batches import Corpus, batches
from harmonie.learning.encoder.network import Encoder

#: By matrix of the encoder: ``[inputs, inputs]``, the mean product of its inputs, token by token.
Moments = Mapping[nn.Module, NDArray[np.float64]]


def moments(encoder: Encoder, found: Corpus) -> Moments:
    """What goes into every matrix of the layers while ``found`` is read; padding does not count."""
    matrices = [one for one in encoder.layers.modules() if isinstance(one, nn.Linear)]
    total = {one: torch.zeros(one.in_features, one.in_features) for one in matrices}
    kept, tokens = torch.zeros(0, dtype=torch.bool), 0

    def see(matrix: nn.Module, given: tuple[Tensor, ...]) -> None:
        real = given[0][kept]
        total[matrix] += real.T @ real  # type: ignore[index]

    hooks = [one.register_forward_pre_hook(see) for one in matrices]
    with torch.inference_mode():
        for batch in batches(found):
            kept = torch.from_numpy(batch.kept) > 0
            tokens += int(kept.sum())
            encoder(*map(torch.from_numpy, (batch.numbers, batch.kept, batch.own)))
    for hook in hooks:
        hook.remove()
    return {one: value.double().numpy() / max(tokens, 1) for one, value in total.items()}
