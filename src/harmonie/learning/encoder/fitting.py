"""Fits an encoder: one stage is some passes over a corpus at a falling rate of learning.

Mixed precision in bfloat16 on the processor, AdamW (Loshchilov & Hutter 2019), linear warm-up and
decay, gradients clipped, labels smoothed. Deterministic for a given seed and number of threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from harmonie.learning.encoder.batches import Batch, Corpus, batches
from harmonie.learning.encoder.heads import ALL, ALONE, TOGETHER, WEIGHT
from harmonie.learning.encoder.network import Encoder

Progress = Callable[[str], None]
#: Steps between two checkpoints.
CHECKPOINT_EVERY = 300


@dataclass(frozen=True, slots=True)
class Stage:
    """How one stage learns. ``heads_rate`` multiplies ``rate`` for the heads."""

    name: str
    passes: float
    rate: float
    heads_rate: float = 6.0
    warm_up: float = 0.06
    smoothing: float = 0.04
    decay: float = 0.01
    seed: int = 7


def fit(
    encoder: Encoder, found: Corpus, stage: Stage, tell: Progress, checkpoint: Path | None = None
) -> None:
    """Trains in place; goes on from ``checkpoint`` when it is there, and keeps it up to date."""
    torch.set_flush_denormal(True)  # the means of rarely seen words fade towards 0
    weight = _head_weights()
    optimiser = _optimiser(encoder, stage)
    steps = _steps(found, stage)
    done = _resume(encoder, optimiser, checkpoint, stage)
    began, texts, losses = time.monotonic(), 0, []
    for number, batch in enumerate(_every(found, stage, steps)):
        if number < done:
            continue
        _set_rate(optimiser, stage, number, steps)
        loss = _loss(encoder, found, batch, stage, weight)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss.item())
        texts += len(batch.rows)
        if (number + 1) % 50 == 0:
            pace = texts / (time.monotonic() - began)
            tell(f"{stage.name}: step {number + 1} of {steps}, loss {np.mean(losses[-50:]):.4f}, "
                 f"{pace:.0f} texts/s")  # fmt: skip
        if checkpoint and (number + 1) % CHECKPOINT_EVERY == 0:
            _keep(encoder, optimiser, checkpoint, stage, number + 1)
    if checkpoint:
        _keep(encoder, optimiser, checkpoint, stage, steps)


def scores(encoder: Encoder, found: Corpus, tell: Progress | None = None) -> NDArray[np.float32]:
    """Raw logits ``[texts, heads]``."""
    result = np.zeros((len(found.numbers), len(ALL)), np.float32)
    done = 0
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for batch in batches(found):
            result[batch.rows] = encoder(*_tensors(batch)).float().numpy()
            done += len(batch.rows)
            if tell and done % 20_000 < len(batch.rows):
                tell(f"read {done} of {len(found.numbers)}")
    return result


def _head_weights() -> Tensor:
    return torch.tensor([WEIGHT.get(h.split(":")[0], WEIGHT.get(h, 0.7)) for h in ALL])


def _optimiser(encoder: Encoder, stage: Stage) -> torch.optim.AdamW:
    heads = [p for name, p in encoder.named_parameters() if name.startswith("heads.")]
    flat = [p for n, p in encoder.named_parameters() if p.ndim == 1 and not n.startswith("heads.")]
    wide = [p for n, p in encoder.named_parameters() if p.ndim > 1 and not n.startswith("heads.")]
    return torch.optim.AdamW(
        [
            {"params": wide, "weight_decay": stage.decay, "scale": 1.0},
            {"params": flat, "weight_decay": 0.0, "scale": 1.0},
            {"params": heads, "weight_decay": 0.0, "scale": stage.heads_rate},
        ],
        lr=stage.rate, betas=(0.9, 0.98), eps=1e-6, fused=True,
    )  # fmt: skip


def _steps(found: Corpus, stage: Stage) -> int:
    one = sum(1 for _ in batches(found, np.random.default_rng(stage.seed)))
    return max(1, int(one * stage.passes))


def _every(found: Corpus, stage: Stage, steps: int):  # type: ignore[no-untyped-def]
    number, turn = 0, 0
    while number < steps:
        for batch in batches(found, np.random.default_rng(stage.seed + turn)):
            if number == steps:
                return
            yield batch
            number += 1
        turn += 1


def _set_rate(optimiser: torch.optim.AdamW, stage: Stage, number: int, steps: int) -> None:
    warm = max(1, int(steps * stage.warm_up))
    share = (number + 1) / warm if number < warm else (steps - number) / max(1, steps - warm)
    for group in optimiser.param_groups:
        group["lr"] = stage.rate * group["scale"] * share


def _tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    return tuple(map(torch.from_numpy, (batch.numbers, batch.kept, batch.own)))  # type: ignore[return-value]


def _loss(encoder: Encoder, found: Corpus, batch: Batch, stage: Stage, weight: Tensor) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        logits = encoder(*_tensors(batch)).float()
    target = torch.from_numpy(found.targets[batch.rows])
    known = ~target.isnan()
    target = torch.nan_to_num(target)
    share = torch.from_numpy(found.weight[batch.rows])[:, None]
    alone = list(ALONE)
    smooth = target[:, alone] * (1 - stage.smoothing) + stage.smoothing / 2
    each = functional.binary_cross_entropy_with_logits(logits[:, alone], smooth, reduction="none")
    total = (each * known[:, alone] * weight[alone] * share).sum()
    for columns in TOGETHER.values():
        entropy = functional.cross_entropy(
            logits[:, columns], target[:, columns],
            label_smoothing=stage.smoothing, reduction="none",
        )  # fmt: skip
        total = (
            total + (entropy * known[:, columns.start] * share[:, 0]).sum() * weight[columns.start]
        )
    return total / len(batch.rows)


def _keep(
    encoder: Encoder, optimiser: torch.optim.AdamW, path: Path, stage: Stage, done: int
) -> None:
    state = {"stage": stage.name, "done": done, "encoder": encoder.state_dict(),
             "optimiser": optimiser.state_dict()}  # fmt: skip
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def _resume(encoder: Encoder, optimiser: torch.optim.AdamW, path: Path | None, stage: Stage) -> int:
    if path is None or not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    if state["stage"] != stage.name:
        return 0
    encoder.load_state_dict(state["encoder"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["done"])
