"""How a journey goes through the desk: by keyboard, watched all the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

from tests.desk import Desk

__all__ = ["Place", "Watch", "expect", "press", "reach", "write"]
#: No page has more stops than this between two fields.
MOST_TABS = 150


@dataclass(frozen=True)
class Place:
    """The prepared desk: ``people["lead_fr"]``, ``communities["fr"]``."""

    desk: Desk
    people: dict[str, dict[str, Any]]
    communities: dict[str, dict[str, Any]]

    def at(self, community: str, path: str = "") -> str:
        return f"/c/{self.communities[community]['slug']}/{path}"


@dataclass
class Watch:
    """Collects what no page may do. ``expected`` holds statuses that the journey asks for."""

    troubles: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def follow(self, page: Page, url: str) -> None:
        host = urlsplit(url).netloc
        page.on("console", lambda message: self._hear(message))
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("request", lambda request: self._see(request, host))
        page.on("response", lambda response: self._receive(response))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if message.text.startswith("Failed to load resource"):
            return  # told apart by status in _receive
        self.troubles.append(f"console {message.type}: {message.text[:300]}")

    def _see(self, request: Request, host: str) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            self.troubles.append(f"request to another host: {request.url[:200]}")

    def _receive(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status} from {response.url[:200]}")


def reach(target: Locator, *, backwards: bool = False) -> None:
    """Press Tab until ``target`` has the focus, as somebody without a pointer does."""
    page = target.page
    target.wait_for(state="attached")
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"the keyboard never reaches {target}")


def press(target: Locator, key: str = "Enter") -> None:
    """Reach a control and use it."""
    reach(target)
    target.page.keyboard.press(key)


def write(field: Locator, text: str) -> None:
    """Reach a field and replace what it holds."""
    reach(field)
    field.page.keyboard.press("Control+a")
    field.page.keyboard.insert_text(text)
