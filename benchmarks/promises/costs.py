"""What a tier costs: time, memory, and the size of the package. Nothing heavy is imported before
it is needed, so that each process holds what a scoring process holds and no more."""

from __future__ import annotations

import itertools
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.promises.row import Asked, Row
from benchmarks.throughput import child, texts

if TYPE_CHECKING:
    from harmonie.pipeline import Pipeline
    from harmonie.records import Message

ROOT = Path(__file__).parents[2]
SPEED = {"fast": 10_000, "full": 350, "deep": 200}
WARM_MS, COLD_S, MEMORY_MB, WHEEL_MB = 10, 1, 400, 90
#: What ``harmonie score`` judges together, and how often a measurement of time is repeated.
BATCH, RUNS = 512, 3
#: The fast tier is measured on more texts, or there is nothing to time.
MORE = 10
#: Lone texts that a warm process scores, and cold processes.
LONE, COLD = 50, 5
START = (
    "import sys; from pathlib import Path; from harmonie.pipeline import Pipeline\n"
    "from harmonie.records import Message\n"
    "pipeline = Pipeline(sys.argv[1], Path(sys.argv[2]))\n"
    "print(pipeline.analyse([Message(sys.argv[3])])[0].score('toxicity'))"
)


def generated(count: int) -> Iterator[str]:
    """Community texts of about 25 tokens: one generated sentence or two, French and English."""
    chance = random.Random(3)
    every = texts(4 * count)
    for _ in range(-(-count // 2)):
        # Sentences come in both languages in turn: the first and third belong together.
        said = list(itertools.islice(every, 4))
        for language in range(2) if count > 1 else range(1):
            yield ". ".join(said[language::2][: chance.choice((1, 2))])
        count -= 2


def messages(count: int) -> list[Message]:
    from harmonie.records import Message

    return [Message(text, str(number)) for number, text in enumerate(generated(count))]


def scorer(asked: Asked) -> Pipeline:
    """The pipeline of the tier, warm. An error when another tier would answer in its place."""
    from harmonie.pipeline import Pipeline

    made = Pipeline(asked.tier, asked.weights)
    if made.tier != asked.tier:
        raise RuntimeError(f"no weights of the tier {asked.tier} in {asked.weights}")
    made.lines(messages(8))
    return made


def seconds(pipeline: Pipeline, batch: list[Message]) -> float:
    """Processor seconds until every message has its line of JSON."""
    began = time.process_time()
    for first in range(0, len(batch), BATCH):
        pipeline.lines(batch[first : first + BATCH])
    return time.process_time() - began


def tokens(batch: list[Message], weights: Path) -> float:
    """Pieces of an encoder in a text, on average."""
    from tokenizers import Tokenizer

    from harmonie.weights.store import load

    tokeniser = Tokenizer.from_str(load("full", weights).arrays["tokeniser"].tobytes().decode())
    found = tokeniser.encode_batch([message.text for message in batch], add_special_tokens=False)
    return statistics.mean(len(one.ids) for one in found)


def speed(asked: Asked) -> list[Row]:
    """Texts a second of processor, start left out; of a cascade, how many went deep."""
    pipeline = scorer(asked)
    batch = messages(asked.texts * (MORE if asked.tier == "fast" else 1))
    best = min(seconds(pipeline, batch) for _ in range(RUNS))
    note = f"{len(batch)} generated texts of {tokens(batch[:500], asked.weights):.0f} tokens"
    if asked.tier == "deep":
        share = went_deep(pipeline, batch[:BATCH])
        note += f"; the cascade, {share:.0%} of them go deep"
    target = SPEED[asked.tier]
    return [Row("texts per second, one core", asked.tier, len(batch) / best, "", target, note=note)]


def went_deep(pipeline: Pipeline, batch: list[Message]) -> float:
    """Share of the judged texts whose verdict is the deep encoder's."""
    found = [one.signals.get("toxicity") for one in pipeline.analyse(batch)]
    judged = [signal.version.startswith("deep") for signal in found if signal]
    return statistics.mean(judged) if judged else 0.0


def every_layer(asked: Asked) -> list[Row]:
    """The speed of the deep encoder on every text, with no cascade before it."""
    from harmonie.analysers.deep import DeepAnalyser
    from harmonie.analysers.full import FullAnalyser

    # What the full tier does with its own encoder is what the deep one does without a cascade.
    DeepAnalyser.analyse = FullAnalyser.analyse  # type: ignore[method-assign]
    (row,) = speed(asked)
    note = row.note.partition(";")[0] + "; twelve layers on every text"
    return [Row(row.what, row.tier, row.value, row.unit, row.target, note=note)]


def lone(asked: Asked) -> list[Row]:
    """Milliseconds on the wall until one text is judged, by a process that is warm."""
    pipeline = scorer(asked)
    taken = []
    for message in messages(LONE):
        began = time.perf_counter()
        pipeline.analyse([message])
        taken.append(1000 * (time.perf_counter() - began))
    note = f"median of {LONE}; the slowest {max(taken):.1f} ms"
    middle = statistics.median(taken)
    return [Row("a lone text, warm process", asked.tier, middle, "ms", WARM_MS, True, note)]


def cold(asked: Asked) -> list[Row]:
    """Seconds on the wall from the start of a process to its first score and its end."""
    text = next(generated(1))
    command = [sys.executable, "-c", START, asked.tier, str(asked.weights), text]
    child(command)  # Python's byte code is compiled before, as where the command ran once
    taken = [child(command)[0] for _ in range(COLD)]
    note = f"median of {COLD}; the slowest {max(taken):.2f} s"
    middle = statistics.median(taken)
    return [Row("a lone text, cold process", asked.tier, middle, "s", COLD_S, True, note)]


def memory(asked: Asked) -> list[Row]:
    """The most memory that a process holds while it scores."""
    pipeline = scorer(asked)
    batch = messages(asked.texts)
    seconds(pipeline, batch)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    note = f"peak while scoring {len(batch)} texts"
    return [Row("memory of a scoring process", asked.tier, peak, "MB", MEMORY_MB, True, note)]


def wheel(asked: Asked) -> list[Row]:
    """The size of the package as it is downloaded."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index",
                   "--no-build-isolation", "--wheel-dir", folder, str(ROOT)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=False)
        (*_, path) = (None, *Path(folder).glob("*.whl"))
        note = "built by pip"
        if done.returncode or path is None:
            path, note = zipped(Path(folder) / "package.zip"), "no hatchling here: files zipped"
        size = path.stat().st_size / 1e6
    return [Row("wheel with weights", "", size, "MB", WHEEL_MB, True, note)]


def zipped(path: Path) -> Path:
    """The files of the package as a wheel would hold them."""
    source = ROOT / "src"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((source / "harmonie").rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, file.relative_to(source))
    return path
