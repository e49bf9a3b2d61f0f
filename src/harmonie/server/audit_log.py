"""``harmonie audit-log verify``: says whether anything in the log was changed, and where."""

from __future__ import annotations

import json
from pathlib import Path

from harmonie.apps.audit import queries
from harmonie.server.terminal import stop, tell


def verify(checkpoint: str | None = None) -> int:
    """0 when the log is intact, 1 when it was changed. ``checkpoint``: a file kept elsewhere."""
    external = [_read(checkpoint)] if checkpoint else []
    found = queries.verify(external)
    if found.is_intact:
        tell(
            f"intact: {found.size} events, root {found.root_hash.hex()}",
            f"intact\u00a0: {found.size} événements, racine {found.root_hash.hex()}",
        )
        return 0
    for fault in found.faults:
        tell(f"changed at event {fault.index}: {fault.what}",
             f"modifié à l’événement {fault.index}\u00a0: {fault.what}")  # fmt: skip
    return 1


def _read(path: str) -> tuple[int, bytes]:
    try:
        data = json.loads(Path(path).read_text())
        return int(data["size"]), bytes.fromhex(data["root_hash"])
    except (OSError, ValueError, KeyError) as error:
        stop(f"{path} is not a checkpoint of this log: {error}",
             f"{path} n’est pas un point de contrôle de ce journal\u00a0: {error}")  # fmt: skip
