"""Many intervals of one truth, method beside method: those that leave the truth out stand out in shape and colour."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from turningpoint.errors import ParameterError
from turningpoint.figures.coverage import METHODS
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_doublings
from turningpoint.figures.drawing.style import COLOURS, WIDTH, blank, narrow, new_figure, text_colour
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL, Repeated
from turningpoint.its.coverage.kept_table import OURS
from turningpoint.number_format import confidence_label, fixed

MISSED = COLOURS["counterfactual"]
ROW_INCHES = 0.045
NAMES = {USUAL: f"The usual interval\n({METHODS[USUAL]})", OURS: "The calibrated interval\n"}
"""Method → what stands above its panel; a line with the number of misses follows."""


@in_style
def caterpillar(worlds: Repeated, *, seed: int) -> Picture:
    """Draw every interval as a line, a panel a method, on a logarithmic axis with the truth marked.

    Rows are series, in the order of the middles of the first method's intervals, the same in every panel. An interval
    that holds the truth is thin and grey; one that does not is thick and coloured, with a square in its middle.

    A method without any interval is refused.
    """
    for method in NAMES:
        if not worlds.given(method):
            raise ParameterError(f"method {method!r} has no interval to draw.")
    cell, kind, series = worlds.cell, worlds.cell.kind, len(worlds.counts)
    missed = {method: int(worlds.misses(method).sum()) for method in NAMES}
    usual, ours = (f"{missed[method]} of {worlds.given(method)}" for method in NAMES)
    found = "leaves the truth out" if cell.change else "finds a change where there is none"
    title = f"The usual interval {found} in {usual} series, the calibrated one in {ours}"
    widths = " and of ".join(fixed(float(np.exp(median_width(worlds, method))), 1) for method in NAMES)
    frame = worlds.to_frame()
    figure = _drawn(frame, {method: f"{name}\nmisses {missed[method]}" for method, name in NAMES.items()})
    of = f"{kind.points} months, {kind.mean:g} each, memory {kind.rho:g}; seed {seed}"
    caption = f"{confidence_label(CONFIDENCE)}s of series of {of}, in the order of the usual estimates."
    alt = f"{series} horizontal intervals in two panels. {title}. They span a factor of {widths} (median)."
    return Picture(figure, title, caption, alt, frame)


def median_width(worlds: Repeated, method: str) -> float:
    """Median width of a method's intervals on the log scale."""
    low, high = worlds.intervals[method].T
    return float(np.nanmedian(np.log(high / low)))


def _drawn(frame: pd.DataFrame, names: dict[str, str]) -> Figure:
    first = frame[frame["method"] == next(iter(names))]
    order = first.assign(middle=first["low"] * first["high"]).sort_values("middle", kind="stable")["series"]
    figure = new_figure(width=1.1 * WIDTH, height=1.5 + ROW_INCHES * len(order))
    panels = figure.subplots(1, len(names), sharex=True, sharey=True, squeeze=False)[0]
    for axes, (method, name) in zip(panels, names.items(), strict=True):
        rows = frame[frame["method"] == method].set_index("series")
        _panel(axes, rows.reindex(order))
        axes.set_title(name, loc="left", linespacing=1.25, fontsize=8.8 if narrow() else None)
        axes.set_xlabel("level ratio")
    low, high = frame["low"].min(), frame["high"].max()
    panels[0].set_xscale("log")
    panels[0].set_xlim(0.94 * low, 1.06 * high)
    mark_doublings(panels[0].xaxis, min(low, 1.0), max(high, 1.0), most=5)
    panels[0].set_ylabel(f"{len(order)} simulated series, a line each")
    return figure


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    low, high = (rows[end].to_numpy(dtype=float) for end in ("low", "high"))
    holds = rows["holds"].eq(True).to_numpy()
    known = np.isfinite(low) & np.isfinite(high)
    at, missed = np.arange(len(rows)), known & ~holds
    for mask, colour, width in ((known & holds, "#8C8C8C", 1.0), (missed, MISSED, 2.4)):
        axes.hlines(at[mask], low[mask], high[mask], color=colour, linewidth=width)
    axes.plot(np.sqrt(low * high)[missed], at[missed], "s", color=MISSED, markersize=4.2, zorder=3)
    truth = float(rows["truth"].dropna().iloc[0])
    axes.axvline(truth, color=COLOURS["intervention"], linewidth=1.2, zorder=2)
    axes.text(
        truth, 1.0, " truth", transform=axes.get_xaxis_transform(), va="top", ha="left", fontsize=8.5,
        color=COLOURS["intervention"],
    )  # fmt: skip
    axes.text(
        0.99, 0.01, f"■ leaves the{blank()}truth out", transform=axes.transAxes, va="bottom", ha="right",
        fontsize=8.5, color=text_colour(MISSED),
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
    )  # fmt: skip
    axes.set_ylim(-1.5, len(rows) + 2.5)
    axes.set_yticks([])
    axes.grid(visible=False)
