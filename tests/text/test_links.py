from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.links import Link, find_links
from harmonie.text.scam_domains import is_known_scam


def only(text: str) -> Link:
    (link,) = find_links(text)
    return link


@pytest.mark.parametrize(
    ("text", "written", "domain"),
    [
        ("Voir https://www.exemple.fr/a.", "https://www.exemple.fr/a", "exemple.fr"),
        (
            "(https://fr.wikipedia.org/wiki/A_(b))",
            "https://fr.wikipedia.org/wiki/A_(b)",
            "wikipedia.org",
        ),
        ("mon site exemple.fr !", "exemple.fr", "exemple.fr"),
        ("http://forums.bbc.co.uk", "http://forums.bbc.co.uk", "bbc.co.uk"),
        ("hxxp://exemple[.]com/x", "hxxp://exemple[.]com/x", "exemple.com"),
        ("va sur monsite point com", "monsite point com", "monsite.com"),
        ("a (dot) exemple (dot) com", "a (dot) exemple (dot) com", "exemple.com"),
        ("t.me/abc", "t.me/abc", "t.me"),
        ("gift-nitro.click", "gift-nitro.click", "gift-nitro.click"),
        ("http://82.64.12.33:8080/x", "http://82.64.12.33:8080/x", "82.64.12.33"),
    ],
)
def test_a_link_is_found_with_its_domain(text: str, written: str, domain: str) -> None:
    link = only(text)
    assert text[link.start : link.end] == written
    assert link.registrable_domain == domain


@pytest.mark.parametrize(
    "text",
    [
        "Je suis content.Il fait beau, merci.Je pars",
        "e-mail : jean@exemple.fr",
        "version 1.2.3, pi = 3.14, à 10.30",
        "le fichier main.py et README.md",
        "etc...bref",
        "M.Dupont",
        "trop bien.lol",
        "c'est la mort.archi nul",
        "like.you",
        "http://",
    ],
)
def test_two_sentences_or_a_file_are_no_link(text: str) -> None:
    assert find_links(text) == []


@pytest.mark.parametrize(
    ("url", "imitated"),
    [
        ("http://paypa1.com/login", "paypal.com"),
        ("https://rnicrosoft.com", "microsoft.com"),
        ("https://faceb00k.com", "facebook.com"),
        ("https://раураl.com", "paypal.com"),
        ("https://xn--pypal-4ve.com", "paypal.com"),
        ("https://paypal.com.secure-login.xyz", "paypal.com"),
        ("https://paypal.com@evil.ru/x", "paypal.com"),
        ("https://impots-remboursement.info", "impots.gouv.fr"),
        ("https://discrod.gift/nitro", "discord.com"),
        ("https://amazon.xyz", "amazon.com"),
    ],
)
def test_a_look_alike_domain_names_what_it_imitates(url: str, imitated: str) -> None:
    assert only(url).looks_like == imitated


@pytest.mark.parametrize(
    "url",
    [
        "https://www.paypal.com/fr",
        "https://fr.wikipedia.org",
        "https://amazon.com.au",
        "https://stream.com",
        "https://www.impots.gouv.fr",
        "https://oranges.fr",
        "https://mairie-lyon.fr",
        "https://xn--caf-dma.fr",
    ],
)
def test_an_honest_domain_imitates_nobody(url: str) -> None:
    assert only(url).looks_like is None


def test_more_names_can_be_watched() -> None:
    link = find_links("https://transvilles.net", brands={"transville": ["transville.fr"]})[0]
    assert link.looks_like == "transville.fr"
    assert only("https://transvilles.net").looks_like is None


def test_a_shortener_hides_where_it_leads() -> None:
    assert only("bit.ly/abc").is_shortener
    assert not only("https://exemple.fr/abc").is_shortener


def test_a_domain_of_the_block_list_is_a_known_scam_below_it_too() -> None:
    assert only("https://1000-rewards.xyz/x").is_known_scam
    assert only("https://a.b.1000-rewards.xyz").is_known_scam
    assert not only("https://exemple.fr").is_known_scam
    assert not is_known_scam("xyz", "xyz")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert only("https://a.exemple.com").registrable_domain == "exemple.com"


@given(st.text(alphabet=st.sampled_from("ab.:/@[]() dotpincm-xé\ud800\x00"), max_size=80))
def test_any_text_gives_links_inside_it(text: str) -> None:
    for link in find_links(text):
        assert 0 <= link.start < link.end <= len(text)
        assert link.registrable_domain
