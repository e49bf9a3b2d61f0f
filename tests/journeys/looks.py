"""What is looked at on a page: accessibility with axe, width, policy violations, pictures."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

#: WCAG 2.0, 2.1 and 2.2, levels A and AA; everything that axe can tell of them.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
#: The theme changes colours only, so a dark page is asked about colours only.
COLOURS = ("color-contrast", "link-in-text-block")
WIDTHS = {1440: 900, 390: 844}
PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
IS_TAKING_PICTURES = os.environ.get("HARMONIE_SCREENSHOTS") == "1"

# Without preload: axe would write the style sheets into the page again, against our policy.
_AXE = """async (options) => {
  const found = await axe.run(document, {...options, preload: false, resultTypes: ["violations"]});
  return found.violations.map((violation) => ({
    rule: violation.id,
    nodes: violation.nodes.map((node) =>
      `${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`),
  }));
}"""
# A theme is switched by an event, and colours then glide: what counts is where they end.
_SETTLED = """async (isDark) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (matchMedia("(prefers-color-scheme: dark)").matches !== isDark) await frame();
  await frame(); await frame();
  const moves = (animation) => animation.playState === "running";
  while (document.getAnimations().some(moves)) await frame();
}"""
# Boxes that may be wider than the window, because they scroll by themselves and can be reached.
_TOO_WIDE = """() => {
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const inside = (element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      if (scrolls(parent) && parent.matches(
        ".table-scroll, .side-menu, .pane-filters, pre, textarea, .swagger-ui *")) return true;
      if (getComputedStyle(parent).overflowX === "hidden" && parent.matches(".clip, .clip *"))
        return true;
    }
    return false;
  };
  const width = document.documentElement.clientWidth;
  const wide = [];
  if (document.documentElement.scrollWidth > width) wide.push(
    `the page: ${document.documentElement.scrollWidth} > ${width}`);
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    if (element.closest("svg") && element.tagName !== "svg") continue;
    if (box.right > width + 1 && box.left < width && !inside(element))
      wide.push(`${element.tagName}.${element.className}: right ${Math.round(box.right)}`);
  }
  return wide.slice(0, 6);
}"""


@cache
def axe_source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    """Violations of the rules, each with its elements."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(axe_source())
    run_only = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    found: list[dict[str, Any]] = page.evaluate(_AXE, {"runOnly": run_only})
    return [f"{one['rule']}: {node}" for one in found for node in one["nodes"][:4]]


def too_wide(page: Page) -> list[str]:
    """What sticks out of the window on the right."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def look(page: Page, name: str, language: str, *, reload: bool = False) -> list[str]:
    """Faults of the page at both widths, light and dark; pictures when they are asked for.

    ``reload`` is for pages that choose their theme once, when they are loaded.
    """
    faults = []
    written = page.locator("html").get_attribute("lang")
    if written != language:
        faults.append(f"lang is {written}")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            if reload:
                page.reload()
            page.evaluate(_SETTLED, theme == "dark")
            found = axe(page, COLOURS if theme == "dark" else ())
            faults += [f"{theme} {width}: {fault}" for fault in found]
            picture(page, f"{name}-{language}-{theme}-{width}")
        faults += [f"{width}: too wide: {fault}" for fault in too_wide(page)]
    return [f"{name} {language} {fault}" for fault in faults]


def picture(page: Page, name: str) -> None:
    if IS_TAKING_PICTURES:
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")
