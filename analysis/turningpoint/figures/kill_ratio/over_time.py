"""Kill ratio month by month with its smooth course and band, on a logarithmic axis on which 1:1 is marked."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, new_figure
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.killratio.over_time.smooth_course import SmoothRatio
from turningpoint.number_format import confidence_label, fixed
from turningpoint.timeline import parse_times

_ODDS = (1 / 100, 1 / 30, 1 / 10, 1 / 5, 1 / 2, 1, 2, 5, 10, 30, 100)
_FAR = 1.6
"""Points may lie so many times beyond the band; those farther off are drawn at the edge as those without a side."""


@in_style
def kill_ratio_over_time(
    found: SmoothRatio, *, interventions: Sequence[tuple[str, str]] = (), source: str = ""
) -> Picture:
    """Draw the ratio of every month, larger where more died, its smooth course and the course's band.

    A month in which only one side has deaths stands as an arrow at the edge it lies beyond.

    Parameters
    ----------
    interventions : (first month after, what happened) each, drawn before that month.
    source : of the deaths, in words.

    Raises
    ------
    ParameterError
        An intervention is no month of the course.
    """
    frame = found.course
    months = [str(month) for month in frame["month"]]
    if unknown := [when for when, _ in interventions if when not in months]:
        raise ParameterError(f"intervention {unknown[0]!r} is no month of the course, {months[0]} to {months[-1]}.")
    figure = new_figure(height=4.4)
    axes = figure.subplots()
    axes.set_yscale("log")
    set_ticks(axes, parse_times(months))
    low, high = min(float(frame["low"].min()) / _FAR, 0.4), max(float(frame["high"].max()) * _FAR, 2.5)
    axes.set_ylim(low, high)
    x = np.arange(len(frame))
    axes.fill_between(x, frame["low"], frame["high"], color=COLOURS["fitted"], alpha=0.2, linewidth=0, zorder=1)
    axes.plot(x, frame["smooth"], color=COLOURS["fitted"], zorder=3)
    _points(axes, frame)
    _parity(axes, np.log(frame["smooth"].to_numpy(dtype=float)))
    _mark(axes, months, interventions)
    odds = [value for value in _ODDS if low <= value <= high]
    axes.set_yticks(odds, [as_odds(value, ":") for value in odds])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_ylabel("militants : security forces killed")
    title, last = _sentence(frame), frame.iloc[-1]
    band = f"Band: {confidence_label(found.confidence)}. {found.summary()} {source}."
    caption = f"Larger dots: more dead; arrows: beyond the edge, or no dead on one side. {band}"
    alt = f"{title}. In the last month the band runs from {fixed(last['low'], 2)} to {fixed(last['high'], 2)}."
    return Picture(figure, title, caption, alt, frame)


def _sentence(frame: pd.DataFrame) -> str:
    """Say where the smooth course began, turned and ended.

    >>> course = pd.DataFrame({"month": ["2010-01", "2019-05", "2021-12"], "smooth": [7.0, 0.8, 1.25]})
    >>> _sentence(course)
    'The smooth kill ratio went from 7:1 in 2010-01 to 1.2:1 in 2021-12; it was lowest in 2019-05 (1:1.2)'
    """
    course = frame["smooth"].to_numpy(dtype=float)
    months = [str(month) for month in frame["month"]]
    low, high = int(course.argmin()), int(course.argmax())
    words = [
        f"{name} in {months[at]} ({as_odds(course[at], ':')})"
        for name, at in (("highest", high), ("lowest", low))
        if at not in (0, len(course) - 1)
    ]
    ends = [f"{as_odds(course[at], ':')} in {months[at]}" for at in (0, -1)]
    whole = f"The smooth kill ratio went from {ends[0]} to {ends[1]}"
    return f"{whole}; it was {' and '.join(words)}" if words else whole


def _points(axes: Axes, frame: pd.DataFrame) -> None:
    """Ratios of single months, their area growing with the dead; arrows at the edges for what lies beyond."""
    bottom, top = axes.get_ylim()
    deaths = (frame["militants"] + frame["security"]).to_numpy(dtype=float)
    ratio = frame["ratio"].to_numpy(dtype=float)
    ratio = np.where(frame["militants"] == 0, 0.0, np.where(frame["security"] == 0, np.inf, ratio))
    shown = (deaths > 0) & (ratio > bottom) & (ratio < top)
    x = np.arange(len(frame))
    axes.scatter(
        x[shown], ratio[shown], s=6 + 60 * deaths[shown] / deaths.max(), color=COLOURS["observed"], alpha=0.55,
        linewidths=0, zorder=2,
    )  # fmt: skip
    for beyond, edge, marker in ((ratio <= bottom, bottom, "v"), (ratio >= top, top, "^")):
        at = x[(deaths > 0) & beyond]
        axes.plot(
            at, np.full(len(at), edge), linestyle="none", marker=marker, color=COLOURS["observed"], markersize=5,
            markeredgewidth=0, clip_on=False, zorder=4,
        )  # fmt: skip


def _parity(axes: Axes, course: Array) -> None:
    """Mark 1:1, and name it at the end that the course (log odds) leaves freer, on the other side of the line."""
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.2, zorder=1.5)
    part = max(1, len(course) // 4)
    first, last = course[:part].mean(), course[-part:].mean()
    right = abs(last) > abs(first)
    below = (last if right else first) > 0
    axes.annotate(
        "1:1, as many of each", (0.988 if right else 0.012, 1), xycoords=axes.get_yaxis_transform(),
        xytext=(0, -4 if below else 4), textcoords="offset points", ha="right" if right else "left",
        va="top" if below else "bottom", fontsize=8.8,
    )  # fmt: skip


def _mark(axes: Axes, months: list[str], interventions: Sequence[tuple[str, str]]) -> None:
    """A line before each intervention's month, its name above the axes, on the side where there is room."""
    above = axes.get_xaxis_transform()
    for when, text in interventions:
        at = months.index(when) - 0.5
        axes.axvline(at, color=COLOURS["intervention"], linewidth=1.0, linestyle=(0, (4, 2)), zorder=1.5)
        # A name begins a little over its line.
        write_beside(axes, text, (at, 1.01), -4, left=at > 0.6 * len(months), xycoords=above, va="bottom", fontsize=9.2)
