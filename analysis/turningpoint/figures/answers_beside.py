"""The same answers by several series: an interval for each, in groups, on one axis of ratios."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_doublings
from turningpoint.figures.drawing.style import COLOURS, SERIES, WIDTH, narrow, new_figure, text_colour
from turningpoint.its.witness import Witness
from turningpoint.number_format import confidence_label, listed, ratio

ROW_INCHES = 0.21
WIDEST = 16.0
"""Ratios beyond this, or below its inverse, are cut at the edge."""


@in_style
def answers_beside(series: Sequence[Witness], questions: Mapping[str, str], *, confidence: float) -> Picture:
    """Draw the ratios that the series give to each question; what a series cannot tell has no line.

    Parameters
    ----------
    questions : name of an answer → the words beside its group.
    """
    frame = answers_by_series(series, questions)
    told = []
    for name, rows in frame.dropna(subset=["estimate"]).groupby("name", sort=False):
        ratios = (f"{row['series']} {ratio(row['estimate'])}" for row in rows.to_dict("records"))
        told.append(f"{questions[str(name)]}: {', '.join(ratios)}")
    figure = _drawn(frame, [one.name for one in series], questions)
    caption = f"Ratios with {confidence_label(confidence)}s; 1 is no change."
    return Picture(figure, _title(frame, questions), caption, f"Intervals in groups. {'. '.join(told)}.", frame)


def answers_by_series(series: Sequence[Witness], names: Sequence[str] | Mapping[str, str]) -> pd.DataFrame:
    """Rows of name, series, estimate, low, high; NaN where a series does not give the answer."""
    rows = []
    for name in names:
        for one in series:
            found = {each.name: each for each in one.analysis.answers}.get(name) if one.analysis else None
            ends = (None,) * 3 if found is None else (found.estimate, found.low, found.high)
            rows.append((name, one.name, *(np.nan if end is None else end for end in ends)))
    return pd.DataFrame(rows, columns=["name", "series", "estimate", "low", "high"])


def _title(frame: pd.DataFrame, questions: Mapping[str, str]) -> str:
    """Say which answers lie on one side of 1 by every series that gives them."""
    sides: dict[str, list[str]] = {"above": [], "below": [], "apart": []}
    for name, rows in frame.dropna(subset=["estimate"]).groupby("name", sort=False):
        low, high = rows["low"].fillna(0.0), rows["high"].fillna(np.inf)
        side = "above" if (low > 1).all() else "below" if (high < 1).all() else "apart"
        sides[side].append(questions[str(name)])
    said = [f"{listed(sides[side])} {side} 1" for side in ("above", "below") if sides[side]]
    if not said:
        return "No answer lies on one side of 1 by every series"
    return f"By every series that can tell: {'; '.join(said)}"


def _drawn(frame: pd.DataFrame, names: Sequence[str], questions: Mapping[str, str]) -> Figure:
    figure = new_figure(width=WIDTH, height=1.0 + ROW_INCHES * len(questions) * (len(names) + 1))
    axes = figure.subplots()
    centres = []
    for group, question in enumerate(questions):
        places = [group * (len(names) + 1) + number for number in range(len(names))]
        centres.append(float(np.mean(places)))
        for place, name, style in zip(places, names, SERIES, strict=False):
            row = frame[(frame["name"] == question) & (frame["series"] == name)].iloc[0]
            if pd.isna(row["estimate"]):
                axes.text(1.0, place, f" {name}: not estimable", fontsize=8.0, va="center", color=COLOURS["reference"])
                continue
            ends = row["low"], row["high"] if pd.notna(row["high"]) else np.inf
            low, high = np.clip(np.nan_to_num(ends, nan=0.0), 1 / WIDEST, WIDEST)
            axes.plot([low, high], [place, place], color=style.colour, linewidth=2.0)
            middle = np.clip(row["estimate"], 1 / WIDEST, WIDEST)
            axes.plot(middle, place, style.marker, color=style.colour, markersize=5.5)
            write_beside(axes, name, (high, place), 4, fontsize=8.5, color=text_colour(style.colour))
    axes.axvline(1.0, color=COLOURS["reference"], linewidth=1.0, zorder=1)
    axes.set_xscale("log")
    shown = np.array([1.0, *(end for line in axes.lines for end in np.asarray(line.get_xdata(), dtype=float))])
    low, high = shown.min(), shown.max()
    axes.set_xlim(0.9 * low, 1.35 * high)
    mark_doublings(axes.xaxis, low, high)
    axes.set_yticks(centres, [fill(words, 16) if narrow() else words for words in questions.values()])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    return figure
