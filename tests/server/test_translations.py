"""Every sentence of every room in both languages, with French typography."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import harmonie
from harmonie.server.translations import compile_all

ROOT = Path(harmonie.__file__).parent
ROOMS = sorted(path.parents[3] for path in ROOT.glob("**/locale/fr/LC_MESSAGES/django.po"))
_TRANSLATE = re.compile(
    r"""\{%\s*translate\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
    r"""(?:\s+context\s+["']([^"']+)["'])?"""
)
_BLOCK = re.compile(r"\{%\s*blocktranslate([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def in_templates(room: Path) -> set[str]:
    found = set()
    for path in room.rglob("templates/**/*.html"):
        text = path.read_text()
        found |= {single or double for single, double, _context in _TRANSLATE.findall(text)}
        for options, body in _BLOCK.findall(text):
            first = re.split(r"\{%\s*plural\s*%\}", body)[0]
            if "trimmed" in options:
                first = " ".join(line.strip() for line in first.strip().splitlines())
            found.add(re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", first.replace("%", "%%")))
    return found


def in_code(room: Path) -> set[str]:
    found = set()
    for path in room.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            words = [word for word in words if isinstance(word, str)]
            if name in _CALLS and words:
                found.add(words[1] if name.startswith("pgettext") else words[0])
    return found


def catalogue(room: Path):
    with (room / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def test_there_are_rooms_to_check():
    assert {"web", "accounts", "server", "inbox", "moderation"} <= {room.name for room in ROOMS}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_sentence_has_its_french(room):
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(room) if m.string}
    missing = sorted((in_templates(room) | in_code(room)) - known)
    assert missing == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_french_has_its_typography(room):
    wrong = []
    for message in catalogue(room):
        strings = [message.string] if isinstance(message.string, str) else message.string
        for text in strings:
            if re.search(r"[ \w][;!?](\s|$)", text) or re.search(r"\w :|« | »|\d %(?!\()", text):
                wrong.append(text)
            if re.search(r"\w'\w", text):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_both_languages_name_the_same_values(room):
    names = re.compile(r"%\((\w+)\)")
    for message in catalogue(room):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else message.string
        expected = set().union(*(names.findall(text) for text in ids))
        for text in strings:
            assert set(names.findall(text)) <= expected, text


def test_catalogues_are_compiled_once(tmp_path):
    folder = tmp_path / "room/locale/fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Yes"\nmsgstr "Oui"\n')
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0
    assert (folder / "django.mo").stat().st_size > 0
