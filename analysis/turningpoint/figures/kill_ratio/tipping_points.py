"""What it would take for a change of the kill ratio to vanish: curves of tipping points, and a bias analysis below."""

from collections.abc import Mapping
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_powers
from turningpoint.figures.drawing.style import COLOURS, SERIES, SeriesStyle, blank, narrow, new_figure
from turningpoint.killratio.misreporting.bias_analysis import QUANTITIES
from turningpoint.killratio.misreporting.claimed_change import Doubts
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.number_format import confidence_label, fixed, listed, sentence_case

_LEVER = "militants_later"
_LOWEST = 0.4
_TURNED = "draws from below to above 1:1"
_ROW_INCHES = 0.62
_SHOWN = {"earlier": (SERIES[1], -0.16), "later": (SERIES[0], 0.16), "change": (SERIES[2], 0.0)}
"""How a quantity is drawn, and how far from the middle of its case."""


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
    cases = dict(zip(dict.fromkeys(curves["case"]), SERIES, strict=False))
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
    errors = points[points["lever"] == _LEVER]
    axes.set(xscale="log", yscale="log")
    for case, style in cases.items():
        _case(axes, _widest(curves, case), errors[errors["case"] == case], style)
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.2, zorder=2)
    _scales(axes, curves)
    _key(axes, float(curves["cluster_factor"].max()), errors, cases)
    _misreporting(left, right, bias)
    title = _sentence(points)
    caption = "Above: if militants killed were overstated. Below: as printed, and under the priors on misreporting."
    return Picture(figure, title, caption, _described(errors, bias, title), points)


def _described(points: pd.DataFrame, bias: pd.DataFrame, title: str) -> str:
    """Say where the lines cross, and how often the ratio turns over below."""
    later = points[points["goal"] == "reversal"].dropna(subset=["factor"])
    factors = listed([f"{case} {factor:.1f}" for case, factor in zip(later["case"], later["factor"], strict=True)])
    shares = bias.drop_duplicates("case")
    share = listed([f"{case} {part:.0%}" for case, part in zip(shares["case"], shares["reversed_share"], strict=True)])
    reached = f"The later ratio reaches 1:1 at a factor of: {factors or 'none'}"
    return f"Falling lines. {title}. {reached}. {sentence_case(_TURNED)}: {share}."


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
    ends = " to ".join(sorted({f"{factor:.1f}" for factor in noise.dropna()}, key=float))
    changed = f"a change within noise if {ends}-fold" if ends else "no change that could be judged"
    overstated = " if militants killed were overstated "
    if pd.isna(reversal):
        return f"{case}: no reversal; {changed.replace(' if ', overstated)}"
    return f"{case}: no reversal{overstated}{fixed(reversal, 1)}-fold, {changed}"


def _widest(curves: pd.DataFrame, case: str) -> pd.DataFrame:
    """Curve of one case at the largest cluster factor, by growing error."""
    rows = curves[(curves["case"] == case) & (curves["lever"] == _LEVER)]
    widest: pd.DataFrame = rows[rows["cluster_factor"] == rows["cluster_factor"].max()].sort_values("error")
    return widest


def _case(axes: Axes, line: pd.DataFrame, points: pd.DataFrame, style: SeriesStyle) -> None:
    """The lines of one case, a circle where its interval reaches 1, and a diamond where the later ratio does."""
    change, last = float(line["change"].iloc[0]), float(line["error"].max())
    for column, width, above in (("low" if change >= 1 else "high", 0.7, 2), ("change", 1.6, 3)):
        axes.plot(line["error"], line[column], color=style.colour, linestyle=style.line, linewidth=width, zorder=above)
    noise = points[points["goal"] == "noise"].sort_values("cluster_factor")["factor"].tail(1)
    reversal = points.loc[points["goal"] == "reversal", "factor"]
    marks = [("o", factor, 1.0) for factor in noise] + [("D", factor, change / factor) for factor in reversal.dropna()]
    for marker, factor, height in marks:
        if not 1 < factor <= last:
            continue
        axes.plot(
            factor, height, marker=marker, markersize=7, markerfacecolor="white", clip_on=False,
            markeredgecolor=style.colour, markeredgewidth=1.6, zorder=5,
        )  # fmt: skip
        axes.annotate(
            fixed(factor, 2), (factor, height), xytext=(6, 7), textcoords="offset points", fontsize=8.6,
            color=COLOURS["text"], zorder=6,
        )  # fmt: skip


def _scales(axes: Axes, curves: pd.DataFrame) -> None:
    shown = curves[curves["cluster_factor"] == curves["cluster_factor"].max()]
    last, top = float(curves["error"].max()), 1.4 * max(float(shown["change"].max()), 1.5)
    axes.set(xlim=(1, last), ylim=(_LOWEST, top))
    for axis, ticks, end in (
        (axes.xaxis, (1, 1.5, 2, 3, 4, 6, 8, 12, 16), last),
        (axes.yaxis, (0.5, 1, 2, 4, 8, 16, 32), top),
    ):
        inside = [tick for tick in ticks if tick <= end]
        axis.set_ticks(inside, [f"{tick:g}" for tick in inside])
        axis.set_minor_locator(NullLocator())
    falls = (curves.loc[curves["error"] == 1, "change"] < 1).any()
    stated = "overstated (understated for a fall)" if falls else "overstated"
    axes.set_xlabel(f"Factor by which militants killed{blank()}in the later year are {stated}")
    axes.set_ylabel("Later over earlier ratio, log scale")


def _key(axes: Axes, factor: float, points: pd.DataFrame, cases: Mapping[str, SeriesStyle]) -> None:
    """Name lines and marks above the axes."""
    handles, most = [], 42 if narrow() else 62
    for case, style in cases.items():
        as_it_is = ((points["case"] == case) & (points["goal"] == "noise") & (points["factor"] == 1)).any()
        words = fill(f"{case}{': within noise as it is' if as_it_is else ''}", most)
        handles += axes.plot([], [], color=style.colour, linestyle=style.line, label=words)
    for marker, words in (
        ("D", "later ratio is 1:1, no reversal is left"),
        ("o", f"interval (thin line, cluster factor {factor:g}) reaches 1, within noise"),
    ):
        hollow = axes.plot([], [], marker, color=COLOURS["text"], markerfacecolor="white", markersize=6)
        hollow[0].set_label(fill(words, most) if narrow() else words)
        handles += hollow
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
            style, apart = _SHOWN[quantity]
            _point(right if quantity == "change" else left, place + apart, style, rows.loc[quantity])
        share = f"{rows['reversed_share'].iloc[0]:.0%}"
        right.text(1.02, place, share, transform=right.get_yaxis_transform(), va="center", fontsize=9.2)
    if not narrow():
        words = fill(_TURNED, 11)
        right.text(1.02, 1.01, words, transform=right.transAxes, va="bottom", fontsize=8.2, linespacing=1.1)
    for axes in (left, right):
        axes.set_yticks(range(len(cases)), [fill(case, 22) for case in cases], linespacing=1.1)
        axes.set_ylim(len(cases) - 0.5, -0.5)
    right.tick_params(axis="y", labelleft=narrow())
    level = confidence_label(float(frame["confidence"].iloc[0]))
    left.set_title(f"Kill ratio:{blank()}■ earlier, ● later year", loc="left", fontsize=9.2)
    beside = f"; at the right:\n{_TURNED}" if narrow() else ""
    right.set_title(f"Later over earlier ratio{beside}", loc="left", fontsize=9.2)
    left.set_xlabel(f"hollow: as printed;{blank()}filled: corrected, {level}", fontsize=8.6)
    right.set_xlabel("times", fontsize=8.6)
    for axes, quantities in ((left, ("earlier", "later")), (right, ("change",))):
        _logarithmic(axes, frame[frame["quantity"].isin(quantities)], odds=axes is left)
        axes.tick_params(axis="y", length=0, labelsize=8.6)
        axes.grid(visible=False, axis="y")


def _point(axes: Axes, height: float, style: SeriesStyle, row: "pd.Series[float]") -> None:
    axes.plot([row["low"], row["high"]], [height] * 2, color=style.colour, linewidth=1.6, zorder=2)
    axes.plot(row["median"], height, marker=style.marker, color=style.colour, markersize=6, zorder=3)
    axes.plot(
        row["reported"], height, marker=style.marker, markersize=8.5, markerfacecolor="none",
        markeredgecolor=COLOURS["text"], markeredgewidth=1.1, zorder=4,
    )  # fmt: skip


def _logarithmic(axes: Axes, rows: pd.DataFrame, *, odds: bool) -> None:
    """Logarithmic axis that holds every end and 1, with round marks."""
    values = rows[["reported", "low", "high"]].to_numpy(dtype=float)
    low, high = min(values.min(), 0.8) / 1.2, max(values.max(), 1.25) * 1.2
    axes.set(xscale="log", xlim=(low, high))
    mark_powers(axes.xaxis, low, high, lambda mark: as_odds(mark, ":") if odds else f"{mark:g}", most=5)
    axes.axvline(1, color=COLOURS["intervention"], linewidth=1.2, zorder=1)
