"""The small figure: one mark an interval, inside its frame whatever the numbers, names as text."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turningpoint.reports.front.recorded import Interval
from turningpoint.reports.front.small_figure import WIDTH, small_figure

NUMBERS = st.floats(0, 1e12)


def drawn(*rows: tuple[str, Interval], of: str = "what") -> ET.Element:
    return ET.fromstring(small_figure(rows, of, id="a"))


def test_nothing_is_drawn_without_rows() -> None:
    assert small_figure([], "what", id="a") == ""


def test_every_series_has_its_name_its_number_and_a_description() -> None:
    svg = drawn(("PICSS", Interval(1.7, 1.3, 2.3)), ("UCDP", Interval(0.5, None, 0.9)))
    texts = [text.text for text in svg.iter("text")]
    assert {"PICSS", "1.7×", "UCDP", "0.50×", "what"} <= set(texts)
    assert svg.find("desc").text == "PICSS 1.7 times (1.3 to 2.3); UCDP 0.50 times (no lower limit to 0.90)"
    assert svg.get("aria-labelledby") == "a-t a-d"
    assert [svg.find(tag).get("id") for tag in ("title", "desc")] == ["a-t", "a-d"]


def test_an_interval_above_one_is_drawn_right_of_the_line_at_one_and_below_left_of_it() -> None:
    svg = drawn(("a", Interval(1.7, 1.3, 2.3)), ("b", Interval(0.5, 0.4, 0.9)), ("c", Interval(1.2, 0.8, 2.0)))
    one = float(next(line for line in svg.iter("line") if line.get("class") == "mark").get("x1"))
    ends = [(float(line.get("x1")), float(line.get("x2"))) for line in svg.iter("line") if line.get("class") == "ci"]
    assert [(low > one, high > one) for low, high in ends] == [(True, True), (False, False), (False, True)]


@given(NUMBERS, st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS))
def test_whatever_the_numbers_the_marks_stay_inside(estimate: float, low: float | None, high: float | None) -> None:
    svg = drawn(("A long name of a series", Interval(estimate, low, high)))
    places = [float(line.get(end)) for line in svg.iter("line") for end in ("x1", "x2")]
    places += [float(point.get("cx")) for point in svg.iter("circle")]
    assert all(0 < place < WIDTH for place in places)
    assert not re.search(r"\d{5}|nan|inf", " ".join(text.text or "" for text in svg.iter("text")))


@pytest.mark.parametrize("name", ["<script>x</script>", '"a" & b', "</svg>"])
def test_names_are_text(name: str) -> None:
    svg = drawn((name, Interval(1.0, 0.5, 2.0)), of=name)
    assert [text.text for text in svg.iter("text")].count(name) == 2
    assert {element.tag for element in svg.iter()} == {"svg", "title", "desc", "line", "circle", "text"}
