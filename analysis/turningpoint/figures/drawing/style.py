"""How every figure of the project looks: colours by role, line styles, fonts, and bytes that repeat.

Colours are those of Okabe & Ito (2008), which people with any common colour blindness can tell apart. No figure
relies on colour alone: each role and each series has a line style or marker of its own, so that it reads in grey.
"""

import io
import math
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import matplotlib.style
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

from turningpoint.names import as_plain

OKABE_ITO = {
    "black": "#000000",
    "bluish green": "#009E73",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
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

_DARKENED = {OKABE_ITO["vermillion"]: "#B55000", OKABE_ITO["bluish green"]: "#007E5C"}
"""Words need 4.5:1 against white (WCAG 2.1, level AA), which these two reach only when darkened."""


def text_colour(colour: str) -> str:
    """Give the colour of the words that name a line of this colour.

    >>> text_colour(OKABE_ITO["vermillion"]), text_colour(OKABE_ITO["blue"])
    ('#B55000', '#0072B2')
    """
    return _DARKENED.get(colour, colour)


@dataclass(frozen=True)
class SeriesStyle:
    """How one of several series is drawn: marker and line as matplotlib names them, labels in `text_colour`."""

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
"""Usual size of a figure in inches."""

NARROW = 4.0
"""Width in inches of a figure drawn for a phone: letters of 10 points are 12 pixels high where a page has 340."""
_NARROW: ContextVar[bool] = ContextVar("narrow", default=False)

_TITLE_FONT = FontProperties(family="DejaVu Sans", size=11.5, weight="bold")
LONGEST_TITLE, LONGEST_NAME = 240, 72
"""Letters of a title and of a name in a figure, beyond which they are cut."""
_TITLE_EDGE = 0.012  # free on either side of a title, as a share of the figure's width

_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],  # shipped with matplotlib, so every machine draws the same letters
    "font.size": 10.0,
    "axes.titlesize": 10.5,
    "axes.labelsize": 10.0,
    **dict.fromkeys(("xtick.labelsize", "ytick.labelsize", "legend.fontsize"), 9.5),
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"), COLOURS["text"]),
    **dict.fromkeys(("axes.edgecolor", "xtick.color", "ytick.color"), "#555555"),
    **dict.fromkeys(("axes.spines.top", "axes.spines.right", "legend.frameon"), False),
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.7,
    "lines.linewidth": 1.9,
    "lines.markersize": 4.5,
    "savefig.dpi": 160.0,
    "text.parse_math": False,  # a name with two dollar signs is no mathematics
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


@contextmanager
def for_a_phone() -> Iterator[None]:
    """Draw narrow inside the block: once more for a small screen."""
    token = _NARROW.set(True)
    try:
        yield
    finally:
        _NARROW.reset(token)


def narrow() -> bool:
    """Say whether to draw for a phone, where panels stand below each other and names have less room."""
    return _NARROW.get()


def blank() -> str:
    """Give what parts two halves of a label: a blank, on a phone a new line."""
    return "\n" if narrow() else " "


def new_figure(width: float = WIDTH, height: float = HEIGHT) -> Figure:
    """Make an empty figure, in inches, that pyplot does not know; call it inside :func:`figure_style`."""
    return Figure(figsize=(NARROW if narrow() else width, height), layout="constrained")


def set_title(figure: Figure, sentence: str) -> None:
    """Set the sentence that says what is seen, at the left edge, wrapped to the figure's width."""
    sentence = textwrap.shorten(as_plain(sentence), LONGEST_TITLE, placeholder=" …")
    points = figure.get_figwidth() * 72 * (1 - (4 if narrow() else 2) * _TITLE_EDGE)  # a phone's letters may be wider
    figure.suptitle(_wrapped(sentence, points), x=_TITLE_EDGE, ha="left", fontproperties=_TITLE_FONT)


def short_name(text: str, width: int, most: int = LONGEST_NAME) -> str:
    """Wrap a name for a figure, and cut what is far too long to be drawn: the text beside the figure has it whole."""
    plain = as_plain(text)
    return plain if len(plain) <= width else textwrap.fill(textwrap.shorten(plain, most, placeholder=" …"), width)


def _wrapped(text: str, points: float) -> str:
    """Wrap into the fewest lines that fit, of even width, so that no single word is left on the last one."""
    chosen, least = textwrap.wrap(text, 1), math.inf
    for characters in range(len(text), 0, -1):
        lines = textwrap.wrap(text, characters)
        widest = max(map(_width, lines), default=0.0)
        if widest > points:
            continue
        if len(lines) > len(chosen):
            break
        if len(lines) < len(chosen) or widest < least:
            chosen, least = lines, widest
    return "\n".join(chosen)


@lru_cache(maxsize=4096)
def _width(line: str) -> float:
    """Width of a line of a title in points, from the outlines of its letters: no canvas is needed."""
    width, _, _ = TextToPath().get_text_width_height_descent(line, _TITLE_FONT, ismath=False)
    return float(width)


def with_plain_texts(figure: Figure) -> Figure:
    """Write every text of a figure as plain characters, whatever marks a name was kept safe with."""
    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_text(as_plain(text.get_text()))
    return figure


def rendered(figure: Figure, kind: Literal["svg", "png"]) -> bytes:
    """Render a figure to bytes that are the same every time: no date, no version, no random ids."""
    # matplotlib writes date and version into its files unless told not to.
    unstamped = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
    stream = io.BytesIO()
    with figure_style():
        with_plain_texts(figure).savefig(stream, format=kind, metadata=unstamped[kind])
    return stream.getvalue()
