"""The page and the table that people read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from harmonie.learning.fairness.page import page
from harmonie.learning.fairness.plain import plain


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_needs_nothing_else(refused, language):
    told = page(refused, language)
    assert f'<html lang="{language}">' in told and "default-src 'none'" in told
    assert "<script" not in told and "http://" not in told and "https://" not in told
    assert " style=" not in told
    keys = re.findall(r'aria-labelledby="([^"]+)"', told)
    assert keys and all(f'id="{key}"' in told for key in keys)
    ids = re.findall(r'\sid="([^"]+)"', told)
    assert len(ids) == len(set(ids))


def test_the_page_says_what_refuses_the_model_and_shows_every_group(refused):
    told = page(refused, "fr")
    assert "Ce qui fait obstacle" in told and "refusé" in told
    assert "Fautes de frappe" in told and "Personnes trans" not in told
    assert "personnes trans" in told and "bouddhistes" in told


def test_a_hostile_name_in_an_audit_that_was_read_is_escaped(refused):
    hostile = '<img src=x onerror="alert(1)">'
    bad = replace(
        refused,
        model_version=hostile,
        groups=tuple(replace(g, name_fr=hostile, name_en=hostile) for g in refused.groups),
        findings=tuple(replace(f, title_fr=hostile, title_en=hostile) for f in refused.findings),
    )
    assert "<img" not in page(bad, "fr") and "<img" not in page(bad, "en")


def test_an_audit_without_training_counts_says_so(refused):
    assert "n’a pas été gardé" in page(replace(refused, representativeness=None), "fr")


def test_the_table_speaks_both_languages(refused):
    french, english = plain(refused, "fr"), plain(refused, "en")
    assert "Refusé\u00a0: " in french and "Refused: " in english
    assert "AUC de sous-groupe" in french and "subgroup AUC" in english
    assert "\ufffd" not in french and "-0" not in re.sub(r"-0[,.]\d*[1-9]", "", french)
