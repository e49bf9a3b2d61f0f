"""Whether packing an encoder in 8 bits changes what it says: its verdicts beside those of the
checkpoint that it was packed from, in 32-bit floating point. Needs torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.promises.own import held_out, message
from benchmarks.promises.row import Asked, Row
from harmonie.analysers.encoder.judging import judged, mixed
from harmonie.analysers.encoder.reading import WINDOW, numbers_of
from harmonie.analysers.encoder.tier import BINARY, Read, encoder_of, read
from harmonie.learning.dataset import Example
from harmonie.text.normalise import normalise_many

#: In percent of texts.
AGREE = 99
WHAT = "8 bits and fp32 agree at the threshold"


def rounding(asked: Asked) -> list[Row]:
    """Percent of texts on the same side of 0.5, in toxicity and over every binary signal."""
    if asked.work is None:
        return [Row(WHAT, asked.tier, note="not measured: needs --work")]
    tokeniser = tokeniser_of(asked.work)
    encoder = floating(asked)
    examples = [one for one in held_out(asked.texts) if fits(one, tokeniser)]
    packed, exact = [], []
    for part, chosen in parts(examples, asked.weights):
        model, how = encoder_of(asked.tier, asked.weights)
        for raw, into in (
            (model.logits(part.texts, part.parents), packed),
            (logits(encoder, chosen, tokeniser), exact),
        ):
            pair = mixed(raw.astype(np.float64), part.student, model.heads, part.rows, how)
            into.append(judged(*pair, part.rows, how).logits)
    return rows(asked.tier, np.vstack(packed), np.vstack(exact))


def rows(tier: str, packed: NDArray[np.float64], exact: NDArray[np.float64]) -> list[Row]:
    """From log-odds ``[texts, binary heads]`` of both."""
    agree = ((packed >= 0) == (exact >= 0)).mean(axis=0) * 100
    worst = int(agree.argmin())
    apart = float(np.abs(packed - exact).mean())
    note = f"toxicity, {len(packed)} comments held out; log-odds {apart:.3f} apart on average"
    least = f"the signal where they agree least: {BINARY[worst]}"
    return [
        Row(WHAT, tier, float(agree[BINARY.index("toxicity")]), "%", AGREE, note=note),
        Row(f"{WHAT}, worst signal", tier, float(agree[worst]), "%", AGREE, note=least),
    ]


def tokeniser_of(work: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(work / "tokenizer.json"))


def fits(example: Example, tokeniser: Any) -> bool:
    """Whether one window holds it: a longer text is not read in windows while training."""
    (text,) = normalise_many([example.text])
    return len(numbers_of(tokeniser, [text.text])[0]) <= WINDOW


def parts(examples: list[Example], weights: Path) -> list[tuple[Read, list[Example]]]:
    """The comments as the tiers read them, a chunk at a time."""
    texts = normalise_many([one.text for one in examples])
    spoken = [one.language for one in examples]
    found = read([message(one) for one in examples], texts, spoken, weights)
    return [(part, [examples[i] for i in part.chosen]) for part in found]


def floating(asked: Asked) -> Any:
    """The encoder of the tier as it was fitted. An error when the weights are not made from it."""
    import torch

    from harmonie.learning.encoder import network, source, stages

    def kept(name: str) -> Any:
        path = Path(asked.work or "") / f"{name}.pt"
        return torch.load(path, weights_only=True, map_location="cpu")["encoder"]

    deep = asked.tier == "deep"
    state = stages.between(kept("first"), kept("second")) if deep else kept("student")
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    sizes = source.read(asked.pretrained or source.find()).sizes
    made = network.Encoder(sizes, len(state["words.weight"]), layers, len(state["heads.bias"]))
    made.load_state_dict(state)
    shipped = encoder_of(asked.tier, asked.weights)[0].weights.arrays["heads"]
    mine = made.heads.weight.detach().numpy().T
    if shipped.shape != mine.shape or not np.allclose(shipped, mine, rtol=0, atol=1e-6):
        raise RuntimeError(f"the {asked.tier} weights are not made from {asked.work}")
    return made.eval()


def logits(encoder: Any, examples: list[Example], tokeniser: Any) -> NDArray[np.float32]:
    """Raw logits ``[texts, heads]`` in 32-bit floating point."""
    import torch

    from harmonie.learning.encoder import batches

    found = batches.corpus(tokeniser, examples)
    result = np.zeros((len(examples), encoder.heads.out_features), np.float32)
    with torch.inference_mode():
        for batch in batches.batches(found):
            given = map(torch.from_numpy, (batch.numbers, batch.kept, batch.own))
            result[batch.rows] = encoder(*given).numpy()
    return result
