"""How much there is to read and to load on the page of the default report, by counts that leave nothing out.

All text counts that stands outside style, script and svg: titles, captions, cells of tables and what is folded away.
The page is not kept in git, so its words are counted where a report was made: ``.ci/run`` does so after its own.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

REPORT = Path(__file__).parents[2] / "reports" / "default"
FRONT, STATEMENTS, BODY, METHODS = 700, 1000, 8000, 3000
PARTS = {
    "01_data": 800,
    "02_attack_frequency": 2000,
    "03_turning_point": 2000,
    "04_kill_ratio": 1800,
    "05_claims": 1400,
}
"""Words at most: of the front without the table of statements, of that table, of the body, of the page of methods."""
IN_TABLE = "table of statements"
HEAVIEST = 1_200_000
"""Bytes of a page at most."""
LONGEST = 120
"""Words of an alternative text at most."""
NO_TEXT = ("style", "script", "svg", "title", "template")


class Words(HTMLParser):
    """Words of a page by the anchor of the section they stand in, the table of statements apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.section, self.depth, self.unread, self.table = "", 0, 0, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.unread += tag in NO_TEXT
        if tag in ("section", "nav"):
            self.section = known.get("id") or str(known.get("class"))
        self.table |= tag == "table" and self.section == "statements"

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in NO_TEXT
        if tag in ("section", "nav"):
            self.section = ""
        self.table &= tag != "table"

    def handle_data(self, data: str) -> None:
        if not self.unread:
            name = IN_TABLE if self.table else self.section
            self.counts[name] = self.counts.get(name, 0) + len(re.findall(r"\S*\w\S*", data))  # a sign alone is no word


class Pictures(HTMLParser):
    """Alternative texts of a page's pictures, and the pictures themselves."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.drawn: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            known = dict(attrs)
            self.told.append(known.get("alt") or "")
            self.drawn.append(known.get("src") or "")


def text_of(name: str) -> str:
    """A page of the default report."""
    page = REPORT / name
    if not page.is_file():
        pytest.skip("no report was made: `make report` makes it, and .ci/run counts its words")
    return page.read_text(encoding="utf-8")


def words(name: str) -> dict[str, int]:
    """Words of a page of the default report."""
    return Words(text_of(name)).counts


def test_what_is_counted() -> None:
    page = (
        "<title>a</title><style>a { b }</style><body><p>one two</p><section id='x'><h2>three</h2>"
        "<svg><text>a</text></svg><details><summary>four</summary>five – six</details></section>"
        "<section id='statements'><p>seven</p><table><caption>eight</caption><tr><td>nine ten</td></tr></table>"
        "<p>eleven</p></section></body>"
    )
    assert Words(page).counts == {"": 2, "x": 4, "statements": 2, IN_TABLE: 3}


def test_the_front_is_read_in_minutes() -> None:
    counts = words("index.html")
    elsewhere = (*PARTS, "parts", IN_TABLE)
    assert sum(count for name, count in counts.items() if name not in elsewhere) <= FRONT, counts
    assert 0 < counts[IN_TABLE] <= STATEMENTS


@pytest.mark.parametrize("part", PARTS)
def test_a_part_keeps_to_its_length(part: str) -> None:
    assert words("index.html")[part] <= PARTS[part]


def test_the_body_keeps_to_its_length() -> None:
    counts = words("index.html")
    assert sum(counts[part] for part in PARTS) + counts["parts"] <= BODY


def test_the_methods_keep_to_their_length() -> None:
    assert sum(words("methods.html").values()) <= METHODS


@pytest.mark.parametrize("name", ["index.html", "methods.html", "data.html"])
def test_a_page_is_light_and_its_pictures_are_there_once_and_told_in_short(name: str) -> None:
    page = text_of(name)
    pictures = Pictures(page)
    assert len(page.encode()) <= HEAVIEST
    assert len(set(pictures.drawn)) == len(pictures.drawn)
    assert [text for text in pictures.told if not 0 < len(text.split()) <= LONGEST] == []


def test_pictures_are_counted() -> None:
    found = Pictures("<img src='a' alt='one two'><picture><source srcset='c'><img src='b'></picture>")
    assert (found.told, found.drawn) == (["one two", ""], ["a", "b"])
