"""``harmonie import``: a file's rows into the inbox, with the errors of each row."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from harmonie.apps.accounts.contracts import machine
from harmonie.apps.accounts.queries import all_communities, community
from harmonie.channels.channel import InvalidPayload
from harmonie.channels.file import parse_stream
from harmonie.server.terminal import is_french, say, stop, tell

BATCH = 500
SHOWN_ERRORS = 20


def run(path: str, slug: str, channel: str) -> int:
    """Exit code 0 when every row was kept, 1 when some were not, 2 when nothing could be read."""
    try:
        card = community(slug)
    except LookupError:
        known = ", ".join(one.slug for one in all_communities()) or "-"
        stop(f"no community “{slug}”; known: {known}",
             f"aucune communauté «\u202f{slug}\u202f»\u202f; connues\u00a0: {known}")  # fmt: skip
    counts: Counter[str] = Counter()
    try:
        with Path(path).open("rb") as stream:
            rows = parse_stream(stream, {"timezone": card.time_zone}, Path(path).name)
            for results in _receive(rows, card.id, channel, counts):
                counts.update(results)
    except OSError as error:
        stop(f"{path}: {error.strerror}", f"{path}\u00a0: {error.strerror}")
    except InvalidPayload as error:
        stop(f"{path}: {error}", f"{path}\u00a0: {error}")
    tell(
        f"{counts['new']} new, {counts['known']} already known, {counts['bad']} refused",
        f"{counts['new']} nouveaux, {counts['known']} déjà connus, {counts['bad']} refusés",
    )
    return 1 if counts["bad"] else 0


def _receive(
    rows: Iterator[Any], community_id: int, channel: str, counts: Counter[str]
) -> Iterator[Counter[str]]:
    from tqdm import tqdm

    from harmonie.apps.inbox.operations.receive import receive

    actor = machine(community_id)
    bar = tqdm(desc=say("import", "import"), unit=" msg", disable=None, leave=False)
    while batch := list(islice(rows, BATCH)):
        good = []
        for parsed in batch:
            if parsed.message is None:
                counts["bad"] += 1
                _complain(counts, parsed.row, parsed.error)
            else:
                good.append(parsed)
        found: Counter[str] = Counter()
        results = receive([parsed.message for parsed in good], actor=actor, channel=channel)
        for parsed, result in zip(good, results, strict=True):
            if result.error:
                counts["bad"] += 1
                _complain(counts, parsed.row, result.error)
            else:
                found["new" if result.is_new else "known"] += 1
        bar.update(len(batch))
        yield found
    bar.close()


def _complain(counts: Counter[str], row: int, error: Any) -> None:
    if counts["bad"] > SHOWN_ERRORS:
        return
    words = getattr(error, "fr" if is_french() else "en", str(error))
    line = say(f"row {row}: {words}", f"ligne {row}\u00a0: {words}")
    print(line, file=sys.stderr)  # noqa: T201
