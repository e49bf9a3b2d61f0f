"""Scam links need no language."""

from __future__ import annotations

import math

from harmonie.analysers.links import LinkAnalyser
from harmonie.records import Message
from harmonie.text.normalise import normalise


def scam(text: str):
    return LinkAnalyser().analyse([Message(text)], [normalise(text)], [None])[0].get("scam")


def test_an_ordinary_link_says_nothing():
    assert scam("voir https://www.sncf-connect.com/horaires") is None
    assert scam("aucun lien ici") is None


def test_a_known_scam_domain_is_a_scam_and_its_span_explains_it():
    text = "claim here https://101nitro.com/free now"
    found = scam(text)
    assert found.score > 0.9
    assert text[found.spans[0].start : found.spans[0].end].startswith("https://101nitro.com")
    told = found.bias + sum(span.weight for span in found.spans)
    assert math.isclose(math.log(found.score / (1 - found.score)), told, abs_tol=1e-6)


def test_many_bad_links_keep_the_log_odds_exact():
    found = scam("https://101nitro.com/a " * 50)
    assert found.score < 1
    told = found.bias + sum(span.weight for span in found.spans)
    assert math.isclose(math.log(found.score / (1 - found.score)), told, abs_tol=1e-3)
