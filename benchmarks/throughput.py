"""Texts a second, on one core, end to end: a file of JSON lines in, a file of JSON lines out.

Seconds are those of the processor: other work on the machine does not change them much. Python's
byte code is compiled before, as it is on any machine where the command ran once. Two figures are
told of Harmonie: *start in* counts all that the command costs, from the first import on; *steady*
leaves out what the same command costs on a file of one text.

::

    python benchmarks/throughput.py                        # Harmonie, and what is installed beside
    pip install -r requirements/bench.txt                  # the others (in any environment)
    python benchmarks/throughput.py --python other/bin/python --rows 20000

Each contender runs in a process of its own, pinned to one core where the system allows it, on the
same generated French and English texts of about 50 characters. Harmonie's row is the real command
``harmonie score --tier fast``: language, personal data, links, fifteen signals with their evidence.
The others give one score or a word list; they are there as a known measure, not as rivals of the
same kind. ``--memory`` also scores ten times as many rows and prints the peak of memory of both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

START = {
    "fr": ["Bonjour", "Franchement", "Merci", "Salut à tous", "Encore une fois", "Dites", "Bravo"],
    "en": ["Hello", "Honestly", "Thanks", "Hi all", "Once again", "So", "Well done"],
}
MIDDLE = {
    "fr": ["le bus 12 est en retard", "la piscine rouvre quand", "votre service est nul",
           "j'adore ce concert", "où trouver les horaires", "ce match était incroyable",
           "mon colis n'est pas arrivé", "t'es vraiment trop bête", "il faudrait plus de bancs"],
    "en": ["bus 12 is late", "when does the pool reopen", "your service is terrible",
           "I love this concert", "where are the opening hours", "what a game that was",
           "my parcel never arrived", "you are so dumb", "there should be more benches"],
}  # fmt: skip
END = {
    "fr": ["ce matin", "depuis hier", "s'il vous plaît", "😍", "à {name}", "!", "?", "rue {name}"],
    "en": ["this morning", "since yesterday", "please", "😍", "in {name}", "!", "?", "near {name}"],
}
SYLLABLES = ["ma", "ro", "li", "ne", "bo", "chi", "ta", "vel", "dou", "san", "ber", "quin"]
RUNS = 5
OTHERS = ("alt-profanity-check", "better-profanity", "vaderSentiment", "glin-profanity")


def texts(count: int) -> Iterator[str]:
    """Comments in turn French and English, with invented names so that words keep coming."""
    chance = random.Random(11)
    for number in range(count):
        language = "fr" if number % 2 else "en"
        name = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        said = chance.sample(MIDDLE[language], chance.choice((1, 1, 2)))
        end = chance.choice(END[language]).format(name=name)
        yield f"{chance.choice(START[language])}, {', '.join(said)} {end}"


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts(count)):
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")


def judge_of(name: str) -> Callable[[list[str]], list]:
    if name == "alt-profanity-check":
        from profanity_check import predict_prob

        return lambda batch: predict_prob(batch).tolist()
    if name == "better-profanity":
        from better_profanity import profanity

        profanity.load_censor_words()
        return lambda batch: [profanity.contains_profanity(text) for text in batch]
    if name == "vaderSentiment":
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        scores = SentimentIntensityAnalyzer().polarity_scores
        return lambda batch: [scores(text) for text in batch]
    from glin_profanity import Filter

    check = Filter({"languages": ["english", "french"]}).check_profanity
    return lambda batch: [check(text)["contains_profanity"] for text in batch]


def run_other(name: str, source: Path, target: Path) -> None:
    judge = judge_of(name)
    judge(["warm up"])
    began = time.process_time()
    count = 0
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        while batch := [json.loads(line) for _, line in zip(range(512), lines, strict=False)]:
            found = judge([row["text"] for row in batch])
            count += len(batch)
            out.writelines(
                json.dumps({"id": row["id"], "score": score}) + "\n"
                for row, score in zip(batch, found, strict=True)
            )
    print(json.dumps({"texts": count, "seconds": time.process_time() - began}))


def pinned() -> None:
    """Keeps a child on one core, with one thread of linear algebra."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def child(command: list[str]) -> tuple[float, float, str]:
    """``(wall seconds, CPU seconds, standard output)`` of a pinned process."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, env=environment, preexec_fn=pinned, capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr else "failed")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return wall, cpu, done.stdout


SCORE = (
    "import resource, sys; from harmonie.cli import main\n"
    "sys.argv = ['harmonie', 'score', sys.argv[1], '--tier', 'fast', '--out', sys.argv[2]]\n"
    "try: main()\n"
    "except SystemExit as end:\n"
    "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024); sys.exit(end.code)"
)


def score(source: Path, target: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MiB of the real command, start included."""
    wall, cpu, said = child([sys.executable, "-c", SCORE, str(source), str(target)])
    return wall, cpu, float(said.split()[-1])


def table(folder: Path, rows: int, python: str) -> None:
    source, target = folder / "texts.jsonl", folder / "out.jsonl"
    write(source, rows)
    length = sum(map(len, texts(rows))) / rows
    print(f"{rows} texts of {length:.0f} characters on average, one core")
    print(f"{'':38} {'texts per second of processor':>30}  Harmonie is")
    single = folder / "one.jsonl"
    write(single, 1)
    start = min(score(single, target)[1] for _ in range(4))  # the first one compiles
    whole = min(score(source, target)[1] for _ in range(RUNS))
    mine = rows / whole
    print(f"{'harmonie score --tier fast, start in':38} {mine:30,.0f}")
    print(f"{'                            steady':38} {rows / (whole - start):30,.0f}")
    print(f"{'                            start alone':38} {start:28.2f} s")
    for name in OTHERS:
        command = [python, str(Path(__file__)), "--only", name, str(source), str(target)]
        try:
            runs = [json.loads(child(command)[2].splitlines()[-1]) for _ in range(2)]
        except (RuntimeError, ValueError, IndexError) as error:
            print(f"{name:38} not measured: {error}")
            continue
        speed = rows / min(run["seconds"] for run in runs)
        print(f"{name:38} {speed:30,.0f}  {mine / speed:6.1f} x")


def memory(folder: Path, rows: int) -> None:
    for count in (rows, 10 * rows):
        source = folder / "many.jsonl"
        write(source, count)
        _, cpu, peak = score(source, folder / "many.out.jsonl")
        print(f"{count:9,} rows: {peak:7.0f} MiB at most, {count / cpu:9,.0f} texts per second")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--python", default=sys.executable, help="interpreter of the others")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--only", nargs=3, metavar=("NAME", "IN", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        run_other(options.only[0], Path(options.only[1]), Path(options.only[2]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "byte-code")
        table(Path(folder), options.rows, options.python)
        if options.memory:
            memory(Path(folder), options.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
