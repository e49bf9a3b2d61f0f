"""How many requests the doors of other services answer at once, how fast, and that none is lost.

    python benchmarks/doors.py --seconds 60

Starts a desk of its own in a temporary folder (SQLite, one web process) and keeps ``--callers``
requests open to each door in turn, for ``--seconds`` each: a caller sends the next request when the
last one is answered. Then a key with a low limit is pushed past it.

- requests a second, median, 95th and 99th percentile in milliseconds, by door;
- lost: requests without an answer, with an answer that cannot be read, or that is not the scores of
  the text that was sent (each caller knows whether its text is an insult);
- limit: how many requests a key of 60 a minute was allowed, how many got 429, and whether each of
  these said when to come back.

The load is made in processes beside the desk, on the same machine. Exit status 1 when something
was lost or a refusal did not say ``Retry-After``. The machine should be otherwise idle.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx

from tests.desk import Desk

PREPARE = """
import django, json, sys
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from harmonie.apps.accounts import keys
from harmonie.apps.accounts.models import ApiKey, Community, Organisation
organisation = Organisation.objects.create(name="Essai", slug="essai")
community = Community.objects.create(organisation=organisation, name="Essai", slug="essai")
made = []
for limit in (100_000_000, 60):
    text, prefix, secret_hash = keys.make()
    ApiKey.objects.create(
        community=community, name="client", prefix=prefix, secret_hash=secret_hash,
        scopes=["judge"], requests_per_minute=limit,
    )
    made.append(text)
print(json.dumps(made))
"""
#: Texts that every tier tells apart: kind ones, and mild insults.
KIND = ("Merci beaucoup pour votre aide, à bientôt", "Thank you so much for your help")
UNKIND = ("Tu es un crétin fini, tais-toi", "You are a stupid idiot, shut up")
PROCESSES = 2


@dataclass
class Told:
    """What one process of callers saw; times in seconds."""

    times: list[float] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0  # from the first request to the last answer

    def add(self, other: Told) -> None:
        self.times += other.times
        self.lost += other.lost
        self.statuses += other.statuses
        self.seconds = max(self.seconds, other.seconds)


@dataclass(frozen=True)
class Door:
    """An imitated address: how to ask it, and what it says of a text (insult or not)."""

    path: str
    body: Callable[[str], dict[str, Any]]
    is_insult: Callable[[dict[str, Any]], bool]


def _moderation(text: str) -> dict[str, Any]:
    return {"model": "omni-moderation-latest", "input": text}


def _flagged(answer: dict[str, Any]) -> bool:
    return bool(answer["results"][0]["flagged"])


def _comment(text: str) -> dict[str, Any]:
    return {"comment": {"text": text}, "requestedAttributes": {"INSULT": {}}, "doNotStore": True}


def _insult(answer: dict[str, Any]) -> bool:
    return bool(answer["attributeScores"]["INSULT"]["summaryScore"]["value"] >= 0.5)


DOORS = {
    "openai": Door("/v1/moderations", _moderation, _flagged),
    "perspective": Door("/v1alpha1/comments:analyze", _comment, _insult),
}


async def _caller(client: httpx.AsyncClient, name: str, number: int, until: float) -> Told:
    """Ask, wait for the answer, ask again."""
    told, door = Told(), DOORS[name]
    while time.monotonic() < until:
        number += 1
        is_insult = number % 2 == 0
        text = f"{(UNKIND if is_insult else KIND)[number // 2 % 2]} {number % 977}"
        began = time.perf_counter()
        try:
            answer = await client.post(door.path, json=door.body(text))
            told.times.append(time.perf_counter() - began)
            told.statuses[answer.status_code] += 1
            if answer.status_code != 200:
                told.lost[f"status {answer.status_code}"] += 1
            elif door.is_insult(answer.json()) is not is_insult:
                told.lost["another text's scores"] += 1
        except (httpx.HTTPError, ValueError, KeyError) as error:
            told.lost[type(error).__name__] += 1
    return told


def _callers(arguments: tuple[str, str, str, int, float]) -> Told:
    """What ``count`` callers of one process saw in ``seconds``."""
    url, key, name, count, seconds = arguments

    async def run() -> Told:
        limits = httpx.Limits(max_connections=count, max_keepalive_connections=count)
        headers = {"Authorization": f"Bearer {key}"}
        told = Told()
        async with httpx.AsyncClient(
            base_url=url, headers=headers, limits=limits, timeout=60, trust_env=False
        ) as client:
            began = time.monotonic()
            until = began + seconds
            for one in await asyncio.gather(
                *(_caller(client, name, number * 31, until) for number in range(count))
            ):
                told.add(one)
            told.seconds = time.monotonic() - began
        return told

    return asyncio.run(run())


def load(desk: Desk, key: str, name: str, callers: int, seconds: float) -> Told:
    """Keep ``callers`` requests open to a door for ``seconds``."""
    share = callers // PROCESSES
    tasks = [
        (desk.url, key, name, share + (callers % PROCESSES if n == 0 else 0), seconds)
        for n in range(PROCESSES)
    ]
    told = Told()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        for one in pool.map(_callers, tasks):
            told.add(one)
    return told


def past_the_limit(desk: Desk, key: str) -> tuple[Counter[int], int]:
    """Statuses of 100 requests with a key of 60 a minute, and how many refusals said when."""
    statuses: Counter[int] = Counter()
    said = 0
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=desk.url, headers=headers, timeout=60, trust_env=False) as client:
        for number in range(100):
            door = DOORS["openai" if number % 2 else "perspective"]
            answer = client.post(door.path, json=door.body(KIND[0]))
            statuses[answer.status_code] += 1
            if answer.status_code == 429:
                said += answer.headers.get("Retry-After", "").isdigit()
    return statuses, said


def run(desk: Desk, callers: int, seconds: float) -> bool:
    """Print the table; whether everything held."""
    key, slow_key = json.loads(desk.python(PREPARE))
    desk.start("web")
    desk.wait_until_ready()
    for name in DOORS:  # the first judgement loads the model
        load(desk, key, name, PROCESSES, 0.5)
    lost = 0
    print(f"{callers} callers, {seconds:.0f} s a door")
    head = ("door", "answers", "per second", "p50 ms", "p95 ms", "p99 ms", "lost")
    print("{:12}{:>10}{:>12}{:>9}{:>9}{:>9}{:>7}".format(*head))
    for name in DOORS:
        told = load(desk, key, name, callers, seconds)
        cuts = statistics.quantiles((one * 1000 for one in told.times), n=100)
        missing = told.lost.total()
        lost += missing
        print(
            f"{name:12}{len(told.times):>10}{len(told.times) / told.seconds:>12.0f}"
            f"{cuts[49]:>9.0f}{cuts[94]:>9.0f}{cuts[98]:>9.0f}{missing:>7}"
        )
        if missing:
            print("  lost:", dict(told.lost))
    statuses, said = past_the_limit(desk, slow_key)
    refused = statuses[429]
    print(
        f"limit of 60 a minute, 100 requests: {statuses[200]} answered, {refused} refused with "
        f"429, {said} of these with Retry-After"
    )
    others = sum(statuses.values()) - statuses[200] - refused
    return lost == 0 and refused > 0 and said == refused and others == 0


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seconds", type=float, default=60.0, help="of load, for each door")
    options.add_argument("--callers", type=int, default=200, help="requests open at once")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            held = run(desk, max(wanted.callers, PROCESSES), max(wanted.seconds, 1.0))
        finally:
            desk.stop()
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
