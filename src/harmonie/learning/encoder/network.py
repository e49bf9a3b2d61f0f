"""The encoder as a PyTorch module: twelve or fewer layers of the pre-trained one, and the heads."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from harmonie.learning.encoder.source import Sizes


class Layer(nn.Module):
    """One layer, normalised after each half as BERT is (Devlin et al. 2019)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.qkv = nn.Linear(sizes.hidden, 3 * sizes.hidden)
        self.out = nn.Linear(sizes.hidden, sizes.hidden)
        self.after_attention = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.widen = nn.Linear(sizes.hidden, sizes.forward)
        self.narrow = nn.Linear(sizes.forward, sizes.hidden)
        self.after_forward = nn.LayerNorm(sizes.hidden, sizes.epsilon)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = states.shape
        qkv = self.qkv(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + mask
        seen = functional.softmax(scores, dim=-1) @ value
        seen = seen.transpose(1, 2).reshape(batch, length, width)
        states = self.after_attention(states + self.out(seen))
        forward = self.narrow(functional.gelu(self.widen(states)))
        return self.after_forward(states + forward)


class Encoder(nn.Module):
    """Token numbers ``[batch, length]`` to one logit per head ``[batch, heads]``.

    ``kept`` is 1 for real tokens; ``own`` is 1 for those of the text itself and 0 for those of its
    parent, which is read but not judged: heads see the first token and the mean of the own ones.
    """

    def __init__(self, sizes: Sizes, pieces: int, layers: int, heads: int) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, sizes.hidden)
        self.places = nn.Embedding(sizes.positions, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(layers))
        self.heads = nn.Linear(2 * sizes.hidden, heads)

    def pooled(self, numbers: Tensor, kept: Tensor, own: Tensor) -> Tensor:
        """``[batch, 2 * hidden]``: the first token beside the mean of the text's own."""
        place = torch.arange(numbers.shape[1])
        states = self.norm(self.words(numbers) + self.places(place))
        mask = ((1.0 - kept) * -1e4).to(states.dtype)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        share = (own / own.sum(dim=1, keepdim=True)).to(states.dtype)
        mean = (states * share[:, :, None]).sum(dim=1)
        return torch.cat((states[:, 0], mean), dim=1)

    def forward(self, numbers: Tensor, kept: Tensor, own: Tensor) -> Tensor:
        found: Tensor = self.heads(self.pooled(numbers, kept, own))
        return found


def from_pretrained(
    tensors: Mapping[str, NDArray[np.float32]],
    sizes: Sizes,
    pieces: NDArray[np.int64],
    layers: int,
    heads: int,
) -> Encoder:
    """The bottom ``layers`` of the pre-trained encoder over ``pieces``; new heads start at 0."""
    made = Encoder(sizes, len(pieces), layers, heads)

    def put(parameter: Tensor, *names: str) -> None:
        values = np.concatenate([tensors[name] for name in names])
        parameter.data.copy_(torch.from_numpy(values))

    made.words.weight.data.copy_(torch.from_numpy(tensors["emb.word"][pieces]))
    made.places.weight.data.copy_(torch.from_numpy(tensors["emb.pos"] + tensors["emb.type"][:1]))
    put(made.norm.weight, "emb.ln.w")
    put(made.norm.bias, "emb.ln.b")
    for index, layer in enumerate(made.layers):
        for end, suffix in (("weight", "w"), ("bias", "b")):
            put(getattr(layer.qkv, end), *(f"l{index}.{part}.{suffix}" for part in "qkv"))
            put(getattr(layer.out, end), f"l{index}.ao.{suffix}")
            put(getattr(layer.after_attention, end), f"l{index}.aln.{suffix}")
            put(getattr(layer.widen, end), f"l{index}.fi.{suffix}")
            put(getattr(layer.narrow, end), f"l{index}.fo.{suffix}")
            put(getattr(layer.after_forward, end), f"l{index}.oln.{suffix}")
    nn.init.normal_(made.heads.weight, std=0.02)
    nn.init.zeros_(made.heads.bias)
    return made
