"""How every figure of the project looks: colours by role, line styles, fonts, and bytes that repeat.

Colours are those of Okabe & Ito (2008), which people with any common colour blindness can tell apart. No figure
relies on colour alone: each role and each series has a line style or marker of its own, so that it reads in grey.
"""

import io
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib.style
import seaborn as sns
from matplotlib.figure import Figure

OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky blue": "#56B4E9",
    "bluish green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "reddish purple": "#CC79A7",
}

COLOURS = {
    "observed": "#3B3B3B",
    "fitted": OKABE_ITO["blue"],
    "counterfactual": OKABE_ITO["vermillion"],
    "intervention": OKABE_ITO["black"],
    "transition": "#E4E4E4",
    "reference": "#767676",
    "text": "#222222",
}


@dataclass(frozen=True)
class SeriesStyle:
    """How one of several series is drawn.

    Attributes
    ----------
    colour : of line, marker and label.
    marker, line : matplotlib's marker and line style.
    """

    colour: str
    marker: str
    line: str | tuple[int, tuple[int, ...]]


SERIES = (
    SeriesStyle(OKABE_ITO["blue"], "o", "-"),
    SeriesStyle(OKABE_ITO["vermillion"], "s", (0, (5, 2))),
    SeriesStyle(OKABE_ITO["bluish green"], "^", (0, (1, 1))),
    SeriesStyle("#9B4F7C", "D", (0, (5, 1, 1, 1))),  # reddish purple, darkened until it reads as text
    SeriesStyle("#9A6A00", "v", (0, (3, 1, 1, 1, 1, 1))),  # orange, darkened likewise
    SeriesStyle(OKABE_ITO["black"], "P", (0, (8, 2))),
)
"""Styles of several series in one figure, in order: publishers, sources, methods."""

WIDTH, HEIGHT = 6.6, 4.0
"""Usual size of a figure in inches; letters of 10 points stay readable when it is shown at half size on a phone."""

_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],  # shipped with matplotlib, so every machine draws the same letters
    "font.size": 10.0,
    "axes.titlesize": 10.5,
    "axes.labelsize": 10.0,
    "axes.labelcolor": COLOURS["text"],
    "axes.edgecolor": "#555555",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.7,
    "xtick.color": "#555555",
    "ytick.color": "#555555",
    "xtick.labelcolor": COLOURS["text"],
    "ytick.labelcolor": COLOURS["text"],
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "text.color": COLOURS["text"],
    "lines.linewidth": 1.9,
    "lines.markersize": 4.5,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 160.0,
    "svg.fonttype": "path",  # letters as outlines: the same picture without the font
    "svg.hashsalt": "turningpoint",
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw in the project's style inside the block, whatever the user's own settings are.

    >>> with figure_style():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'turningpoint'
    """
    # The user's matplotlibrc must not change a published figure, so start from matplotlib's own defaults.
    with matplotlib.style.context(["default", sns.axes_style("ticks"), _STYLE]):
        yield


def new_figure(width: float = WIDTH, height: float = HEIGHT) -> Figure:
    """Make an empty figure, in inches, that pyplot does not know and therefore never shows by itself.

    Call it, and everything that draws, inside :func:`figure_style`.
    """
    return Figure(figsize=(width, height), layout="constrained")


def set_title(figure: Figure, sentence: str) -> None:
    """Set the sentence that says what is seen, at the left edge, wrapped to the figure's width."""
    characters = int(figure.get_figwidth() * 10.6)
    figure.suptitle(_wrapped(sentence, characters), x=0.012, ha="left", fontsize=11.5, fontweight="bold")


def _wrapped(text: str, characters: int) -> str:
    """Wrap into lines of even length, so that no single word is left on the last one."""
    lines = len(textwrap.wrap(text, characters))
    while characters > 1 and len(textwrap.wrap(text, characters - 1)) == lines:
        characters -= 1
    return textwrap.fill(text, characters)


def rendered(figure: Figure, kind: Literal["svg", "png"]) -> bytes:
    """Render a figure to bytes that are the same every time: no date, no version, no random ids.

    Parameters
    ----------
    figure : drawn inside :func:`figure_style`.
    kind : ``svg`` (letters as outlines) or ``png`` (160 dots per inch).
    """
    # matplotlib writes date and version into its files unless told not to.
    unstamped = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
    stream = io.BytesIO()
    with figure_style():
        figure.savefig(stream, format=kind, metadata=unstamped[kind])
    return stream.getvalue()
