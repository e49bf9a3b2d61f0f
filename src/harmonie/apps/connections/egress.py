"""The one door through which the desk calls other machines.

The host is resolved once, every address is checked, and the connection goes to that very address,
so a name cannot point elsewhere between the check and the call (DNS rebinding). No redirects.
Source: OWASP Server-Side Request Forgery Prevention Cheat Sheet; ASVS 5.0 1.3.6.
"""

from __future__ import annotations

import email.utils
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 20.0
MAXIMUM_ANSWER_BYTES = 64 * 1024
_PORTS = {"http": 80, "https": 443}


class AddressRefused(ValueError):
    """The URL may not be called; the text says why and what to do."""


class CallFailed(RuntimeError):
    """The other side could not be reached or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def check(url: str) -> tuple[str, str, int]:
    """Return (host, pinned address, port) or raise :class:`AddressRefused`."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise AddressRefused(_("only http and https addresses can be called"))
    if parts.username or parts.password:
        raise AddressRefused(_("take the name and password out of the address"))
    host = parts.hostname
    if not host:
        raise AddressRefused(_("the address names no host"))
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise AddressRefused(_("the port is not a number below 65536")) from error
    if f"{host}:{port}" in settings.EGRESS_ALLOWED:
        return host, _resolve(host, port)[0], port
    if parts.scheme == "http":
        raise AddressRefused(_("only https addresses can be called outside this machine"))
    addresses = _resolve(host, port)
    for address in addresses:
        if not _is_public(address):
            raise AddressRefused(
                _("%(host)s is a private address; list it in HARMONIE_EGRESS_ALLOWED to call it")
                % {"host": host}
            )
    return host, addresses[0], port


def call(
    method: str, url: str, headers: Mapping[str, str], body: bytes, timeout: float = TIMEOUT_SECONDS
) -> Answer:
    """Send one request and return the start of the answer; a redirect is an answer like another."""
    host, address, port = check(url)
    parts = urlsplit(url)
    literal = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    shown = host if port == _PORTS[parts.scheme] else f"{host}:{port}"
    try:
        with (
            httpx.Client(follow_redirects=False, timeout=timeout, trust_env=False) as client,
            client.stream(
                method,
                target,
                headers={**headers, "Host": shown},
                content=body,
                extensions={"sni_hostname": host},
            ) as response,
        ):
            return Answer(response.status_code, dict(response.headers), _read(response))
    except httpx.HTTPError as error:
        raise CallFailed(type(error).__name__) from error


def retry_after_seconds(headers: Mapping[str, str]) -> float:
    """Seconds asked for by ``Retry-After`` (a number or a date, RFC 9110 10.2.3), at most a day."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return min(float(value), 86_400.0)
    try:
        at: datetime = email.utils.parsedate_to_datetime(value)
        return min(max((at - timezone.now()).total_seconds(), 0.0), 86_400.0)
    except (ValueError, TypeError):
        return 0.0


def _read(response: httpx.Response) -> bytes:
    taken = bytearray()
    for chunk in response.iter_raw():
        taken += chunk
        if len(taken) >= MAXIMUM_ANSWER_BYTES:
            break
    return bytes(taken[:MAXIMUM_ANSWER_BYTES])


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(
            _("%(host)s is not known; check its spelling") % {"host": host}
        ) from error
    return [str(entry[4][0]) for entry in found]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not ip.is_multicast
