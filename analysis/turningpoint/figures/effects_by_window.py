"""The same effect from windows that start in different periods: how much the answer hangs on the window."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from turningpoint.figures.drawing.style import COLOURS, new_figure, set_title, short_name
from turningpoint.number_format import confidence_label, number, ratio


def effects_by_window(
    frame: pd.DataFrame, *, chosen: str, title: str, confidence: float, effect: str = "level_ratio", unit: str = ""
) -> Figure:
    """Draw the level of every window start with its interval.

    Ratios stand on a logarithmic axis with 1 marked, changes on a plain one with 0 marked. Call it inside
    ``figure_style()``.

    Parameters
    ----------
    frame : one row a window start with ``window_start`` and the effect, also with ``_low`` and ``_high`` behind its
        name; rows without a result (NaN) leave their place empty. The frame is not changed.
    chosen : the window start of the report, drawn as a filled square.
    title : one sentence that says what is seen.
    confidence : level of the intervals, named on the axis.
    effect : ``level_ratio`` or ``level_change``.
    unit : of a level change, named on the axis.
    """
    figure = new_figure(height=3.3)
    axes = figure.subplots()
    at = np.arange(len(frame))
    estimate, low, high = (frame[f"{effect}{end}"].to_numpy(dtype=float) for end in ("", "_low", "_high"))
    own = (frame["window_start"] == chosen).to_numpy()
    ratios = effect == "level_ratio"
    null, written = (1.0, ratio) if ratios else (0.0, number)
    axes.axhline(null, color=COLOURS["reference"], linewidth=1.0)
    axes.text(-0.45, null, "no jump", va="bottom", ha="left", fontsize=8.5, color=COLOURS["reference"])
    for mask, marker, size in ((~own, "o", 6.0), (own, "s", 8.5)):
        axes.errorbar(
            at[mask], estimate[mask], yerr=np.abs(np.vstack([estimate - low, high - estimate])[:, mask]),
            fmt=marker, markersize=size, color=COLOURS["fitted"], elinewidth=1.6, capsize=3,
        )  # fmt: skip
    for place in np.flatnonzero(np.isfinite(estimate)):
        axes.annotate(
            written(estimate[place]), (place, estimate[place]), xytext=(8, 0), textcoords="offset points", va="center",
            fontsize=9.0, fontweight="bold" if own[place] else "normal",
        )  # fmt: skip
    if ratios:
        _halves_and_doublings(axes, [*low[np.isfinite(low)], *high[np.isfinite(high)], 1.0])
    axes.set_xticks(at, frame["window_start"].tolist())
    axes.set_xlim(-0.5, len(frame) - 0.3)
    axes.set_xlabel("first period of the window")
    of = f", {short_name(unit, 40)}" if unit and not ratios else ""
    axes.set_ylabel(f"{effect.replace('_', ' ')}{of}, {confidence_label(confidence)}")
    set_title(figure, title)
    return figure


def _halves_and_doublings(axes: Axes, spread: list[float]) -> None:
    """Make the axis logarithmic, with as many halves and doublings as the intervals span."""
    axes.set_yscale("log")
    powers = np.arange(np.floor(np.log2(min(spread))), np.ceil(np.log2(max(spread))) + 1)
    axes.yaxis.set_major_locator(FixedLocator(list(2.0**powers)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"×{value:g}"))
