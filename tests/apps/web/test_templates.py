"""Every template of the product, whoever wrote it: nothing inline, nothing remote, no raw text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import harmonie

ROOT = Path(harmonie.__file__).parent
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
_TAGS = re.compile(r"<[a-zA-Z][^>]*>", re.DOTALL)


def tags(path: Path) -> list[str]:
    # Template syntax may hold ">" or quotes of its own; what matters is the HTML around it.
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    return _TAGS.findall(text)


def test_there_are_templates():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_inline_and_nothing_remote(path):
    for tag in tags(path):
        assert not re.search(r"\sstyle\s*=", tag), tag
        assert not re.search(r"\son[a-z]+\s*=", tag), tag
        assert not re.search(r"hx-on\b", tag), tag
        assert not re.match(r"<style", tag), tag
        if re.match(r"<script", tag):
            assert re.search(r"\ssrc=", tag) or "application/json" in tag, tag
        assert not re.search(r"\s(src|href|action)=[\"']\s*javascript:", tag), tag
        if re.match(r"<(script|link|img|iframe)", tag):
            assert not re.search(r"(src|href)=[\"'](https?:)?//", tag), tag


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_never_switches_escaping_off(path):
    text = path.read_text()
    assert "autoescape off" not in text
    assert "|safe" not in text
