"""The project's figure style: the same bytes every time, whatever the user's settings."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from analysis.figures.style import COLOURS, SERIES, figure_style, new_figure, rendered, set_title


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


@pytest.mark.parametrize("colour", [*(style.colour for style in SERIES[3:5]), COLOURS["text"], COLOURS["reference"]])
def test_colours_of_words_stand_out_from_white(colour: str) -> None:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5
