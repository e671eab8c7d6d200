"""A series as it was put together, before any model: printed months, months that follow, and sums as bars."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.observations import KNOWN_AS_SUM, draw_points, draw_sums, with_sums
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, narrow, new_figure
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.number_format import agreeing, counted, fixed, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words


@in_style
def counted_series(series: Outcome) -> Picture:
    """Draw the observations of a series with derivations: points, rings where subtraction gave them, bars for sums."""
    kinds = {label: one.kind for one in series.derivations for label in one.labels}
    frame = with_sums(series.to_frame()).assign(kind=lambda frame: frame["time"].map(kinds).fillna("missing"))
    frame = frame[["time", "value", "kind", "sum", "mean_of_sum"]]
    provisional = f" {in_words(series.provisional)} is provisional." if series.provisional else ""
    caption = f"{sentence_case(series.unit)}, {series.source}. A dotted line joins the parts of one sum.{provisional}"
    return Picture(_drawn(series, frame), _title(series), caption, _alt(series, frame), frame)


def _title(series: Outcome) -> str:
    holes, size = int((~series.covered).sum()), len(series.times)
    where = f"from {in_words(series.labels[0])} to {in_words(series.labels[-1])}"
    if not holes:
        return f"Every {series.period} {where} is counted, or lies in a known sum"
    neither = f"{agreeing(holes, 'is', 'are')} neither counted nor in a known sum"
    return f"{holes} of the {size} {series.period}s {where} {neither}"


def _alt(series: Outcome, frame: pd.DataFrame) -> str:
    known = frame["value"].fillna(frame["mean_of_sum"])
    low, high = (
        f"{in_words(series.labels[int(at)])} ({fixed(known.iloc[int(at)], 1)})"
        for at in (np.nanargmin(known), np.nanargmax(known))
    )
    printed, derived, summed = (int((frame["kind"] == kind).sum()) for kind in ("printed", "derived", "sum"))
    sums = counted(len(series.spans), "sum")
    parts = f"{printed} {series.period}s printed, {derived} by subtraction, {summed} in {sums}"
    return f"{series.unit}: {parts}. Lowest in {low}, highest in {high}."


def _drawn(series: Outcome, frame: pd.DataFrame) -> Figure:
    figure = new_figure()
    axes = figure.subplots()
    set_ticks(axes, series.times)
    values = frame["value"].to_numpy(dtype=float)
    derived = frame["kind"].to_numpy() == "derived"
    draw_points(axes, np.where(derived, np.nan, values))
    axes.plot(
        np.arange(len(values)), np.where(derived, values, np.nan), linestyle="none", marker="o", markersize=4.6,
        markerfacecolor="white", markeredgecolor=COLOURS["observed"], markeredgewidth=1.1, clip_on=False, zorder=3.1,
    )  # fmt: skip
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
        last_one = (len(values) - 1, values[-1])
        write_beside(axes, "provisional", last_one, 6, annotation_clip=False, fontsize=8.5, color="#555555")
    return figure
