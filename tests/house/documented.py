"""What the documentation must hold, as functions: each takes the project's folder.

The first half says what exists (settings, verbs, events, routes, names); the second what the pages
lack. A name counts as documented when a reference page holds it as code or in a heading, in both
languages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr")
#: Addresses of the desk itself, which the pages may point at.
DESK = ("/api/",)
_SETTING = re.compile(r"HARMONIE_[A-Z]+(?:_[A-Z]+)*")
_EVENT = re.compile(r"[a-z]+\.[a-z_]+")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(`+)[^`].*?\1", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^()\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$", re.MULTILINE)
#: Last words of dotted names that are files, not events.
_FILES = {"html", "yaml", "jsonl", "json", "toml", "sqlite", "js", "css"}

Words = Callable[[Path], Iterable[str]]


# What exists -----------------------------------------------------------------------------------


def settings_read(root: Path) -> list[str]:
    """Every ``HARMONIE_…`` that the source or a benchmark names as a whole string."""
    folders = (root / "src" / "harmonie", root / "benchmarks", root / "scripts")
    return sorted(
        {text for folder in folders for _, text in _strings(folder) if _SETTING.fullmatch(text)}
    )


def event_types(root: Path) -> list[str]:
    """Every type of event that a file which writes the audit log can write."""
    source = root / "src" / "harmonie"
    rooms = {path.name for path in (source / "apps").iterdir() if path.is_dir()}
    permissions = {text for _, text in _strings(source / "apps" / "accounts" / "contracts.py")}
    found = set()
    for path, text in _strings(source / "apps", source / "server"):
        if not _EVENT.fullmatch(text) or text in permissions or path.name == "settings.py":
            continue
        first, _, last = text.partition(".")
        if first not in rooms and last not in _FILES and "audit" in path.read_text("utf-8"):
            found.add(text)
    return sorted(found - {"harmonie.policies", "demo.example"})


def rule_error_codes(root: Path) -> list[str]:
    """Every code that a problem of a policy file can bear."""
    found = set()
    for path in sorted((root / "src" / "harmonie" / "policies").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found.update(_code_of(node))
            if isinstance(node, ast.arguments):
                found.update(_default_code(node))
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id == "_REFUSALS":
                    found.update(f"yaml_{_text(key)}" for key in node.value.keys)
    return sorted(found)


def _code_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = {"problem": 1, "Fault": 1, "Problem": 2}.get(name)
    if place is not None and len(call.args) > place and (code := _text(call.args[place])):
        yield code
    for keyword in call.keywords:
        if keyword.arg == "code" and (code := _text(keyword.value)):
            yield code


def _default_code(arguments: ast.arguments) -> Iterator[str]:
    names = [argument.arg for argument in arguments.args]
    for name, value in zip(reversed(names), reversed(arguments.defaults), strict=False):
        if name == "code" and (code := _text(value)):
            yield code


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def command_words(_root: Path) -> list[str]:
    """``harmonie score``, ``harmonie audit-log verify``… and every option, with its dashes."""
    import click

    from harmonie.cli import commands

    found: set[str] = set()

    def walk(command: click.Command, path: str) -> None:
        found.add(path)
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                found.update((*parameter.opts, *parameter.secondary_opts))
        if isinstance(command, click.Group):
            for name, child in command.commands.items():
                walk(child, f"{path} {name}")

    walk(commands("en"), "harmonie")
    return sorted(found)


def api_routes(_root: Path) -> list[str]:
    """``POST /api/v1/messages`` for each operation of the OpenAPI schema."""
    from harmonie.server.api import api

    paths = api.get_openapi_schema()["paths"]
    return sorted(f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs)


def signal_words(_root: Path) -> list[str]:
    """Signals, their classes, and the codes of what cannot be judged."""
    from harmonie import records
    from harmonie.policies.wording import CANNOT_JUDGE

    classes = (*records.SENTIMENTS, *records.EMOTIONS, *records.INTENTS)
    return sorted({*records.SIGNALS, *classes, *CANNOT_JUDGE})


def rule_words(_root: Path) -> list[str]:
    """Names, fields and functions of the policy language, and the actions a rule may order."""
    from harmonie.actions.action import ACTIONS
    from harmonie.policies.facts import FACTS, LINK_FIELDS
    from harmonie.policies.policy import packs
    from harmonie.policies.reading import _POLICY_KEYS, _RULE_KEYS
    from harmonie.policies.translation import FUNCTIONS

    actions = [name for name in ACTIONS.names() if not ACTIONS.get(name).is_undo]
    return sorted(
        {*FACTS, *LINK_FIELDS, *FUNCTIONS, *actions, *packs(), *_POLICY_KEYS, *_RULE_KEYS}
    )


def outgoing_types(_root: Path) -> list[str]:
    """The events that a subscriber may receive."""
    from harmonie.apps.connections.contracts import EVENT_TYPES

    return list(EVENT_TYPES)


def scope_words(_root: Path) -> list[str]:
    """The scopes of API keys."""
    from harmonie.apps.accounts.keys import SCOPES

    return list(SCOPES)


def door_words(_root: Path) -> list[str]:
    """Addresses of imitated services, their categories and their attributes."""
    from harmonie.apps.compat import urls
    from harmonie.apps.compat.openai import mapping as openai
    from harmonie.apps.compat.perspective import mapping as perspective

    addresses = [f"/{one.pattern}" for one in urls.urlpatterns]
    return sorted({*addresses, *openai.NAMES, *openai_models(), *perspective.TABLE})


def openai_models() -> list[str]:
    """The names under which a program may ask for a moderation."""
    from harmonie.apps.compat.openai.reading import MODELS

    return sorted(MODELS)


#: Which page must hold what.
REQUIRED: dict[str, tuple[Words, ...]] = {
    "reference/settings.md": (settings_read,),
    "reference/command-line.md": (command_words,),
    "reference/events.md": (event_types, outgoing_types),
    "reference/api.md": (api_routes, scope_words),
    "reference/signals.md": (signal_words,),
    "reference/doors.md": (door_words,),
    "reference/rules.md": (rule_words, rule_error_codes),
}


# What is lacking -------------------------------------------------------------------------------


def unmentioned(root: Path, page: str, words: Iterable[str]) -> list[str]:
    """Words that a page lacks as code or heading, in one language or the other."""
    wanted = list(words)
    found = []
    for language in LANGUAGES:
        path = root / "docs" / language / page
        code = _code(path.read_text("utf-8")) if path.exists() else ""
        found += [f"{language}/{page}: {word}" for word in wanted if not _holds(code, word)]
    return found


def _code(text: str) -> str:
    fences = [match[0] for match in _FENCE.finditer(text)]
    inline = [match[0] for match in _INLINE.finditer(_FENCE.sub("", text))]
    titles = [match[2] for match in _HEADING.finditer(_FENCE.sub("", text))]
    return "\n".join((*fences, *inline, *titles))


def _holds(code: str, word: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-]|\.\w)", code) is not None


def pages_of_one_language(root: Path) -> list[str]:
    """Pages that exist in one language only."""
    of = {language: set(_pages(root, language)) for language in LANGUAGES}
    every = set().union(*of.values())
    return [
        f"{lang}/{page}" for page in sorted(every) for lang in LANGUAGES if page not in of[lang]
    ]


def different_headings(root: Path) -> list[str]:
    """Pages whose headings do not follow the same levels in both languages."""
    found = []
    for page in _pages(root, LANGUAGES[0]):
        levels = [_levels(root / "docs" / language / page) for language in LANGUAGES]
        if levels[0] != levels[1]:
            counts = " and ".join(str(len(one)) for one in levels)
            found.append(f"{page}: {counts} headings, or other levels")
    if different := _different_readme(root):
        found.append(different)
    return found


def _different_readme(root: Path) -> str:
    paths = (root / "README.md", root / "README.fr.md")
    if not all(path.exists() for path in paths):
        return "README.md and README.fr.md must both exist"
    levels = [_levels(path) for path in paths]
    return "" if levels[0] == levels[1] else "README.md and README.fr.md differ in their headings"


def unlisted_pages(root: Path) -> list[str]:
    """Pages that the site's menu does not name."""
    menu = (root / "mkdocs.yml").read_text("utf-8")
    return [page for page in _pages(root, LANGUAGES[0]) if page not in menu]


def broken_links(root: Path) -> list[str]:
    """Links and images inside the project that lead nowhere, headings included."""
    found = []
    pages = [*(root / "docs").rglob("*.md"), *root.glob("*.md")]
    for path in sorted(pages):
        text = _INLINE.sub("", _FENCE.sub("", path.read_text("utf-8")))
        for target in _LINK.findall(text):
            if re.match(r"[a-z]+:", target) or target.startswith(DESK):
                continue
            place, _, anchor = target.partition("#")
            aim = (path.parent / place).resolve() if place else path
            if not aim.exists():
                found.append(f"{path.relative_to(root)}: {target}")
            elif anchor and anchor not in _anchors(aim):
                found.append(f"{path.relative_to(root)}: {target} (no such heading)")
    return found


def dressed_pages(root: Path) -> list[str]:
    """Inline HTML styles or scripts, remote images and badges in pages."""
    wrong = re.compile(
        r"<(?:script|style|iframe|img)\b|\sstyle=|!\[[^\]]*\]\(https?:|shields\.io", re.IGNORECASE
    )
    found = []
    for path in sorted([*(root / "docs").rglob("*.md"), *root.glob("*.md")]):
        text = _INLINE.sub("", _FENCE.sub("", path.read_text("utf-8")))
        found += [f"{path.relative_to(root)}: {match[0].strip()}" for match in wrong.finditer(text)]
    return found


def untidy_french(root: Path) -> list[str]:
    """French pages that break the typography: plain spaces before ; ! ? % :, straight apostrophes.

    A narrow no-break space stands before ; ! ? % and inside « », a no-break space before a colon.
    """
    wrong = re.compile(r"\w'\w|(?<=\S) (?=[;!?%](?!\[))|(?<=[\w)»`*\]]) (?=:(?![-:]))|« |(?<=\S) »")
    found = []
    for path in sorted([*(root / "docs" / "fr").rglob("*.md"), root / "README.fr.md"]):
        text = _INLINE.sub("`code`", _FENCE.sub("", path.read_text("utf-8")))
        for number, line in enumerate(text.splitlines(), 1):
            if match := wrong.search(line):
                around = line[max(match.start() - 20, 0) : match.end() + 20]
                found.append(f"{path.relative_to(root)}, about line {number}: {around!r}")
    return found


def stale_figures(root: Path) -> list[str]:
    """Figures pages that speak of other weights than those that are shipped."""
    card = (root / "src" / "harmonie" / "weights" / "fast.md").read_text("utf-8")
    version = card.splitlines()[0].partition("`")[2].rstrip("`")
    pages = [root / "docs" / lang / "explanation" / "figures.md" for lang in LANGUAGES]
    return [
        f"{page.relative_to(root)} is not about {version}: run scripts/write_figures.py quality"
        for page in pages
        if version not in page.read_text("utf-8")
    ]


def _pages(root: Path, language: str) -> list[str]:
    folder = root / "docs" / language
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))


def _headings(path: Path) -> list[tuple[int, str]]:
    text = _FENCE.sub("", path.read_text("utf-8"))
    return [(len(match[1]), match[2]) for match in _HEADING.finditer(text)]


def _levels(path: Path) -> list[int]:
    return [level for level, _ in _headings(path)]


def _anchors(path: Path) -> set[str]:
    from markdown.extensions.toc import slugify, unique

    taken: set[str] = set()
    for _, title in _headings(path):
        unique(slugify(re.sub(r"[`*]", "", title), "-"), taken)
    return taken


def _strings(*places: Path) -> Iterator[tuple[Path, str]]:
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        for path in files:
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path, node.value
