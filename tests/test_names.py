"""A name is shown as it is given, whatever signs it has, and never steers what shows it."""

import string
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html

from turningpoint.names import as_markup, as_name, as_plain, plain_frame, problem_of, visible

SIGNS = st.text(alphabet=string.punctuation + "ab1 ü–", min_size=1, max_size=25).map(str.strip).filter(bool)
NAMES = SIGNS.filter(lambda name: "  " not in name)


class Text(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(NAMES)
def test_in_markdown_a_name_is_text(name):
    sentences = as_name(name), f"**At {as_name(name)} it** rose"
    alone, within = (Text(str(markdown2html(as_markup(sentence)))) for sentence in sentences)
    assert (alone.tags, alone.text.strip()) == (["p"], name)
    assert (within.tags, within.text.strip()) == (["p", "strong"], f"At {name} it rose")
    assert as_plain(as_name(name)) == name


@given(NAMES)
def test_in_html_a_name_is_text(name):
    found = Text(as_markup(f'<p title="{as_name(name)}">{as_name(name)}</p>'))
    assert (found.tags, found.text) == (["p"], name)


@given(st.text())
def test_what_has_no_names_stays(text):
    assert as_markup(text) == as_plain(text) == text


@given(st.text(max_size=20))
def test_a_name_that_is_allowed_is_seen_as_it_is_and_any_other_as_escapes(text):
    assert (problem_of(text) == "") == (visible(text) == text and "\n" not in text)
    assert problem_of(visible(text).replace("\n", "")) == ""


@pytest.mark.parametrize(
    "name", ["a\nb", "a\tb", "\x1b[31mred", "\u202eevil", "a\u2028b", "\x00", "\x9b31m", "\U0010f03c", "\udcff"]
)
def test_signs_that_steer_are_no_names(name):
    assert "not text" in problem_of(name)
    assert visible(name) != name or "\n" in name


@pytest.mark.parametrize("name", ["Śląsk", "کابل\u200cها", "喀布尔", "💥", "n_killed <5 | a*b*c & $5 to $6"])
def test_words_of_any_language_are_names(name):
    assert problem_of(name) == ""


def test_a_name_is_not_endless():
    assert "1,001 letters long" in problem_of("x" * 1001)


def test_a_table_has_names_as_given():
    frame = plain_frame(pd.DataFrame({as_name("a|b"): [as_name("c*d"), 1, None]}))
    assert frame.columns.tolist() == ["a|b"]
    assert frame["a|b"].tolist()[:2] == ["c*d", 1]
