"""CyberAgressionAdo (Ollagnier et al. 2022): chats in which French teenagers play bullying."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Pair, Task, yes
from harmonie.learning.suites.tables import objects

#: How many messages before it a person needs to follow the quarrel.
_BEFORE = 3


class CyberAgressionAdo:
    """Verbal abuse or hate, and hate alone; alone and with what was said just before."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "cyberagressionado"
    title: ClassVar[Pair] = (
        "French teenagers' chat, bullying role play",
        "Discussions d’adolescents français, harcèlement joué",
    )
    citation: ClassVar[str] = "Ollagnier et al. 2022, LREC"
    folder: ClassVar[str] = "dev/cyberagressionado"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        abuse, hate = [], []
        scenario, before = "", deque[str](maxlen=_BEFORE)
        for row in objects(root / self.folder / "cyberagressionado_v1.jsonl.gz"):
            if row["scenario"] != scenario:
                scenario = row["scenario"]
                before.clear()
            hateful = row["HATE_SPEECH"] == "yes"
            parent = "\n".join(before)
            abuse.append(Case(row["TEXT"], yes(hateful or row["VERBAL_ABUSE"] != "none"), parent))
            hate.append(Case(row["TEXT"], yes(hateful), parent))
            before.append(row["TEXT"])
        for name, signal, cases in (("abuse or hate", "toxicity", abuse), ("hate", "hate", hate)):
            alone = [Case(case.text, case.target) for case in cases]
            yield Task(name, "fr", signal, alone, "auc")
            yield Task(f"{name}, with context", "fr", signal, cases, "auc")
