"""A series as it was put together, before any model: printed months, months that follow, and sums as bars."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from turningpoint.arrays import Array
from turningpoint.figures.drawing.observations import KNOWN_AS_SUM, draw_points, draw_sums
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, narrow, new_figure, set_title
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.number_format import agreeing, counted, fixed, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words


@in_style
def counted_series(series: Outcome) -> Picture:
    """Draw the observations of a series with derivations: points, rings where subtraction gave them, bars for sums."""
    frame = _frame(series)
    title = _title(series)
    provisional = f" {in_words(series.provisional)} is provisional." if series.provisional else ""
    return Picture(
        figure=_drawn(series, frame, title),
        title=title,
        caption=(
            f"{sentence_case(series.unit)}, {series.source}. Rings: what subtraction from a total left for the "
            f"{series.period}. Bars: known only as a sum, at its mean; a dotted line joins the parts of one sum."
            f"{provisional}"
        ),
        alt=_alt(series, frame),
        data=frame,
    )


def _frame(series: Outcome) -> pd.DataFrame:
    kinds = {label: one.kind for one in series.derivations for label in one.labels}
    frame = series.to_frame()
    frame = frame.assign(kind=frame["time"].map(kinds).fillna("missing"))
    for column, empty in (("sum", 0), ("mean_of_sum", np.nan)):
        frame[column] = frame.get(column, empty)
    return frame[["time", "value", "kind", "sum", "mean_of_sum"]]


def _title(series: Outcome) -> str:
    holes, size = int((~series.covered).sum()), len(series.times)
    where = f"from {in_words(series.labels[0])} to {in_words(series.labels[-1])}"
    if not holes:
        return f"Every {series.period} {where} is counted, or lies in a known sum"
    return (
        f"{holes} of the {size} {series.period}s {where} {agreeing(holes, 'is', 'are')} neither counted nor in a "
        "known sum"
    )


def _alt(series: Outcome, frame: pd.DataFrame) -> str:
    known = frame["value"].fillna(frame["mean_of_sum"])
    low, high = (series.labels[int(place(known))] for place in (np.nanargmin, np.nanargmax))
    kinds = frame["kind"].value_counts()
    return (
        f"Points and bars of {series.unit}: {kinds.get('printed', 0)} {series.period}s printed, "
        f"{kinds.get('derived', 0)} that follow by subtraction, and {kinds.get('sum', 0)} in "
        f"{counted(len(series.spans), 'sum')}. Lowest in {in_words(low)} ({fixed(known.min(), 1)}), highest in "
        f"{in_words(high)} ({fixed(known.max(), 1)})."
    )


def _drawn(series: Outcome, frame: pd.DataFrame, title: str) -> Figure:
    figure = new_figure()
    axes = figure.subplots()
    set_ticks(axes, series.times)
    values = frame["value"].to_numpy(dtype=float)
    derived = frame["kind"].to_numpy() == "derived"
    draw_points(axes, np.where(derived, np.nan, values))
    _rings(axes, np.where(derived, values, np.nan))
    draw_sums(axes, frame["mean_of_sum"].to_numpy(dtype=float), frame["sum"].to_numpy(dtype=int))
    axes.set_ylim(0, 1.06 * float(np.nanmax(frame[["value", "mean_of_sum"]].to_numpy(dtype=float))))
    heading = [f"● {series.unit}"]
    if derived.any():
        heading.append("○ follows by subtraction")
    if series.spans:
        heading.append(KNOWN_AS_SUM)
    last = bool(series.provisional) and np.isfinite(values[-1])
    if last and narrow():
        heading.append("the last one is provisional")
    axes.text(
        0, 1.015, ("\n" if narrow() else "   ").join(heading), transform=axes.transAxes, va="bottom",
        color=COLOURS["observed"], fontsize=9.5,
    )  # fmt: skip
    if last and not narrow():
        axes.annotate(
            "provisional", (len(values) - 1, values[-1]), xytext=(6, 0), textcoords="offset points", va="center",
            annotation_clip=False, fontsize=8.5, color="#555555",
        )  # fmt: skip
    set_title(figure, title)
    return figure


def _rings(axes: Axes, values: Array) -> None:
    """Draw months that subtraction gave as open points."""
    axes.plot(
        np.arange(len(values)), values, linestyle="none", marker="o", markersize=4.6, markerfacecolor="white",
        markeredgecolor=COLOURS["observed"], markeredgewidth=1.1, clip_on=False, zorder=3.1,
    )  # fmt: skip
