"""What it would take for a change of the kill ratio to vanish: curves of tipping points, and a bias analysis below."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import COLOURS, SERIES, new_figure, set_title
from turningpoint.figures.kill_ratio.misreporting import ROW_INCHES, checked, draw_misreporting
from turningpoint.number_format import fixed

CURVE_COLUMNS = ("case", "lever", "error", "change", "cluster_factor", "low", "high")
POINT_COLUMNS = ("case", "goal", "lever", "cluster_factor", "factor")
_LEVER = "militants_later"
_LOWEST = 0.4


def tipping_points(curves: pd.DataFrame, points: pd.DataFrame, bias: pd.DataFrame, *, title: str = "") -> Figure:
    """Draw the change of each case against the factor by which militants killed of the later year are overstated.

    Above, a thick line a case, and a thin one for the nearer end of its interval at the largest cluster factor. A
    circle marks where that end reaches 1, unless it does as it stands; a diamond where the later ratio reaches 1:1, so
    that there is no reversal. Below, the bias analysis (`turningpoint.figures.kill_ratio.misreporting`). Call it inside
    ``figure_style()``.

    Parameters
    ----------
    curves, points, bias : `curves`, `tipping_frame` and `bias_frame` of `claimed_change.Doubts`. Only the
        lever of militants killed in the later year is drawn. They are not changed.
    title : one sentence that says what is seen; by default `sentence` of the points.

    Raises
    ------
    ParameterError
        A column is missing, nothing is left to draw, or there are more cases than styles.
    """
    _check(curves, points)
    checked(bias)
    cases = list(dict.fromkeys(curves["case"]))
    rows_below = len(bias["case"].unique())
    figure = new_figure(height=5.0 + ROW_INCHES * rows_below)
    grid = figure.add_gridspec(2, 2, height_ratios=[3.2, 0.4 + ROW_INCHES * rows_below])
    axes = figure.add_subplot(grid[0, :])
    _curves(axes, curves, cases)
    _marks(axes, curves, points, cases)
    _scales(axes, curves)
    _key(axes, curves, points, cases)
    left = figure.add_subplot(grid[1, 0])
    draw_misreporting(left, figure.add_subplot(grid[1, 1], sharey=left), bias)
    set_title(figure, title or sentence(points))
    return figure


def sentence(points: pd.DataFrame) -> str:
    """Say for the first case by what factor militants killed must be overstated for reversal and change to vanish.

    >>> rows = [("As claimed", "reversal", "militants_later", None, 2.1)]
    >>> rows += [("As claimed", "noise", "militants_later", 3, 4.6)]
    >>> sentence(pd.DataFrame(rows, columns=list(POINT_COLUMNS)))
    'As claimed: no reversal if militants killed were overstated 2.1-fold, a change within noise if 4.6-fold'
    """
    case = points["case"].iloc[0]
    rows = points[(points["case"] == case) & (points["lever"] == _LEVER)]
    reversal = rows.loc[rows["goal"] == "reversal", "factor"].iloc[0]
    noise = rows.loc[rows["goal"] == "noise", "factor"]
    ends = sorted({f"{factor:.1f}" for factor in noise.dropna()}, key=float)
    changed = f"a change within noise if {' to '.join(ends)}-fold" if ends else "no change that could be judged"
    if pd.isna(reversal):
        return f"{case}: no reversal; {changed.replace(' if ', ' if militants killed were overstated ')}"
    return f"{case}: no reversal if militants killed were overstated {fixed(reversal, 1)}-fold, {changed}"


def _check(curves: pd.DataFrame, points: pd.DataFrame) -> None:
    for name, frame, columns in (("curves", curves, CURVE_COLUMNS), ("tipping points", points, POINT_COLUMNS)):
        if missing := [column for column in columns if column not in frame.columns]:
            raise ParameterError(f"the frame of {name} lacks the columns {', '.join(missing)}.")
        if not (frame["lever"] == _LEVER).any():
            raise ParameterError(f"the frame of {name} has no row for {_LEVER}.")
    if (count := curves["case"].nunique()) > len(SERIES):
        raise ParameterError(f"{count} cases are too many to tell apart. Draw at most {len(SERIES)}.")


def _widest(curves: pd.DataFrame, case: str) -> pd.DataFrame:
    """Curve of one case at the largest cluster factor, by growing error."""
    rows = curves[(curves["case"] == case) & (curves["lever"] == _LEVER)]
    widest: pd.DataFrame = rows[rows["cluster_factor"] == rows["cluster_factor"].max()].sort_values("error")
    return widest


def _curves(axes: Axes, curves: pd.DataFrame, cases: list[str]) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    for place, case in enumerate(cases):
        line, style = _widest(curves, case), SERIES[place]
        near = "low" if float(line["change"].iloc[0]) >= 1 else "high"
        axes.plot(line["error"], line[near], color=style.colour, linestyle=style.line, linewidth=0.7, zorder=2)
        axes.plot(line["error"], line["change"], color=style.colour, linestyle=style.line, linewidth=1.6, zorder=3)
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.2, zorder=2)


def _marks(axes: Axes, curves: pd.DataFrame, points: pd.DataFrame, cases: list[str]) -> None:
    """Circles where the interval reaches 1, diamonds where the later ratio does."""
    last = float(curves["error"].max())
    for place, case in enumerate(cases):
        rows = points[(points["case"] == case) & (points["lever"] == _LEVER)]
        change = float(_widest(curves, case)["change"].iloc[0])
        noise = rows[rows["goal"] == "noise"].sort_values("cluster_factor")["factor"]
        reversal = rows.loc[rows["goal"] == "reversal", "factor"]
        for goal, found, marker in (("noise", noise.tail(1), "o"), ("reversal", reversal, "D")):
            for factor in found.dropna():
                if not 1 < factor <= last:
                    continue
                height = 1.0 if goal == "noise" else change / factor
                axes.plot(
                    factor, height, marker=marker, markersize=7, markerfacecolor="white", clip_on=False,
                    markeredgecolor=SERIES[place].colour, markeredgewidth=1.6, zorder=5,
                )  # fmt: skip
                axes.annotate(
                    fixed(factor, 2), (factor, height), xytext=(6, 7), textcoords="offset points", fontsize=8.6,
                    color=COLOURS["text"], zorder=6,
                )  # fmt: skip


def _scales(axes: Axes, curves: pd.DataFrame) -> None:
    shown = curves[curves["cluster_factor"] == curves["cluster_factor"].max()]
    axes.set_xlim(1, float(curves["error"].max()))
    axes.set_ylim(_LOWEST, 1.4 * max(float(shown["change"].max()), 1.5))
    last = float(curves["error"].max())
    for setter, ticks in (
        (axes.set_xticks, [tick for tick in (1, 1.5, 2, 3, 4, 6, 8, 12, 16) if tick <= last]),
        (axes.set_yticks, [tick for tick in (0.5, 1, 2, 4, 8, 16, 32) if tick <= axes.get_ylim()[1]]),
    ):
        setter(ticks, [f"{tick:g}" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    falls = (curves.loc[curves["error"] == 1, "change"] < 1).any()
    stated = "overstated (understated for a fall)" if falls else "overstated"
    axes.set_xlabel(f"Factor by which militants killed in the later year are {stated}")
    axes.set_ylabel("Later over earlier ratio, log scale")


def _key(axes: Axes, curves: pd.DataFrame, points: pd.DataFrame, cases: list[str]) -> None:
    """Name lines and marks above the axes."""
    factor = float(curves["cluster_factor"].max())
    handles = []
    for place, case in enumerate(cases):
        rows = points[(points["case"] == case) & (points["lever"] == _LEVER) & (points["goal"] == "noise")]
        words = f"{case}{': within noise as it is' if (rows['factor'] == 1).any() else ''}"
        handles.append(
            axes.plot([], [], color=SERIES[place].colour, linestyle=SERIES[place].line, label=fill(words, 62))[0]
        )
    for marker, words in (
        ("D", "later ratio is 1:1, no reversal is left"),
        ("o", f"interval (thin line, cluster factor {factor:g}) reaches 1, within noise"),
    ):
        hollow = axes.plot([], [], linestyle="none", marker=marker, color=COLOURS["text"], label=words)[0]
        hollow.set(markerfacecolor="white", markersize=6)
        handles.append(hollow)
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.01, 1.01), fontsize=8.4, handlelength=2.6,
        borderaxespad=0.0, labelspacing=0.3,
    )  # fmt: skip
