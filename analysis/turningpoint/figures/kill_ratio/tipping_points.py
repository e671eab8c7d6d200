"""What it would take for a change of the kill ratio to vanish: curves of tipping points, and a bias analysis below."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, narrow, new_figure, set_title
from turningpoint.killratio.misreporting.bias_analysis import QUANTITIES
from turningpoint.killratio.misreporting.claimed_change import Doubts
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.number_format import confidence_label, fixed, listed

_LEVER = "militants_later"
_LOWEST = 0.4


_ROW_INCHES = 0.62
_OFFSETS = {"earlier": -0.16, "later": 0.16, "change": 0.0}
_STYLES = {"earlier": SERIES[1], "later": SERIES[0], "change": SERIES[2]}


@in_style
def tipping_points(asked: Doubts) -> Picture:
    """Draw the change of each case against the factor by which militants killed of the later year are overstated.

    Above, a thick line a case, and a thin one for the nearer end of its interval at the largest cluster factor. A
    circle marks where that end reaches 1, unless it does as it stands; a diamond where the later ratio reaches 1:1, so
    that there is no reversal. Below, the bias analysis: both ratios on the left, the change on the right.

    Raises
    ------
    ParameterError
        No change is defined, or there are more cases than styles.
    """
    curves, points, bias = asked.curves, asked.tipping_frame(), asked.bias_frame()
    if curves.empty or bias.empty:
        raise ParameterError("there is nothing to draw: no change of the kill ratio is defined.")
    if (count := curves["case"].nunique()) > len(SERIES):
        raise ParameterError(f"{count} cases are too many to tell apart. Draw at most {len(SERIES)}.")
    cases = list(dict.fromkeys(curves["case"]))
    high = 0.4 + _ROW_INCHES * len(bias["case"].unique())
    figure = new_figure(height=4.6 + 0.45 * len(cases) + (2 if narrow() else 1) * high)
    if narrow():
        below = [4.3 + 0.2 * len(cases), high, high]
        parts = figure.subfigures(3, 1, squeeze=False, height_ratios=below)[:, 0]  # each with room of its own
        axes, left, right = (part.subplots() for part in parts)
    else:
        grid = figure.add_gridspec(2, 2, height_ratios=[3.2, high])
        axes, left = figure.add_subplot(grid[0, :]), figure.add_subplot(grid[1, 0])
        right = figure.add_subplot(grid[1, 1], sharey=left)
    _curves(axes, curves, cases)
    _marks(axes, curves, points, cases)
    _scales(axes, curves)
    _key(axes, curves, points, cases)
    _misreporting(left, right, bias)
    title = _sentence(points)
    set_title(figure, title)
    return Picture(figure, title, _CAPTION, _described(points, bias, title), points)


def _described(points: pd.DataFrame, bias: pd.DataFrame, title: str) -> str:
    """What is seen: falling lines, where they cross, and how often the ratio turns over below."""
    later = points[(points["lever"] == _LEVER) & (points["goal"] == "reversal")].dropna(subset=["factor"])
    factors = listed([f"{case} {factor:.1f}" for case, factor in zip(later["case"], later["factor"], strict=True)])
    shares = bias.drop_duplicates("case")
    share = listed([f"{case} {part:.0%}" for case, part in zip(shares["case"], shares["reversed_share"], strict=True)])
    return (
        "Lines, one a case, fall as militants killed in the later year are taken to be overstated more. "
        f"{title}. The later ratio reaches 1:1 at a factor of: {factors or 'none'}. Below, ratios and their change "
        f"under the priors; share of draws that go from below to above 1:1: {share}."
    )


_CAPTION = (
    "Above: the change if militants killed in the later year were overstated. Below: ratios and change as printed, and "
    "under the stated priors on misreporting."
)


def _sentence(points: pd.DataFrame) -> str:
    """Say for the first case by what factor militants killed must be overstated for reversal and change to vanish.

    >>> rows = [("As claimed", "reversal", "militants_later", None, 2.1)]
    >>> rows += [("As claimed", "noise", "militants_later", 3, 4.6)]
    >>> _sentence(pd.DataFrame(rows, columns=["case", "goal", "lever", "cluster_factor", "factor"]))
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
    axes.set_xlabel(f"Factor by which militants killed{chr(10) if narrow() else ' '}in the later year are {stated}")
    axes.set_ylabel("Later over earlier ratio, log scale")


def _key(axes: Axes, curves: pd.DataFrame, points: pd.DataFrame, cases: list[str]) -> None:
    """Name lines and marks above the axes."""
    factor = float(curves["cluster_factor"].max())
    handles, most = [], 42 if narrow() else 62
    for place, case in enumerate(cases):
        rows = points[(points["case"] == case) & (points["lever"] == _LEVER) & (points["goal"] == "noise")]
        words = f"{case}{': within noise as it is' if (rows['factor'] == 1).any() else ''}"
        line = axes.plot([], [], color=SERIES[place].colour, linestyle=SERIES[place].line)[0]
        line.set_label(fill(words, most))
        handles.append(line)
    for marker, words in (
        ("D", "later ratio is 1:1, no reversal is left"),
        ("o", f"interval (thin line, cluster factor {factor:g}) reaches 1, within noise"),
    ):
        hollow = axes.plot([], [], linestyle="none", marker=marker, color=COLOURS["text"])[0]
        hollow.set_label(fill(words, most) if narrow() else words)
        hollow.set(markerfacecolor="white", markersize=6)
        handles.append(hollow)
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.01, 1.01), fontsize=8.4, handlelength=2.6,
        borderaxespad=0.0, labelspacing=0.3,
    )  # fmt: skip


def _misreporting(left: Axes, right: Axes, frame: pd.DataFrame) -> None:
    """Two panels of a bias analysis. Hollow: as printed. Filled: median of the draws, with their interval."""
    cases = list(dict.fromkeys(frame["case"]))
    for place, case in enumerate(cases):
        rows = frame[frame["case"] == case].set_index("quantity")
        for quantity in QUANTITIES:
            row = rows.loc[quantity]
            _point(right if quantity == "change" else left, place + _OFFSETS[quantity], quantity, row)
        share = float(rows["reversed_share"].iloc[0])
        right.annotate(
            f"{share:.0%}", (1.02, place), xycoords=right.get_yaxis_transform(), va="center", fontsize=9.2,
            color=COLOURS["text"],
        )  # fmt: skip
    if not narrow():
        right.annotate(
            "draws from\nbelow to\nabove 1:1", (1.02, 1.01), xycoords="axes fraction", va="bottom", fontsize=8.2,
            linespacing=1.1, color=COLOURS["text"],
        )  # fmt: skip
    for axes in (left, right):
        axes.set_yticks(range(len(cases)), [fill(case, 22) for case in cases], linespacing=1.1)
        axes.set_ylim(len(cases) - 0.5, -0.5)
    right.tick_params(axis="y", labelleft=narrow())
    level = confidence_label(float(frame["confidence"].iloc[0]))
    years = f"{_sign('earlier')} earlier, {_sign('later')} later year"
    left.set_title(f"Kill ratio:{chr(10) if narrow() else ' '}{years}", loc="left", fontsize=9.2)
    beside = "; at the right:\ndraws from below to above 1:1" if narrow() else ""
    right.set_title(f"Later over earlier ratio{beside}", loc="left", fontsize=9.2)
    left.set_xlabel(f"hollow: as printed;{chr(10) if narrow() else ' '}filled: corrected, {level}", fontsize=8.6)
    right.set_xlabel("times", fontsize=8.6)
    for axes, quantities in ((left, ("earlier", "later")), (right, ("change",))):
        _logarithmic(axes, frame[frame["quantity"].isin(quantities)], odds=axes is left)
        axes.tick_params(axis="y", length=0, labelsize=8.6)
        axes.grid(visible=False, axis="y")


def _sign(quantity: str) -> str:
    return {"o": "●", "s": "■", "^": "▲"}[_STYLES[quantity].marker]


def _point(axes: Axes, height: float, quantity: str, row: "pd.Series[float]") -> None:
    style = _STYLES[quantity]
    axes.plot([row["low"], row["high"]], [height] * 2, color=style.colour, linewidth=1.6, zorder=2)
    axes.plot(row["median"], height, marker=style.marker, color=style.colour, markersize=6, zorder=3)
    axes.plot(
        row["reported"], height, marker=style.marker, markersize=8.5, markerfacecolor="none",
        markeredgecolor=COLOURS["text"], markeredgewidth=1.1, zorder=4,
    )  # fmt: skip


def _logarithmic(axes: Axes, rows: pd.DataFrame, *, odds: bool) -> None:
    """Logarithmic axis that holds every end and 1, with round marks."""
    axes.set_xscale("log")
    values = rows[["reported", "low", "high"]].to_numpy(dtype=float)
    low, high = min(values.min(), 0.8) / 1.2, max(values.max(), 1.25) * 1.2
    axes.set_xlim(low, high)
    powers = range(int(np.ceil(np.log2(low))), int(np.floor(np.log2(high))) + 1)
    step = 1 if len(powers) <= 5 else 2
    ticks = [2.0**power for power in powers if power % step == 0]
    axes.set_xticks(ticks, [as_odds(tick, ":") if odds else f"{tick:g}" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.axvline(1, color=COLOURS["intervention"], linewidth=1.2, zorder=1)
