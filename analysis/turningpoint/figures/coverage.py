"""How often intervals hold the truth: every kind of simulated series a dot, a row a method, a panel an answer."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, WIDTH, narrow, new_figure
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL
from turningpoint.its.coverage.kept_table import LOWEST, ORACLE, OURS, RECENT, STRAIGHT
from turningpoint.number_format import confidence_label, fixed, percent

METHODS = {
    OURS: "calibrated",
    STRAIGHT: "calibrated, straight",
    RECENT: "calibrated, last 36 months",
    USUAL: "negative binomial, HAC 6",
    "quasi-poisson": "quasi-Poisson",
    "ar1-reml": "AR(1) by REML",
    "newey-west:6": "least squares, Newey-West lag 6",
    "means of blocks, t": "means of blocks, t",
    "quasi-poisson of sums": "quasi-Poisson of sums",
    "means, hac:6": "means, HAC 6",
    "block bootstrap": "means, block bootstrap",
    ORACLE: "the oracle",
}
"""Method of the grid → how a reader knows it; ours first, and last the one that knows noise and course."""
ESTIMANDS = {
    "level": "jump",
    "effect_12": "effect of 12 months",
    "before_after_12": "before and after, 12 months",
    "before_after_24": "before and after, 24 months",
    "before_after_whole": "before and after, all",
    "growth_since": "growth since",
    "growth_before": "growth before",
    "acceleration": "acceleration",
    "rise_before": "rise before",
    "slope": "slope",
    "low_point": "low point",
}
"""Answer of the grid → its words."""
PANELS = ("level", "effect_12", "before_after_12", "growth_since")
"""Answers that are drawn, as far as the table has them."""
ROW_INCHES = 0.24


@in_style
def coverage(cells: pd.DataFrame, *, made: str = "") -> Picture:
    """Draw the coverage of every cell as a dot, a row a method, a panel an answer.

    Parameters
    ----------
    cells : as ``read_coverage`` gives them; without a calibrated interval they are refused.
    made : how they were made, in words.
    """
    if cells[cells["method"] == OURS].empty:
        raise ParameterError("the table of coverage has no calibrated interval to draw. Run make coverage again.")
    answers = [name for name in PANELS if name in set(cells["estimand"])]
    shown = cells[cells["estimand"].isin(answers) & cells["method"].isin(METHODS)]
    line = percent(LOWEST)
    caption = f"A dot: one kind of simulated series. Left of {line} it fails. The oracle knows noise and course. {made}"
    jumps = shown[shown["estimand"] == "level"]
    parts = [
        f"{METHODS[method]}, jump: {percent(shares.min(), decimals=1)} to {percent(shares.max(), decimals=1)}"
        for method in (OURS, USUAL)
        if len(shares := jumps.loc[jumps["method"] == method, "coverage"])
    ]
    alt = f"Dots of coverage, a panel an answer, a row a method. {'; '.join(parts)}."
    return Picture(_drawn(shown, answers), _sentence(jumps), caption, alt, shown)


def _drawn(cells: pd.DataFrame, answers: list[str]) -> Figure:
    methods = [method for method in METHODS if method in set(cells["method"])]
    across = min(2, len(answers)) if narrow() else len(answers)
    rows = -(-len(answers) // across)
    figure = new_figure(width=1.3 * WIDTH, height=1.3 + ROW_INCHES * len(methods) * rows)
    panels = figure.subplots(rows, across, sharex=True, sharey=True, squeeze=False).flat
    for axes, answer in zip(panels, answers, strict=False):
        _panel(axes, cells[cells["estimand"] == answer], methods)
        words = ESTIMANDS[answer].replace(", ", ",\n")
        axes.set_title(fill(words, 16) if narrow() else words, fontsize=9.5, loc="left")
    panels[0].set_yticks(range(len(methods)), [METHODS[method] for method in methods])
    panels[0].set_ylim(len(methods) - 0.4, -0.6)
    return figure


def _panel(axes: Axes, cells: pd.DataFrame, methods: list[str]) -> None:
    """Draw one panel: dots of a row lie apart in the order of their cells."""
    axes.axvline(100 * LOWEST, color=COLOURS["counterfactual"], linewidth=0.8, zorder=1)
    for place, method in enumerate(methods):
        found = 100 * cells.loc[cells["method"] == method, "coverage"].to_numpy()
        if not len(found):
            continue
        style = SERIES[0] if method == OURS else SERIES[1]
        apart = 0.28 * np.linspace(-1, 1, len(found)) if len(found) > 1 else np.zeros(1)
        axes.plot(found, place + apart, "o", color=style.colour, markersize=2.2, markeredgewidth=0, alpha=0.6)
        axes.plot([np.median(found)] * 2, [place - 0.36, place + 0.36], color=style.colour, linewidth=2.2, zorder=3)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0f}%"))
    axes.tick_params(labelsize=8.5)


def _sentence(jumps: pd.DataFrame) -> str:
    """Say what is seen of the jump."""
    ours, usual = (jumps.loc[jumps["method"] == method, "coverage"] for method in (OURS, USUAL))
    kinds, label = jumps["kind"].nunique(), confidence_label(CONFIDENCE)
    found = f"Over {kinds} kinds of series calibrated {label}s of the jump hold the truth in {_range(ours)}"
    return f"{found}, the usual ones in {_range(usual)}" if len(usual) else found


def _range(shares: pd.Series) -> str:
    low, high = (fixed(100 * share, 0) for share in (shares.min(), shares.max()))
    return f"{high}%" if low == high else f"{low} to {high}%"
