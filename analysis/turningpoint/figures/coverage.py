"""How often intervals hold the truth: coverage against memory, by length of the series, each method named."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import spread
from turningpoint.figures.drawing.style import COLOURS, SERIES, WIDTH, new_figure, set_title, text_colour
from turningpoint.its.coverage.kept_table import OURS, WANTED
from turningpoint.number_format import fixed

NAMES = {
    OURS: "calibrated",
    "negative-binomial, hac:6": "negative\nbinomial, HAC 6",
    "negative-binomial": "negative\nbinomial",
    "quasi-poisson": "quasi-Poisson",
    "poisson": "Poisson",
    "ar1-reml": "AR(1) by REML",
    "prais-winsten": "Prais-Winsten",
    "newey-west:6": "Newey-West,\nlag 6",
    "ols": "least squares",
}
"""Methods that are drawn, ours first, as they are written beside their lines."""
ESTIMANDS = {
    "level": "level",
    "slope": "slope",
    "expected_excess": "expected excess",
    "observed_excess": "observed excess",
}
PANELS = (24, 48, 96, 180)
"""Lengths that are drawn, as far as the table has them."""
PANEL_INCHES = 1.75


def coverage_figure(cells: pd.DataFrame) -> Figure:
    """Draw coverage against memory: a row of panels an estimand, a column a length, a line a method.

    Lines are means over the cells of one length and memory (means of the counts, truths, harmonics); each small dot
    is one cell of the calibrated model. The band is what is wanted of it. Call it inside ``figure_style()``.

    Parameters
    ----------
    cells : rows of one process as ``read_coverage`` gives them. The frame is not changed.

    Raises
    ------
    ParameterError
        There is no calibrated interval in the table.
    """
    ours = cells[cells["method"] == OURS]
    if ours.empty:
        raise ParameterError("the table of coverage has no calibrated interval to draw. Run make coverage again.")
    lengths = [n for n in PANELS if n in set(cells["points"])]
    estimands = [name for name in ESTIMANDS if name in set(cells["estimand"])]
    cells = cells[cells["points"].isin(lengths) & cells["estimand"].isin(estimands) & cells["method"].isin(NAMES)]
    figure = new_figure(width=1.25 * WIDTH, height=0.9 + PANEL_INCHES * len(estimands))
    panels = figure.subplots(len(estimands), len(lengths), sharex=True, sharey="row", squeeze=False)
    for row, estimand in zip(panels, estimands, strict=True):
        for axes, n in zip(row, lengths, strict=True):
            chosen = cells[(cells["points"] == n) & (cells["estimand"] == estimand)]
            ends = _panel(axes, chosen)
            if axes in panels[0]:
                axes.set_title(f"{n} months", fontsize=9.5)
            if axes in panels[-1]:
                axes.set_xlabel("memory ρ", fontsize=9)
        row[0].set_ylabel(ESTIMANDS[estimand])
        row[0].set_ylim(min(80.0, row[0].get_ylim()[0]), 100.8)
        _name_lines(row[-1], ends)
    set_title(figure, _sentence(cells))
    return figure


def _panel(axes: Axes, cells: pd.DataFrame) -> list[tuple[str, float, float, str]]:
    """Draw one panel and give name, right end and colour of every line."""
    axes.axhspan(100 * WANTED[0], 100 * WANTED[1], color=COLOURS["transition"], linewidth=0, zorder=0)
    methods = [method for method in NAMES if method in set(cells["method"])]
    ends = []
    for method, style in zip(methods, SERIES, strict=False):
        rows = cells[cells["method"] == method]
        line = 100 * rows.groupby("rho")["coverage"].mean()
        x, y = line.index.to_numpy(dtype=float), line.to_numpy(dtype=float)
        own = method == OURS
        axes.plot(
            x, y, color=style.colour, linestyle=style.line, marker=style.marker, markersize=4.0 if own else 3.0,
            markeredgewidth=0, linewidth=2.0 if own else 1.2, zorder=3 if own else 2,
        )  # fmt: skip
        if own:
            axes.plot(rows["rho"], 100 * rows["coverage"], ".", color=style.colour, markersize=2.5, alpha=0.5, zorder=2)
        ends.append((NAMES[method], float(x[-1]), float(y[-1]), style.colour))
    axes.set_xlim(cells["rho"].min() - 0.05, cells["rho"].max() + 0.05)
    axes.xaxis.set_major_locator(MultipleLocator(0.4))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0f}%"))
    axes.tick_params(labelsize=8.5)
    return ends


def _name_lines(axes: Axes, ends: list[tuple[str, float, float, str]], size: float = 8.0) -> None:
    """Write names right of a panel, lowest line first, moved apart where they would lie on each other."""
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    a_line = 1.3 * size / 72 / (0.8 * PANEL_INCHES) * (high - low)
    ends = sorted(ends, key=lambda end: end[2])
    places = spread([y for _, _, y, _ in ends], [(name.count("\n") + 1) * a_line for name, *_ in ends])
    for (name, x, y, colour), place in zip(ends, places, strict=True):
        axes.annotate(
            name, (x, y), xytext=(x + 0.1, place), color=text_colour(colour), fontsize=size, va="center",
            linespacing=1.1, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.5, "shrinkA": 1, "shrinkB": 3},
        )  # fmt: skip


def _sentence(cells: pd.DataFrame) -> str:
    """Say what is seen at the longest memory that is drawn."""
    longest = cells["rho"].max()
    at = cells[cells["rho"] == longest]
    own, others = at.loc[at["method"] == OURS, "coverage"], at.loc[at["method"] != OURS, "coverage"]
    low, high, least, most = (fixed(100 * share, 0) for share in (own.min(), own.max(), others.min(), others.max()))
    return (
        f"Where the noise remembers most (ρ = {longest:g}), calibrated 95% intervals hold the truth in {low} to "
        f"{high}% of simulated series, the usual ones in {least} to {most}%"
    )
