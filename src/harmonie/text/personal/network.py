"""IP addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from harmonie.text.personal.datum import REFERENCE, Find, before

_V4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_V6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_CUE = re.compile(r"\bip(?:v[46])?\b\W{0,3}(?:\w{1,8}\W{1,3}){0,3}$", re.IGNORECASE)


def ip_addresses(text: str) -> Iterator[Find]:
    """Addresses of machines; those that name no machine (loopback, masks, versions) are spared."""
    for pattern in (_V4, _V6):
        for match in pattern.finditer(text):
            try:
                address = ip_address(match.group())
            except ValueError:
                continue
            if confidence := _confidence(address, before(text, match.start())):
                yield Find(*match.span(), "ip_address", str(address), confidence)


def _confidence(address: IPv4Address | IPv6Address, context: str) -> float:
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return 0.0
    told = _CUE.search(context) is not None
    if isinstance(address, IPv4Address):
        numbers = address.packed
        if numbers[0] in (0, 255) or (not told and _may_be_a_version(numbers, context)):
            return 0.0
    return 0.5 if address.is_private else 0.95


def _may_be_a_version(numbers: bytes, context: str) -> bool:
    return max(numbers) < 32 or REFERENCE.search(context) is not None or context[-1:] in "vV"
