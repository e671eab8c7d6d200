"""What was observed, drawn: a point for a period, a bar over the periods of a sum at its mean."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.figures.drawing.style import COLOURS

KNOWN_AS_SUM = "▬ known only as a sum, at its mean"


def with_sums(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a series its columns ``sum`` and ``mean_of_sum``, 0 and NaN where nothing is known only as a sum."""
    sums = frame["sum"].fillna(0) if "sum" in frame else 0
    return frame.assign(sum=sums, mean_of_sum=frame.get("mean_of_sum", np.nan)).astype({"sum": int})


def draw_points(axes: Axes, values: Array, colour: str = COLOURS["observed"]) -> None:
    """Draw every observation; smaller and lighter where there are many."""
    many = len(values) > 150
    axes.plot(
        np.arange(len(values)), values, linestyle="none", marker="o", markersize=3.0 if many else 4.6,
        markerfacecolor=colour, markeredgewidth=0, alpha=0.62 if many else 0.8, clip_on=False, zorder=3,
    )  # fmt: skip


def draw_sums(axes: Axes, means: Array, sums: NDArray[np.int64], colour: str = COLOURS["observed"]) -> None:
    """Draw every sum as a bar over each run of its periods, at its mean; a dotted line joins the runs."""
    for number in range(1, int(sums.max(initial=0)) + 1):
        places = np.flatnonzero(sums == number)
        runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
        height = float(means[places[0]])
        for run in runs:
            axes.plot(
                [run[0] - 0.4, run[-1] + 0.4], [height] * 2, color=colour, linewidth=3.2, alpha=0.8,
                solid_capstyle="butt", zorder=3,
            )  # fmt: skip
        if len(runs) > 1:
            axes.plot(
                [places[0], places[-1]], [height] * 2, color=colour, linestyle=":", linewidth=1.0, alpha=0.8,
                zorder=2.5,
            )  # fmt: skip
