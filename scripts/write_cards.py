"""Write the model cards of a folder of weights again, from what its JSON cards say.

    python scripts/write_cards.py [FOLDER] [CPU_HOURS]

FOLDER is that of the shipped weights when not given. The probes are judged again and noted; the
arrays, and so the version, stay as they are. `harmonie train` does this at its end.
"""

from __future__ import annotations

import sys
from pathlib import Path

from harmonie.learning.card.complete import complete
from harmonie.weights.store import FOLDER


def main(folder: str = str(FOLDER), cpu_hours: str = "") -> None:
    complete(Path(folder), print, float(cpu_hours) if cpu_hours else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
