from __future__ import annotations

import html
import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.web.templatetags.web import mark


def render(source: str, **context: object) -> str:
    return Template("{% load web %}" + source).render(Context(context))


def test_an_icon_is_drawn_inline_and_hidden_from_readers():
    drawn = render('{% icon "shield-check" %}')
    assert drawn.startswith("<svg") and "<path" in drawn and 'aria-hidden="true"' in drawn
    assert 'aria-label="Done"' in render('{% icon "check" label="Done" %}')


@pytest.mark.parametrize("name", ["nothing-like-this", "../../models", "A"])
def test_an_unknown_icon_says_where_to_add_it(name):
    with pytest.raises(TemplateSyntaxError, match=r"vendor\.toml"):
        render("{% icon name %}", name=name)


def test_colour_never_speaks_alone():
    with translation.override("fr"):
        assert "Grave" in render("{% severity 3 %}") and "chip-dot" in render("{% severity 3 %}")
        assert "Ne sait pas juger" in render("{% unsure %}")


def test_evidence_is_marked_and_the_rest_escaped():
    marked = render("{% mark text spans %}", text="<b>sale</b> abruti", spans=[(12, 18, 0.4)])
    assert marked == "&lt;b&gt;sale&lt;/b&gt; <mark>abruti</mark>"


def test_overlapping_evidence_is_marked_once():
    assert mark("abcdef", [(0, 3), (2, 4), (4, 5), (9, 12)]) == "<mark>abcde</mark>f"


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6),
)
def test_marking_changes_no_character_whatever_the_spans(text, spans):
    marked = str(mark(text, spans))
    bare = re.sub(r"</?mark>", "", marked)
    assert "<" not in bare and ">" not in bare
    assert html.unescape(bare) == html.unescape(html.escape(text))


def test_names_and_chips_are_escaped():
    drawn = render("{% chip text %}{% avatar text %}", text="<script>")
    assert "<script>" not in drawn
