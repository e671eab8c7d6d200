"""The project's figure style: the same bytes every time, whatever the user's settings."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from turningpoint.figures.drawing.line_labels import Label, label_line_ends
from turningpoint.figures.drawing.style import (
    COLOURS,
    NARROW,
    SERIES,
    figure_style,
    for_a_phone,
    narrow,
    new_figure,
    rendered,
    set_title,
    short_name,
    text_colour,
)
from turningpoint.names import as_name


def _figure() -> Figure:
    with figure_style():
        figure = new_figure(3, 2)
        axes = figure.subplots()
        axes.plot([1, 2, 3], [2.0, 1.0, 4.0], marker="o", clip_on=True)
        axes.fill_between([1, 2, 3], 0, 1, hatch="//")
        set_title(figure, "One sentence")
    return figure


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_bytes_repeat(kind: str) -> None:
    assert rendered(_figure(), kind) == rendered(_figure(), kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_files_hold_neither_date_nor_version(kind: str) -> None:
    content = rendered(_figure(), kind)  # type: ignore[arg-type]
    assert mpl.__version__.encode() not in content
    assert b"dc:date" not in content
    assert b"Software" not in content


def test_settings_of_the_user_change_nothing() -> None:
    usual = rendered(_figure(), "png")
    with mpl.rc_context({"font.size": 22.0, "lines.linewidth": 9.0, "axes.facecolor": "red", "savefig.dpi": 30.0}):
        assert rendered(_figure(), "png") == usual


def test_style_ends_with_its_block() -> None:
    before = mpl.rcParams["axes.spines.top"]
    with figure_style():
        assert mpl.rcParams["axes.spines.top"] is False
    assert mpl.rcParams["axes.spines.top"] == before


def test_a_figure_is_unknown_to_pyplot() -> None:
    before = plt.get_fignums()
    _figure()
    assert plt.get_fignums() == before


def test_a_long_title_is_wrapped_into_even_lines() -> None:
    with figure_style():
        figure = new_figure()
        set_title(figure, "A sentence of a good many words that says what is seen and does not fit into one line")
    lines = figure.get_suptitle().splitlines()
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 15


def test_no_two_series_share_colour_marker_or_line() -> None:
    for values in zip(*((style.colour, style.marker, style.line) for style in SERIES), strict=True):
        assert len(set(values)) == len(SERIES)


def contrast_with_white(colour: str) -> float:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return 1.05 / (luminance + 0.05)


WORDS = [name for name in COLOURS if name != "transition"]  # the band of the transition names nothing


@pytest.mark.parametrize("colour", [*(style.colour for style in SERIES), *(COLOURS[name] for name in WORDS)])
def test_colours_of_words_stand_out_from_white(colour: str) -> None:
    assert contrast_with_white(text_colour(colour)) >= 4.5


def test_drawn_names_of_lines_stand_out_from_white() -> None:
    line = np.array([1.0, 2.0])
    with figure_style():
        axes = new_figure().subplots()
        label_line_ends(axes, [Label(style.marker, line, line, style.colour) for style in SERIES])
    assert len(axes.texts) == len(SERIES)
    assert min(contrast_with_white(str(text.get_color())) for text in axes.texts) >= 4.5


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("sentence", ["W" * 80, "MAMMOTH " * 10, ("a wide sentence of words " * 4)[:80], "short"])
def test_no_title_runs_past_the_right_edge(sentence: str, kind: str) -> None:
    with figure_style():
        figure = new_figure()
        set_title(figure, sentence)
        canvas = FigureCanvasAgg(figure)
        figure.set_dpi({"svg": 72, "png": 160}[kind])
        canvas.draw()
        (title,) = figure.findobj(lambda artist: isinstance(artist, Text) and bool(artist.get_text()))
        box = title.get_window_extent(canvas.get_renderer())
    assert figure.bbox.x0 <= box.x0
    assert box.x1 <= figure.bbox.x1


@pytest.mark.parametrize("name", ["aid $\\foo$ cut", "$5 bn to $2 bn", "a_b^c {x} <5"])
def test_names_are_drawn_as_given_and_are_no_mathematics(name: str) -> None:
    with figure_style():
        figure = new_figure()
        axes = figure.subplots()
        axes.set_ylabel(as_name(name))
        set_title(figure, f"More {as_name(name)} than before")
        assert rendered(figure, "svg") == rendered(figure, "svg")
    assert axes.get_ylabel() == name
    assert name in figure.get_suptitle().replace("\n", " ")
    assert not axes.yaxis.label.get_parse_math()


def test_long_names_are_wrapped_and_those_far_too_long_cut() -> None:
    assert short_name(as_name("a <b>"), 40) == "a <b>"
    lines = short_name("one two three four", 10).split("\n")
    assert lines == ["one two", "three four"]
    assert short_name("word " * 100, 20, 50).endswith("…")
    assert max(map(len, short_name("x" * 60, 20).split("\n"))) == 20


def test_figures_are_narrow_inside_the_block_for_phones_only() -> None:
    def width() -> float:
        with figure_style():
            return new_figure(width=9.0).get_figwidth()

    with for_a_phone():
        assert (width(), narrow()) == (NARROW, True)
    assert (width(), narrow()) == (9.0, False)
