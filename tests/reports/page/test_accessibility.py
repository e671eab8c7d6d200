"""Who can use the page: WCAG 2.2 AA by axe in a browser, on a phone and a wide screen, in light and dark, by keyboard.

The pages of the default report are read where one was made, as in ``test_words_of_page``; ``.ci/run`` does so after its
own and names its browser, so that nothing here is skipped there.
"""

import io
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.reports.page.browser import (
    broken_rules,
    browser,
    missing,
    out_of_reach,
    scrolls_sideways,
    unfold,
    unreadable,
)
from tests.reports.test_words_of_page import REPORT

PAGES = ("index.html", "methods.html", "data.html")
WIDTHS = (360, 500, 1300)
NARROWEST = 320
SMALLEST = 9.0
"""Pixels of letters in a figure on a phone, at least."""

SOUND = """<!DOCTYPE html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A page</title>
<style>body {{ color: #222; background: #fff }} .box {{ overflow: auto; width: 100% }} .in {{ width: 900px }}
.low {{ height: 20px }} .tall {{ height: 90px }} {css}</style>
</head><body><main><h1>A page</h1>{body}</main></body></html>"""
PLANTED = {
    "image-alt": ("", "<img src='data:,'>"),
    "color-contrast": ("@media (prefers-color-scheme: dark) { body { background: #333 } }", "<p>Dark only.</p>"),
    "target-size": ("", "<p style='font-size: 9px'><a href='#a'>i</a><br><a href='#b'>i</a><br><a href='#c'>i</a></p>"),
}
"""Rule → style and markup that break it, the second one in the dark only."""


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as one:
        yield one


@pytest.fixture
def page(started) -> Iterator[Page]:
    context = started.new_context()
    yield context.new_page()
    context.close()


def opened(page: Page, name: str) -> Page:
    """The page of the default report, where one was made, unfolded."""
    if not (REPORT / name).is_file():
        missing("no report was made: `make report` makes it, and .ci/run looks at its pages")
    page.goto((REPORT / name).as_uri())
    unfold(page)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_rule_is_broken(page, name, scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, name)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = broken_rules(page)
    assert found == {width: [] for width in WIDTHS}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_screen(page, name) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    assert not scrolls_sideways(opened(page, name))


@pytest.mark.parametrize("name", PAGES)
def test_every_region_that_scrolls_is_reached_by_keyboard(page, name) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    assert out_of_reach(opened(page, name)) == []


@pytest.mark.parametrize("name", PAGES[:2])
def test_figures_stand_on_the_page_s_own_ground_in_light_and_dark(page, name) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        picture = opened(page, name).locator("figure img").first
        corner = Image.open(io.BytesIO(picture.screenshot())).convert("L").getpixel((2, 2))
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert ground == pytest.approx([corner] * 3, abs=3)
        seen[scheme] = corner
    assert seen["dark"] < 40
    assert seen["light"] > 250


@pytest.mark.parametrize("name", PAGES[:2])
def test_every_word_of_a_figure_can_be_read_on_a_phone(page, name) -> None:
    drawings = re.findall(r'<source media="[^"]*" srcset="data:image/svg\+xml,([^"]*)"', opened(page, name).content())
    assert drawings
    found = [unreadable(page, unquote(one), width=340, least=SMALLEST) for one in drawings]
    assert [words for words in found if words] == []


def test_words_that_cannot_be_read_are_found(page) -> None:
    drawing = "<svg viewBox='0 0 680 100'><text x='10' y='50' font-size='20'>good</text>{}</svg>"
    for bad in ("<text x='660' y='50' font-size='20'>past</text>", "<text x='10' y='80' font-size='16'>small</text>"):
        (told,) = unreadable(page, drawing.format(bad), width=340, least=SMALLEST)
        assert told in bad


def test_a_sound_page_passes(page) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    region = "<div class='box' tabindex='0' role='region' aria-label='Table'><p class='in'>Wide.</p></div>"
    page.set_content(SOUND.format(css="", body=region))
    assert (broken_rules(page), scrolls_sideways(page), out_of_reach(page)) == ([], False, [])


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_violation_is_found(page, rule) -> None:
    page.emulate_media(color_scheme="dark")
    css, body = PLANTED[rule]
    page.set_content(SOUND.format(css=css, body=body))
    assert [told.split(" × ")[0] for told in broken_rules(page)] == [rule]


def test_what_is_too_wide_or_out_of_reach_is_found(page) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    page.set_content(SOUND.format(css="", body="<p class='in'>Wide.</p>"))
    assert scrolls_sideways(page)
    folded = '<details><summary>More</summary><div class="box low"><p class="tall">Tall.</p></div></details>'
    page.set_content(SOUND.format(css="", body=f'<p><a href="#a">A link</a></p>{folded}'))
    unfold(page)
    assert [found[:21] for found in out_of_reach(page)] == ['<div class="box low">']


def test_a_browser_that_was_named_may_not_be_missed(monkeypatch) -> None:
    monkeypatch.setenv("TURNINGPOINT_BROWSER", "chromium")
    with pytest.raises(pytest.fail.Exception, match="names a browser"):
        missing("no report was made")
    monkeypatch.delenv("TURNINGPOINT_BROWSER")
    with pytest.raises(pytest.skip.Exception, match="no report was made"):
        missing("no report was made")
