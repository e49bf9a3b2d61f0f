"""Domains that imitate a well-known one: "paypa1.com", "impots-remboursement.info"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from harmonie.text.accents import fold_accents
from harmonie.text.confusables import look_alike
from harmonie.text.word_sets import word_set

#: Words that phishing adds to a name, in French and English.
_BAIT = word_set("bait_words.txt")
#: Top-level domains sold cheaply to anybody, where an honest name is seldom at home.
_CHEAP_SUFFIXES = word_set("cheap_suffixes.txt")
_DIGITS = {"0": "o", "1": "li", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b"}
_SHORTEST_NEAR = 6
_LONGEST_LABEL = 63
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Brands:
    """Names and the domains that are really theirs. ``near`` may also be matched misspelt."""

    domains: Mapping[str, tuple[str, ...]]
    near: frozenset[str]
    own: frozenset[str]

    def with_more(self, more: Mapping[str, Sequence[str]]) -> Brands:
        """These and others: ``{"name": ["own-domain.fr", …]}``."""
        added = {name.lower(): tuple(map(str.lower, own)) for name, own in more.items()}
        own = self.own.union(*added.values()) if added else self.own
        near = self.near | {name for name in added if len(name) >= _SHORTEST_NEAR}
        return Brands({**self.domains, **added}, near, own)


@cache
def known_brands() -> Brands:
    """The much-imitated names of ``data/brands.txt``."""
    text = (files("harmonie.text") / "data" / "brands.txt").read_text(encoding="utf-8")
    domains: dict[str, tuple[str, ...]] = {}
    near = set()
    for line in text.splitlines():
        name, *own = line.split("#")[0].split() or [""]
        if not name:
            continue
        domains[name.lstrip("~")] = tuple(own)
        if not name.startswith("~") and len(name) >= _SHORTEST_NEAR:
            near.add(name)
    return Brands(domains, frozenset(near), frozenset().union(*domains.values()))


def imitated(host: str, registrable_domain: str, suffix: str, brands: Brands) -> str | None:
    """The own domain of the name that ``host`` imitates, or ``None``."""
    is_own = registrable_domain in brands.own or host in brands.own or suffix in brands.domains
    if is_own or len(host) > 253:
        return None
    label = registrable_domain.removesuffix(f".{suffix}")
    name = _imitated_label(label, suffix, brands) or _imitated_above(
        host.removesuffix(registrable_domain).strip("."), brands
    )
    return None if name is None else next(iter(brands.domains[name]), name)


def _imitated_label(label: str, suffix: str, brands: Brands) -> str | None:
    if len(label) > _LONGEST_LABEL:
        return None
    shown = _shown(label)
    if shown in brands.domains:  # the very name, on a domain that is not its own
        country = suffix.rpartition(".")[2]
        honest = label == shown and len(country) == 2 and country not in _CHEAP_SUFFIXES
        return None if honest or (label == shown and suffix not in _CHEAP_SUFFIXES) else shown
    for reading in _readings(shown):
        if reading in brands.domains and reading != label:
            return reading
    for name in brands.near:
        if abs(len(name) - len(shown)) <= 1 and _is_one_slip_away(shown, name):
            return name
    return _baited(shown, brands)


def _imitated_above(subdomains: str, brands: Brands) -> str | None:
    """ "paypal.com.evil.example": an own domain, or a name with bait, as a subdomain."""
    if not subdomains:
        return None
    above = f".{_shown(subdomains)}."
    for name, own in brands.domains.items():
        if any(f".{domain}." in above for domain in own):
            return name
    for label in above.strip(".").split("."):
        if label in brands.near:
            return label
        if name_found := _baited(label, brands):
            return name_found
    return None


def _baited(shown: str, brands: Brands) -> str | None:
    """A name joined to bait words, with or without hyphens."""
    tokens = _TOKEN.findall(shown)
    for name in brands.domains:
        parts = _TOKEN.findall(name)
        if name not in brands.near and (len(name) < 4 or len(tokens) < 2):
            continue
        if any(tokens[at : at + len(parts)] == parts for at in range(len(tokens))):
            rest = [token for token in tokens if token not in parts]
            if rest and all(token in _BAIT or token.isdigit() for token in rest):
                return name
        glued = shown.replace("-", "")
        if name in brands.near and glued.startswith(name) and glued[len(name) :] in _BAIT:
            return name
    return None


def _shown(label: str) -> str:
    """A label as a reader sees it: punycode decoded, look-alike letters folded."""
    pieces = []
    for piece in label.lower().split("."):
        if piece.startswith("xn--"):
            with suppress(UnicodeError, ValueError, OverflowError):
                piece = piece[4:].encode("ascii").decode("punycode")
        pieces.append("".join(look_alike(c) or c for c in piece))
    return fold_accents(".".join(pieces))


def _readings(shown: str) -> set[str]:
    """What a label reads as with digits for letters, "rn" for "m" and "vv" for "w"."""
    options = [(c, *_DIGITS.get(c, "")) for c in shown]
    if sum(len(option) > 1 for option in options) > 4:
        return set()
    spelled = {"".join(reading) for reading in product(*options)}
    spelled |= {s.replace("rn", "m").replace("vv", "w") for s in spelled}
    return spelled - {shown}


def _is_one_slip_away(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with the next separates two words."""
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = 0
    while at < len(short) and short[at] == long[at]:
        at += 1
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] == long[at : at + 1] and short[at] == long[at + 1 : at + 2]
    return short[at + 1 :] == long[at + 1 :] or (swapped and short[at + 2 :] == long[at + 2 :])
