"""A browser, and what it finds wrong with a page: axe's rules, scrolling sideways, regions that no key reaches."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

MUST = "TURNINGPOINT_BROWSER"
"""Environment variable that names a browser; where it is set, nothing that needs one may be skipped."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

_STOPS = "a[href], button, input, summary, [tabindex]"
_SCROLLING = """
() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one), moves = way => ['auto', 'scroll'].includes(way);
  return (moves(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
    || (moves(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
})"""


def missing(reason: str) -> None:
    """Skip for a reason, or fail for it where a browser was named: then something else is wrong."""
    if os.environ.get(MUST):
        pytest.fail(f"{MUST} names a browser, yet: {reason}")
    pytest.skip(reason)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; skip where there is none."""
    path = os.environ.get(MUST) or next(filter(None, map(shutil.which, NAMES)), "")
    if not path:
        pytest.skip(f"no browser is installed here ({', '.join(NAMES)})")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])  # root has no sandbox
        yield started
        started.close()


def unfold(page: Page) -> None:
    """Open what is folded away."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def broken_rules(page: Page) -> list[str]:
    """Name the rules of WCAG 2.2 AA that axe finds broken, each with how often and where first."""
    found = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']} × {len(one['nodes'])}: {one['nodes'][0]['html'][:160]}" for one in found]


def scrolls_sideways(page: Page) -> bool:
    """Say whether the page as a whole is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def out_of_reach(page: Page) -> list[str]:
    """Name the regions that scroll and that no press of the tabulator reaches.

    Chromium stops at any of them by itself, other browsers do not: only what the page itself makes a stop counts.
    """
    page.evaluate(f"() => {{ window.regions = ({_SCROLLING})(); document.activeElement.blur(); }}")
    stops = page.evaluate(f"document.querySelectorAll('{_STOPS}').length")
    reached = f"document.activeElement.matches('{_STOPS}') && one.contains(document.activeElement)"
    for _ in range(stops + page.evaluate("window.regions.length")):
        page.keyboard.press("Tab")
        page.evaluate(f"window.regions = window.regions.filter(one => !({reached}))")
    left: list[str] = page.evaluate("window.regions.map(one => one.outerHTML.slice(0, 160))")
    return left


def unreadable(page: Page, drawing: str, *, width: int, least: float) -> list[str]:
    """Name the words of a drawing, shown at a width in pixels, that run past its edge or are smaller than ``least``."""
    page.set_content(f"<body style='margin: 50px; width: {width}px'>{drawing}</body>")
    told: list[str] = page.evaluate("""least => {
      const svg = document.querySelector('svg');
      svg.style.width = '100%'; svg.style.height = 'auto';
      const edge = svg.getBoundingClientRect(), scale = edge.width / svg.viewBox.baseVal.width;
      return [...svg.querySelectorAll('text')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.left < edge.left - 2 || box.right > edge.right + 2 || box.top < edge.top - 2
          || box.bottom > edge.bottom + 2 || parseFloat(getComputedStyle(one).fontSize) * scale < least;
      }).map(one => one.textContent);
    }""", least)  # fmt: skip
    return told
