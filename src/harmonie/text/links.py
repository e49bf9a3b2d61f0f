"""Links in a text, written openly or disguised, and what their domain tells.

Nothing is ever fetched: the public suffix list is the snapshot shipped with ``tldextract``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any

from harmonie.text.look_alikes import Brands, imitated, known_brands
from harmonie.text.scam_domains import is_known_scam
from harmonie.text.word_sets import word_set

_MAYBE = re.compile(
    r"[.．。](?=[^\W\d_]{2})|:[/\[\\]|[\[({]\s?(?:\.|[Dd][Oo][Tt]|[Pp][Oo][Ii][Nn][Tt])"
)
_DOT = r"(?:[.．。]|\s?[\[({]\s?(?:\.|dot|point)\s?[\])}]\s?)"
_LABEL = r"[^\W_](?:[\w\-]{0,61}[^\W_])?"
_LINK = re.compile(
    rf"(?:(?P<scheme>h(?:tt|xx)ps?|fxp|ftp)\s?(?:\[:\]|:)(?:\[//\]|//|\\\\)(?P<rest>[^\s<>\"]{{1,2048}}))"
    rf"|(?<![\w@.\-/])(?P<bare>(?:{_LABEL}{_DOT}){{1,8}}(?P<top>[^\W\d_]{{2,24}}|xn--[a-z0-9\-]{{2,59}}))"
    rf"(?![\w@])(?P<tail>(?::\d{{1,5}})?(?:/[^\s<>\"]{{0,2048}})?)"
    rf"|(?<![\w@.\-])(?P<spelt>[^\W_][\w\-]{{2,40}}\s(?:dot|point)\s(?:com|net|org|xyz|io|gg|ru))(?!\w)",
    re.IGNORECASE,
)
_DOTS = re.compile(rf"{_DOT}|\s(?:dot|point)\s", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«"}
#: Top-level domains that no sentence ends or begins with: others make no link of a bare "bien.il".
_PLAIN_SUFFIXES = word_set("plain_suffixes.txt")


@dataclass(frozen=True, slots=True)
class Link:
    """A link. ``start`` and ``end`` are code points of the text that was searched.

    ``looks_like`` is the honest domain that this one imitates. ``url`` is readable again when it
    was disguised ("hxxp", "[.]").
    """

    start: int
    end: int
    url: str
    host: str
    registrable_domain: str
    is_shortener: bool
    looks_like: str | None
    is_known_scam: bool


def find_links(text: str, brands: Mapping[str, Sequence[str]] | None = None) -> list[Link]:
    """The links of a text, in order.

    ``brands`` adds names to watch for imitation: ``{"name": ["own-domain.fr", …]}``.
    """
    if _MAYBE.search(text) is None and " dot " not in text and " point " not in text:
        return []
    watched = known_brands().with_more(brands) if brands else known_brands()
    return [link for match in _LINK.finditer(text) if (link := _link(match, watched))]


def _link(match: re.Match[str], brands: Brands) -> Link | None:
    written = _without_punctuation(match.group())
    scheme = match["scheme"]
    if scheme:
        rest = _without_punctuation(match["rest"])
        authority, slash, path = _partition(rest)
    else:
        authority, slash, path = _partition(written)
    host = _host(authority)
    registrable, suffix = _registrable(host)
    if not registrable:
        return None
    is_scam = is_known_scam(host, registrable)
    is_short = host.removeprefix("www.") in word_set("shorteners.txt")
    known = scheme or is_scam or is_short or registrable in brands.own
    if not known and not _stands_alone(match, host, suffix, slash):
        return None
    secure = "https" if (scheme or "https").lower().endswith("s") else "http"
    url = f"{secure}://{_undisguised(authority)}{slash}{path}"
    pretended = _undisguised(authority).rpartition("@")[0].partition(":")[0].lower()
    looks_like = imitated(host.removeprefix("www."), registrable, suffix, brands)
    if looks_like is None and pretended in brands.own and registrable not in brands.own:
        looks_like = pretended  # "https://paypal.com@evil.example": a browser goes to the latter
    return Link(
        match.start(), match.start() + len(written), url, host, registrable,
        is_short, looks_like, is_scam,
    )  # fmt: skip


def _stands_alone(match: re.Match[str], host: str, suffix: str, slash: str) -> bool:
    """Whether a bare domain is a link rather than two sentences without a space."""
    if host.startswith("www.") or slash or match["spelt"]:
        return True
    if match["top"] != match["top"].lower() and match["bare"] != match["bare"].upper():
        return False
    top = suffix.rpartition(".")[2]
    if top in _PLAIN_SUFFIXES or "." in suffix:
        return True
    label = host.removesuffix(f".{suffix}")  # "gift-nitro.top", "win2024.live"
    return len(top) > 2 and any(c.isdigit() or c == "-" for c in label) and top.isalpha()


def _partition(rest: str) -> tuple[str, str, str]:
    found = re.search(r"[/?#\\]", rest)
    if found is None:
        return rest, "", ""
    return (
        rest[: found.start()],
        "/" if found.group() == "\\" else found.group(),
        rest[found.end() :],
    )


def _without_punctuation(written: str) -> str:
    """A link ends before the punctuation of the sentence and brackets it did not open."""
    while written:
        last = written[-1]
        opener = _CLOSERS.get(last)
        unbalanced = opener is not None and written.count(opener) < written.count(last)
        if not (last in ".,;:!?'\"…*_~" or unbalanced):
            break
        written = written[:-1]
    return written


def _undisguised(authority: str) -> str:
    return "".join(_DOTS.sub(".", authority).split())


def _host(authority: str) -> str:
    """The host that a browser would go to: what follows the last "@", without the port."""
    authority = _undisguised(authority).rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0].strip("[").lower()
    host = authority.partition(":")[0].lower().strip(".")
    return host if len(host) <= 253 else ""


def _registrable(host: str) -> tuple[str, str]:
    """``(registrable domain, public suffix)``; an IP address is its own; ("", "") when neither."""
    try:
        return str(ip_address(host)), ""
    except ValueError:
        found = _extractor()(host)
    if not found.domain or not found.suffix:
        return "", ""
    return f"{found.domain}.{found.suffix}", found.suffix


@cache
def _extractor() -> Any:
    import tldextract  # loaded when a text first holds a link

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
