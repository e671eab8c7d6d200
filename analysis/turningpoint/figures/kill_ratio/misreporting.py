"""Kill ratios and their change as printed and under priors on misreporting, interval beside interval."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import COLOURS, SERIES, new_figure, set_title
from turningpoint.killratio.misreporting.bias_analysis import QUANTITIES
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.number_format import confidence_label, fixed, ratio

COLUMNS = ("case", "quantity", "reported", "median", "low", "high", "confidence", "reversed_share")
ROW_INCHES = 0.62
_OFFSETS = {"earlier": -0.16, "later": 0.16, "change": 0.0}
_STYLES = {"earlier": SERIES[1], "later": SERIES[0], "change": SERIES[2]}


def misreporting(frame: pd.DataFrame, *, title: str = "") -> Figure:
    """Draw every case of a bias analysis: both ratios on the left, the change on the right, 1 marked in both.

    Hollow: as printed. Filled: median of the draws, with their interval. Call it inside ``figure_style()``.

    Parameters
    ----------
    frame : `claimed_change.Doubts.bias_frame`, the columns in `COLUMNS`. It is not changed.
    title : one sentence that says what is seen; by default `sentence` of the frame.

    Raises
    ------
    ParameterError
        A column is missing, there is no row, or a case lacks one of its quantities.
    """
    cases = len(checked(frame)["case"].unique())
    figure = new_figure(height=1.5 + ROW_INCHES * cases)
    left, right = figure.subplots(1, 2, sharey=True)
    draw_misreporting(left, right, frame)
    set_title(figure, title or sentence(frame))
    return figure


def draw_misreporting(left: Axes, right: Axes, frame: pd.DataFrame) -> None:
    """Draw the two panels of `misreporting` into axes that share their vertical axis."""
    checked(frame)
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
    right.annotate(
        "draws from\nbelow to\nabove 1:1", (1.02, 1.01), xycoords="axes fraction", va="bottom", fontsize=8.2,
        linespacing=1.1, color=COLOURS["text"],
    )  # fmt: skip
    left.set_yticks(range(len(cases)), [textwrap.fill(case, 22) for case in cases], linespacing=1.1)
    left.set_ylim(len(cases) - 0.5, -0.5)
    right.tick_params(axis="y", labelleft=False)
    level = confidence_label(float(frame["confidence"].iloc[0]))
    left.set_title(f"Kill ratio: {_mark('earlier')} earlier, {_mark('later')} later year", loc="left", fontsize=9.2)
    right.set_title("Later over earlier ratio", loc="left", fontsize=9.2)
    left.set_xlabel(f"hollow: as printed; filled: corrected, {level}", fontsize=8.6)
    right.set_xlabel("times", fontsize=8.6)
    for axes, quantities in ((left, ("earlier", "later")), (right, ("change",))):
        _scale(axes, frame[frame["quantity"].isin(quantities)], odds=axes is left)
        axes.tick_params(axis="y", length=0, labelsize=8.6)
        axes.grid(visible=False, axis="y")


def sentence(frame: pd.DataFrame) -> str:
    """Say of the first case what the draws leave of its change, and how often it is a reversal.

    >>> row = {"case": "As claimed", "reversed_share": 0.735, "confidence": 0.95}
    >>> numbers = {"reported": 6.45, "median": 6.4, "low": 3.1, "high": 13.5}
    >>> sentence(pd.DataFrame([{**row, **numbers, "quantity": name} for name in QUANTITIES]))
    'As claimed, the ratio rose 3.1- to 13.5-fold under the stated priors, and crossed 1:1 upwards in 74% of draws'
    """
    first = frame[frame["case"] == frame["case"].iloc[0]].set_index("quantity")
    change, share = first.loc["change"], float(first["reversed_share"].iloc[0])
    return (
        f"{first['case'].iloc[0]}, the ratio rose {fixed(change['low'], 1)}- to {fixed(change['high'], 1)}-fold "
        "under the stated "
        f"priors, and crossed 1:1 upwards in {share:.0%} of draws"
        if change["low"] > 1
        else f"{first['case'].iloc[0]}, the stated priors leave a change of {ratio(change['low'])} to "
        f"{ratio(change['high'])} times, and 1:1 is crossed upwards in {share:.0%} of draws"
    )


def checked(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the frame back.

    Raises
    ------
    ParameterError
        See `misreporting`.
    """
    if missing := [column for column in COLUMNS if column not in frame.columns]:
        raise ParameterError(f"the frame of the bias analysis lacks the columns {', '.join(missing)}.")
    if frame.empty:
        raise ParameterError("the frame of the bias analysis has no row: no change is defined.")
    for case, rows in frame.groupby("case"):
        if sorted(rows["quantity"]) != sorted(QUANTITIES):
            raise ParameterError(f"{case!r} has not one row for each of {', '.join(QUANTITIES)}.")
    return frame


def _mark(quantity: str) -> str:
    return {"o": "●", "s": "■", "^": "▲"}[_STYLES[quantity].marker]


def _point(axes: Axes, height: float, quantity: str, row: "pd.Series[float]") -> None:
    style = _STYLES[quantity]
    axes.plot([row["low"], row["high"]], [height] * 2, color=style.colour, linewidth=1.6, zorder=2)
    axes.plot(row["median"], height, marker=style.marker, color=style.colour, markersize=6, zorder=3)
    axes.plot(
        row["reported"], height, marker=style.marker, markersize=8.5, markerfacecolor="none",
        markeredgecolor=COLOURS["text"], markeredgewidth=1.1, zorder=4,
    )  # fmt: skip


def _scale(axes: Axes, rows: pd.DataFrame, *, odds: bool) -> None:
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
