"""How sources agree: yearly counts of several sources, each named by what it counts, holes left open."""

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import Label, label_line_ends
from turningpoint.figures.drawing.style import SERIES, new_figure, set_title, short_name
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.number_format import fixed

COLUMNS = ("year", "source", "count", "observed")


def sources_agreement(
    frame: pd.DataFrame, *, counts: Mapping[str, str], title: str, unit: str = "count in a year, logarithmic scale"
) -> Figure:
    """Draw the yearly counts of each source on a logarithmic axis; a year without a figure interrupts the line.

    Parallel lines agree on growth, however much their levels differ. Call it inside ``figure_style()``.

    Parameters
    ----------
    frame : one row a source and year with ``year`` (whole), ``source``, ``count``, ``observed`` (False: not published,
        ``count`` is not read). A year without a row is a hole too. The frame is not changed.
    counts : source → what it counts, in the order of drawing; written beside its line.
    title : one sentence that says what is seen.
    unit : of the vertical axis.

    Raises
    ------
    ParameterError
        A column is missing, a source has no description or nothing observed, a year stands twice, there are more
        sources than styles, or a count is not positive (it has no place on a logarithmic axis).
    """
    _check(frame, counts)
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
        text = f"{source}\n{textwrap.fill(what, 22)}"
        labels.append(Label(text, np.arange(len(values), dtype=float), values, style.colour))
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fixed(value, 0)))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="y", which="minor", length=0)
    axes.set_ylabel(short_name(unit[:1].upper() + unit[1:], 60))
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
        raise ParameterError(
            f"{twice['source']} has the year {twice['year']} more than once. Choose one figure a year."
        )
    if not (observed["count"] > 0).all():
        raise ParameterError("a count of zero or less has no place on a logarithmic axis. Leave such sources out.")
