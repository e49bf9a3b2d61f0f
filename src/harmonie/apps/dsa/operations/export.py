"""Writing the statements of a period into a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from harmonie.apps.accounts import queries as accounts
from harmonie.apps.audit import operations as audit
from harmonie.apps.dsa import queries
from harmonie.apps.dsa.contracts import BATCH, Problem, Translated

Form = Literal["lines", "batches"]


class InvalidRecord(ValueError):
    """A record that the schema refuses: nothing is written, and its field is named."""

    def __init__(self, reference: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{reference}: " + "; ".join(f"{p.field} {p.en}" for p in problems))
        self.reference = reference
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Export:
    """The statements of a period as lines of JSON, and what could not be told.

    ``incomplete`` cannot be exported yet, each with the names of what is missing; ``exempt``
    restrict nothing (warnings).
    """

    lines: tuple[str, ...]
    count: int
    incomplete: tuple[Translated, ...]
    exempt: int


def export(community_id: int, first: date, last: date, actor: str, form: Form = "lines") -> Export:
    """The statements of decisions taken from ``first`` to ``last``, both included.

    Days are those of the community's time zone. ``lines`` gives a record a line; ``batches`` a
    call of the database's API a line, ``{"statements": […]}`` of up to a hundred. ``actor`` is
    written in the log. Raises :class:`InvalidRecord`.
    """
    records, incomplete, exempt = [], [], 0
    for one in queries.translated(community_id, *_bounds(community_id, first, last)):
        if one.is_exempt:
            exempt += 1
        elif one.problems:
            raise InvalidRecord(one.reference, one.problems)
        elif one.missing:
            incomplete.append(one)
        else:
            records.append(json.dumps(one.record, ensure_ascii=False))
    audit.record(
        "statement.exported",
        actor=actor,
        community_id=community_id,
        subject=f"community:{community_id}",
        data={"count": len(records), "incomplete": len(incomplete),
              "from": first.isoformat(), "to": last.isoformat()},
    )  # fmt: skip
    lines = records if form == "lines" else list(_batches(records))
    return Export(tuple(lines), len(records), tuple(incomplete), exempt)


def _bounds(community_id: int, first: date, last: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(accounts.community(community_id).time_zone)
    start = datetime.combine(first, time.min, zone)
    return start, datetime.combine(last + timedelta(days=1), time.min, zone)


def _batches(records: list[str]) -> Iterator[str]:
    for place in range(0, len(records), BATCH):
        yield '{"statements": [' + ", ".join(records[place : place + BATCH]) + "]}"
