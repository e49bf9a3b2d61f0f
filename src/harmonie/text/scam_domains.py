"""Domains known for scams, from open block lists (see ``data/ATTRIBUTION.md``).

Domains expire and are bought again: the list is dated, and moderators may overrule it.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from pathlib import Path

from harmonie.text.word_sets import word_set

_FILE = "scam_domains.txt.gz"
_SOURCES = (
    "discord_phishing_domains/domain-list.txt.gz",
    "discord_phishing_domains/suspicious-list.txt",
    "yt_spam_lists/SpamDomainsList.txt",
)
#: Shared hosts and shorteners that a list may name by mistake: many honest people use them.
_NEVER = "shared_hosts.txt"


@cache
def _domains() -> frozenset[str]:
    packed = (files("harmonie.text") / "data" / _FILE).read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n")[1:])


def is_known_scam(host: str, registrable_domain: str) -> bool:
    """Whether a host, or a domain above it down to the registrable one, is on the lists."""
    known = _domains()
    while True:
        if host in known:
            return True
        if host == registrable_domain or "." not in host:
            return False
        host = host.partition(".")[2]


def build(data: Path, target: Path, date: str) -> int:
    """Write the packed list from the folder of open sets; return how many domains it holds."""
    found: set[str] = set()
    shared = word_set(_NEVER)
    for source in _SOURCES:
        raw = (data / source).read_bytes()
        text = gzip.decompress(raw) if source.endswith(".gz") else raw
        for line in text.decode("utf-8").splitlines():
            domain = line.split("#")[0].strip().lower().removeprefix("www.").strip(".")
            if "." in domain and "/" not in domain and domain not in shared:
                found.add(domain)
    lines = "\n".join((f"# {date}", *sorted(found)))
    target.write_bytes(gzip.compress(lines.encode("utf-8"), mtime=0))
    return len(found)
