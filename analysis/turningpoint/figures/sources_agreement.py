"""How sources agree: yearly counts of several sources, each named by what it counts, holes left open."""

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import Label, label_line_ends
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import SERIES, new_figure, set_title
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
    title = _title(rise)
    return Picture(
        figure=_drawn(frame, counts, title),
        title=title,
        caption="Events or attacks a year by source, logarithmic scale; a gap is a year without a printed figure.",
        alt=_alt(frame, counts),
        data=frame,
    )


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
        parts.append(
            f"{source} has its lowest count in {low['year']} ({fixed(low['count'], 0)}) and ends in {last['year']} at "
            f"{fixed(last['count'], 0)}"
        )
    return f"Lines of yearly counts by source on a logarithmic scale: {'; '.join(parts)}."


def _drawn(frame: pd.DataFrame, counts: Mapping[str, str], title: str) -> Figure:
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
    set_title(figure, title)
    return figure


def _check(frame: pd.DataFrame, counts: Mapping[str, str]) -> None:
    if missing := [column for column in COLUMNS if column not in frame.columns]:
        raise ParameterError(f"the frame of sources lacks the columns {', '.join(missing)}.")
    observed = frame[frame["observed"].astype(bool)]
    if nameless := sorted(set(frame["source"]) - set(counts)):
        raise ParameterError(f"say what {nameless[0]!r} counts: it has no entry in counts.")
    if silent := sorted(set(counts) - set(observed["source"])):
        raise ParameterError(f"source {silent[0]!r} has no observed year. Leave it out.")
    if len(counts) > len(SERIES):
        raise ParameterError(f"{len(counts)} sources are too many to tell apart. Draw at most {len(SERIES)}.")
    if frame.duplicated(["year", "source"]).any():
        twice = frame[frame.duplicated(["year", "source"])].iloc[0]
        of = f"{twice['source']} has the year {twice['year']}"
        raise ParameterError(f"{of} more than once. Choose one figure a year.")
    if not (observed["count"] > 0).all():
        raise ParameterError("a count of zero or less has no place on a logarithmic axis. Leave such sources out.")
