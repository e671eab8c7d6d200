"""How often intervals hold the truth: coverage against memory, by length of the series, each method named."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import spread
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, WIDTH, new_figure, set_title, text_colour
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL
from turningpoint.its.coverage.kept_table import OURS, WANTED
from turningpoint.its.coverage.simulate_cell import BENDING
from turningpoint.number_format import confidence_label, fixed, percent

METHODS = {
    OURS: "calibrated",
    BENDING: "calibrated, bending before",
    USUAL: "negative binomial, HAC 6",
    "negative-binomial": "negative binomial",
    "quasi-poisson": "quasi-Poisson",
    "poisson, hac:6": "Poisson, HAC 6",
    "poisson": "Poisson",
    "ar1-reml": "AR(1) by REML",
    "prais-winsten": "Prais-Winsten",
    "newey-west:6": "least squares, Newey-West lag 6",
    "ols": "least squares",
}
"""Method of the grid → how a reader knows it; ours first, then as many intervals of it can be trusted, roughly."""
_WRAPPED = {USUAL: "negative\nbinomial, HAC 6", "negative-binomial": "negative\nbinomial"}
_WRAPPED |= {"newey-west:6": "Newey-West,\nlag 6"}
NAMES = {method: name for method, name in (METHODS | _WRAPPED).items() if method not in (BENDING, "poisson, hac:6")}
"""Methods that are drawn, ours first, as they are written beside their lines."""
ESTIMANDS = {name: name.replace("_", " ") for name in ("level", "slope", "expected_excess", "observed_excess")}
BEYOND = {"feedback", "curved"}
"""Processes that the calibrated model does not know."""
PANELS = (24, 48, 96, 180)
"""Lengths that are drawn, as far as the table has them."""
PANEL_INCHES = 1.75


@in_style
def coverage(cells: pd.DataFrame, *, made: str = "") -> Picture:
    """Draw coverage against memory: a row of panels an estimand, a column a length, a line a method.

    Lines are means over the cells of one length and memory (means of the counts, truths, harmonics); each small dot
    is one cell of the calibrated model. The band is what is wanted of it.

    Parameters
    ----------
    cells : rows of one process as ``read_coverage`` gives them; without a calibrated interval they are refused.
    made : how they were made, in words.
    """
    if cells[cells["method"] == OURS].empty:
        raise ParameterError("the table of coverage has no calibrated interval to draw. Run make coverage again.")
    low, high = (percent(end, decimals=1) for end in WANTED)
    apart = "" if set(cells["process"]) & BEYOND else "Curved courses and feedback stand apart, below. "
    figure, title = _drawn(cells)
    return Picture(
        figure,
        title,
        caption=(
            f"Coverage of {confidence_label(CONFIDENCE)}s against the memory ρ of the noise, by length of the series. "
            "Lines are means over the cells of a length and memory; a small dot is one cell of the calibrated model. "
            f"The band is what is wanted, {low.rstrip('%')} to {high}. The usual models have no observed excess. "
            f"{apart}{made}"
        ),
        alt=_alt(cells),
        data=cells,
    )


def _alt(cells: pd.DataFrame) -> str:
    at = [cells["rho"].min(), cells["rho"].max()]
    parts = []
    for method in (OURS, USUAL):
        line = cells[(cells["method"] == method) & (cells["estimand"] == "level")].groupby("rho")["coverage"].mean()
        ends = [f"{percent(line.get(rho), decimals=1)} at ρ = {rho:g}" for rho in at]
        parts.append(f"{METHODS[method]}, level: {' and '.join(ends)} on average")
    return f"Panels of lines, a row an effect and a column a length, of coverage against memory. {'; '.join(parts)}."


def _drawn(cells: pd.DataFrame) -> tuple[Figure, str]:
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
    title = _sentence(cells)
    set_title(figure, title)
    return figure, title


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
