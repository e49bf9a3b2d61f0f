"""Writes Harmonie's functional suite from the cases and templates of ``scripts/functional_suite``.

    python scripts/write_functional_suite.py          write fr.csv and en.csv
    python scripts/write_functional_suite.py --check  exit with 1 when they are not up to date

``fr.txt`` and ``en.txt``: ``# function | expected | cases from templates``, then one case a line.
``@group`` before a text names whom it is about; ``* `` begins a template. Templates give fewer
cases than people wrote. Five functions are cases written by hand in another form
(``harmonie.learning.fairness.changes``). A test compares the suite with every training text that
is shipped: reword a case that somebody else has also written.
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import yaml

from harmonie.learning.fairness.changes import changed
from harmonie.learning.fairness.group_figures import Identity, identities

HERE = Path(__file__).parent / "functional_suite"
THERE = Path(__file__).parents[1] / "src/harmonie/learning/suites_data/functional"
COLUMNS = ("id", "function", "text", "expected", "target", "pair", "origin", "note")
#: Function made of another form of hand-written cases, and the change.
DERIVED = {
    "evasion_leet": "leet", "evasion_spacing": "spacing", "evasion_homoglyphs": "homoglyphs",
    "evasion_repeated": "repeated", "evasion_emoji": "emoji",
}  # fmt: skip
#: Functions whose cases are told in another form, and how many of each change.
SOURCES, EACH = ("insult_direct", "insult_third", "threat_direct", "hate_dehumanising"), 30
#: In a slot: only groups that come from somewhere, ``{les:origin}``.
ORIGIN = ":origin}"
_SLOT = re.compile(r"{([^{}]+)}")
_HEAD = re.compile(r"# (\w+) \| ([\w=;]+)(?: \| (\d+))?")
Row = dict[str, str]


def main() -> int:
    stale = False
    for language in ("fr", "en"):
        rows = suite(language)
        told = written(rows)
        path = THERE / f"{language}.csv"
        if "--check" in sys.argv:
            stale |= not path.is_file() or path.read_text("utf-8") != told
        else:
            path.write_text(told, "utf-8")
            hand = sum(row["origin"] == "hand" for row in rows)
            print(f"{path.name}: {len(rows)} cases, {hand} written one by one")
    if stale:
        print("the suite is not up to date: run python scripts/write_functional_suite.py")
    return int(stale)


def suite(language: str) -> list[Row]:
    """All cases of a language, functions in order, each text once."""
    hand, made = read(language)
    rows = [*hand, *made, *derived(language, hand)]
    once = {(row["text"]): row for row in reversed(rows)}
    return sorted(once.values(), key=lambda row: (_order(row["function"], rows), row["origin"]))


def _order(function: str, rows: list[Row]) -> int:
    return list(dict.fromkeys(row["function"] for row in rows)).index(function)


def read(language: str) -> tuple[list[Row], list[Row]]:
    """Cases written by hand, and cases filled from templates."""
    slots = yaml.safe_load((HERE / "slots.yaml").read_text("utf-8"))[language]
    hand: list[Row] = []
    made: list[Row] = []
    function = expected = ""
    templates: list[str] = []
    wanted = 0
    lines = (HERE / f"{language}.txt").read_text("utf-8").splitlines()
    for line in [*lines, "# end | end=0"]:
        head = _HEAD.fullmatch(line)
        if head:
            made += filled(language, function, expected, templates, wanted, slots)
            function, expected, wanted = head[1], head[2], int(head[3] or 0)
            templates = []
        elif line.startswith("* "):
            templates.append(line[2:])
        else:
            target, text = about(line)
            hand.append(row(language, function, expected, text, target, "", "hand"))
    return hand, made


def about(line: str) -> tuple[str, str]:
    match = re.fullmatch(r"@(\w+) (.+)", line)
    return (match[1], match[2]) if match else ("", line)


def filled(
    language: str, function: str, expected: str, templates: list[str], wanted: int, slots: dict
) -> Iterator[Row]:
    """``wanted`` different fillings, the templates in turn."""
    chance = random.Random(f"{language}:{function}")
    known = {identity.group: identity for identity in identities()}
    seen: set[str] = set()
    for turn in range(40 * wanted if templates else 0):
        if len(seen) == wanted:
            return
        place = turn % len(templates)
        template = templates[place]
        kinds = "origins" if ORIGIN in template else "groups"
        group = chance.choice(slots[kinds])
        forms = group_forms(known[group], language)
        template = template.replace(ORIGIN, "}")
        text = _SLOT.sub(lambda m, f=forms: word(m[1], f, slots, chance), template)
        text = text[0].upper() + text[1:]
        target = group if any(slot.lower() in forms for slot in _SLOT.findall(template)) else ""
        if text not in seen:
            seen.add(text)
            pair = f"{function}-t{place + 1}"
            yield row(language, function, expected, text, target, pair, "template")


def group_forms(identity: Identity, language: str) -> dict[str, str]:
    forms = identity.forms
    if language == "en":
        plural = forms["en_plural"]
        return {"les": plural, "g": plural, "g2": plural, "un": forms["en_a"]}
    plural = forms["fr_plural"]
    return {
        "les": f"les {plural}", "aux": f"aux {plural}", "des": f"des {plural}",
        "g": plural, "un": forms["fr_un"],
    }  # fmt: skip


def word(slot: str, forms: dict[str, str], slots: dict, chance: random.Random) -> str:
    key = slot.lower()
    chosen = forms[key] if key in forms else chance.choice(slots[key])
    is_capital = slot[0].isupper() and key not in ("g", "g2")
    return chosen[0].upper() + chosen[1:] if is_capital else chosen


def derived(language: str, hand: list[Row]) -> Iterator[Row]:
    """Hand-written abuse in another form."""
    for function, change in DERIVED.items():
        sources = [r for name in SOURCES for r in hand if r["function"] == name]
        chosen = random.Random(f"{language}:{change}").sample(sources, min(EACH, len(sources)))
        for source in chosen:
            text = changed(source["text"], change)
            if text:
                made = row(language, function, "toxicity=1", text, source["target"],
                           source["id"], "derived")  # fmt: skip
                made["note"] = f"{source['id']}, {change}"
                yield made


def row(
    language: str, function: str, expected: str, text: str, target: str, pair: str, origin: str
) -> Row:
    key = f"{language}-{function}-{crc32(text.encode()):08x}"
    values = (key, function, text, expected, target, pair, origin, "")
    return dict(zip(COLUMNS, values, strict=True))


def written(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
