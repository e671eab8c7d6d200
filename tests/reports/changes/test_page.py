"""The page of what changed: every name and value as text, a heading and header cells for each table."""

import re
from html.parser import HTMLParser

from turningpoint.reports.changes.page import MOST, changes_page
from turningpoint.reports.changes.summary import Change, Summary

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)>"' & {{ 7 * 7 }} {% raw %}"""


class Tags(HTMLParser):
    """Tags of a page, which must close one another, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def summary(changes: tuple[Change, ...], added: tuple[str, ...] = (), notices: tuple[str, ...] = ()) -> Summary:
    return Summary(notices, "1 of 2 results changed.", changes, (), (), (), changes, added, ())


def page(found: Summary, old: str = "old", new: str = "new") -> Tags:
    return Tags(changes_page(found, old=old, new=new, tolerance=1e-6))


def test_names_and_values_are_text_whatever_they_hold() -> None:
    found = page(summary((Change(HOSTILE, HOSTILE, HOSTILE, 1.0, HOSTILE),), (HOSTILE,), (HOSTILE,)), HOSTILE, HOSTILE)
    assert found.text.count(HOSTILE) == 2 * 4 + 1 + 1 + 2 + 2  # tables, added, notice; both names in kicker and title
    assert not {"script", "img", "form", "iframe"} & set(found.seen)


def test_tables_have_headings_and_header_cells() -> None:
    text = changes_page(summary((Change("a", "1", "2", 1.0, "much"),)), old="o", new="n", tolerance=1e-6)
    assert '<html lang="en">' in text
    assert len(re.findall(r"<h1>", text)) == 1
    assert re.findall(r"<table[^>]*aria-labelledby=\"(h-\d)\"", text) == re.findall(r"<h2 id=\"(h-\d)\"", text)
    assert text.count('scope="col"') == 2 * 4
    assert text.count('scope="row"') == 2
    assert len(re.findall(r'\bid="([^"]+)"', text)) == len(set(re.findall(r'\bid="([^"]+)"', text)))


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = changes_page(summary(()), old="o", new="n", tolerance=1e-6)
    assert "default-src 'none'" in text
    assert re.findall(r"(?:src|href)=\"(?!#|data:)", text) == []


def test_a_long_list_says_how_much_of_it_is_shown() -> None:
    many = page(summary(tuple(Change(f"c{number}", "1", "2") for number in range(MOST + 5))))
    assert f"The {MOST} largest of {MOST + 5}." in many.text
    assert many.seen.count("td") == 2 * 3 * MOST


def test_two_reports_without_a_difference_say_so() -> None:
    none = Summary((), "0 of 2 results changed.", (), (), (), (), (), (), ())
    assert "Nothing changed beyond the tolerance." in page(none).text
    assert "are the same" in page(none).text
