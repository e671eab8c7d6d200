"""How sources agree: yearly counts of several sources, each named by what it counts, holes left open."""

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import Label, label_line_ends
from turningpoint.figures.drawing.picture import Picture, check_columns, in_style
from turningpoint.figures.drawing.style import SERIES, new_figure
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.number_format import fixed, ratio
from turningpoint.sources.yearly_counts import COUNTED

COLUMNS = ("year", "source", "count", "observed")


@in_style
def sources_agreement(frame: pd.DataFrame, rise: pd.DataFrame, *, counts: Mapping[str, str] = COUNTED) -> Picture:
    """Draw the yearly counts of each source on a logarithmic axis; a year without a figure interrupts the line.

    Parallel lines agree on growth, however much their levels differ.

    Parameters
    ----------
    frame : as ``yearly_counts`` gives it; of what was not observed ``count`` is not read.
    rise : as ``growth`` gives it.
    counts : source → what it counts, in the order of drawing; written beside its line.
    """
    _check(frame, counts)
    caption = "A gap is a year without a printed figure."
    return Picture(_drawn(frame, counts), _title(rise), caption, _alt(frame, counts), frame)


def _title(rise: pd.DataFrame) -> str:
    low, high = ratio(rise["growth"].min()), ratio(rise["growth"].max())
    years = f"{rise['first_year'].iloc[0]} to {rise['last_year'].iloc[0]}"
    same = set(np.sign(rise["growth"] - 1)) in ({1.0}, {-1.0})
    agree = "they agree on the direction, not on the size" if same else "they do not agree on the direction"
    return f"From {years} the counts changed {low}-fold to {high}-fold: {agree}"


def _alt(frame: pd.DataFrame, counts: Mapping[str, str]) -> str:
    parts = []
    for source in counts:
        rows = frame[(frame["source"] == source) & frame["observed"]]
        low, last = rows.sort_values("count").iloc[0], rows.iloc[-1]
        least, end = (f"{row['year']} ({fixed(row['count'], 0)})" for row in (low, last))
        parts.append(f"{source} has its lowest count in {least}, its last in {end}")
    return f"Lines of yearly counts by source: {'; '.join(parts)}."


def _drawn(frame: pd.DataFrame, counts: Mapping[str, str]) -> Figure:
    figure = new_figure(height=4.4)
    axes = figure.subplots()
    years = pd.period_range(str(frame["year"].min()), str(frame["year"].max()), freq="Y")
    set_ticks(axes, years, most=9)
    axes.set_yscale("log")
    labels = []
    for (source, what), style in zip(counts.items(), SERIES, strict=False):
        rows = frame[(frame["source"] == source) & frame["observed"].astype(bool)]
        values = rows.set_index("year")["count"].reindex(years.year).to_numpy(dtype=float)
        axes.plot(
            values, color=style.colour, linestyle=style.line, marker=style.marker, markersize=5.0, markeredgewidth=0,
            linewidth=1.6,
        )  # fmt: skip
        x = np.arange(len(values), dtype=float)
        labels.append(Label(f"{source}\n{textwrap.fill(what, 22)}", x, values, style.colour))
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fixed(value, 0)))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="y", which="minor", length=0)
    axes.set_ylabel("Count in a year, logarithmic scale")
    label_line_ends(axes, labels, size=8.8)
    return figure


def _check(frame: pd.DataFrame, counts: Mapping[str, str]) -> None:
    check_columns(frame, COLUMNS, "sources")
    observed = frame[frame["observed"].astype(bool)]
    if nameless := sorted(set(frame["source"]) - set(counts)):
        raise ParameterError(f"say what {nameless[0]!r} counts: it has no entry in counts.")
    if silent := sorted(set(counts) - set(observed["source"])):
        raise ParameterError(f"source {silent[0]!r} has no observed year. Leave it out.")
    if len(counts) > len(SERIES):
        raise ParameterError(f"{len(counts)} sources are too many to tell apart. Draw at most {len(SERIES)}.")
    if (twice := frame.duplicated(["year", "source"])).any():
        row = frame[twice].iloc[0]
        raise ParameterError(f"{row['source']} has the year {row['year']} more than once. Choose one figure a year.")
    if not (observed["count"] > 0).all():
        raise ParameterError("a count of zero or less has no place on a logarithmic axis. Leave such sources out.")
