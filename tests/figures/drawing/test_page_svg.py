"""Figures for a page: the same words and lines as the file, lighter, and the same bytes every time."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from turningpoint.figures.drawing.page_svg import page_svg
from turningpoint.figures.drawing.style import figure_style, new_figure, rendered, set_title
from turningpoint.names import as_name

HOSTILE = "<script>alert(1)</script> 'a' \"b\" & <svg onload=x>"


def figure(words: str = "Counts rose"):
    with figure_style():
        drawn = new_figure()
        axes = drawn.subplots()
        axes.plot(np.arange(40), np.arange(40) / 3, marker="o")
        axes.bar([1, 2], [3, 4], hatch="//", color="#9A9A9A")
        axes.set_xlabel(words)
        axes.text(5, 5, "two\nlines", rotation=90)
        set_title(drawn, words)
    return drawn


def elements(svg: bytes) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter())


def test_it_is_light_and_repeats() -> None:
    first, again = page_svg(figure()), page_svg(figure())
    assert first == again
    assert len(first) < len(rendered(figure(), "svg")) / 3


def test_words_are_text_as_given() -> None:
    told = [each.text for each in elements(page_svg(figure(as_name(HOSTILE)))) if each.tag.endswith("text")]
    assert HOSTILE in told
    assert {"two", "lines", "0", "10"} <= set(told)
    allowed = {"svg", "style", "path", "g", "defs", "use", "text", "clipPath", "rect", "pattern"}
    assert {each.tag.rpartition("}")[2] for each in elements(page_svg(figure(as_name(HOSTILE))))} <= allowed


def test_what_is_referred_to_is_there_and_nothing_else_is_named() -> None:
    svg = page_svg(figure()).decode()
    named = re.findall(r" id='(\w+)'", svg)
    referred = {*re.findall(r"href='#(\w+)'", svg), *re.findall(r"url\(#(\w+)\)", svg)}
    assert len(named) == len(set(named))
    assert set(named) == referred != set()
    assert "#9a9a9a" in svg  # a colour is no reference


def test_a_template_is_not_itself_drawn() -> None:
    """A marker is defined once and used many times; outside `defs` it would stand in the corner as well."""
    root = ElementTree.fromstring(page_svg(figure()))
    inside = {each.get("id") for defs in root.iter("{http://www.w3.org/2000/svg}defs") for each in defs.iter()}
    assert {each.get("href")[1:] for each in root.iter("{http://www.w3.org/2000/svg}use")} <= inside


def test_coordinates_are_those_of_the_file_to_a_hundredth_of_a_point() -> None:
    written = (page_svg(figure()).decode(), rendered(figure(), "svg").decode())
    ours, theirs = (max(re.findall(r""" d=['"]([^'"]*)""", svg), key=lambda path: path.count("L")) for svg in written)
    numbers = [[float(one) for one in re.findall(r"-?\d*\.?\d+", path)] for path in (ours, theirs)]
    assert len(numbers[0]) == 80
    assert numbers[0] == pytest.approx(numbers[1], abs=0.0051)


def test_a_figure_that_is_too_low_for_its_words_is_drawn_higher_without_a_warning() -> None:
    """A warning would stand in the notebook, and so on the page, with a path of the machine."""
    with figure_style():
        low = new_figure(height=0.9)
        low.subplots().set_xlabel("two\nlines")
        set_title(low, "Counts rose")
    page_svg(low)
    assert low.get_figheight() > 0.9
