"""Kill ratio by publisher and basis over the years, with intervals, beside the ratios that were claimed."""

import textwrap
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, SeriesStyle, narrow, new_figure, set_title, text_colour
from turningpoint.killratio.one_period.ratio import as_odds, ratio_change
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED
from turningpoint.killratio.publishers.published_ratios import COMBINED
from turningpoint.number_format import ratio

_VERBS = {"fall": "fell", "rise": "rose", "none": "went"}
_COLON = ":"  # odds as an axis has room for


@in_style
def kill_ratio_by_publisher(table: pd.DataFrame) -> Picture:
    """Draw yearly kill ratios, a panel a publisher and basis, on one logarithmic axis on which 1:1 is marked.

    The intervals are those for deaths that come in clusters, thick at the lower and thin at the upper factor of a band;
    one that is open ends in an arrow. A line joins two years only where the publisher prints both. What was claimed
    stands in every panel, as open stars.

    Parameters
    ----------
    table : as `all_ratios.ratios_by_publisher` returns it. The rows of basis ``as claimed`` are drawn as claims.

    Raises
    ------
    ParameterError
        There is no row, a publisher has one year twice on one basis, or there are more series than styles.
    """
    series = _series(table)
    across = min(2 if narrow() else 3, max(1, len(series)))
    rows = max(1, -(-len(series) // across))
    figure = new_figure(height=1.5 + 1.95 * rows)
    panels = list(figure.subplots(rows, across, sharex=True, sharey=True, squeeze=False).flat)
    for axes in panels:
        axes.set_yscale("log")
        axes.set_xlim(table["year"].min() - 0.6, table["year"].max() + 0.6)
        axes.set_ylim(*_limits(table))
        axes.axhline(1, color=COLOURS["intervention"], linewidth=1.3, zorder=1)
        _draw_claims(axes, table[table["basis"] == CLAIMED])
        _set_ticks(axes, table)
    for axes, style, ((publisher, basis), its) in zip(panels, SERIES, series, strict=False):
        _draw(axes, its, style)
        words = (publisher, BASIS_TITLES.get(basis, basis))
        named = "\n".join(textwrap.fill(each, 24 if narrow() else 30) for each in words)
        axes.set_title(named, loc="left", fontsize=8.6, color=text_colour(style.colour), linespacing=1.15)
    for axes in panels[len(series) :]:
        axes.set_visible(len(series) == 0)
    figure.supylabel("Militants : security forces killed, log scale", fontsize=10)
    _key(figure, table[table["basis"] == CLAIMED])
    title = _sentence(table)
    set_title(figure, title)
    return Picture(figure, title, _CAPTION, _described(table), table)


_CAPTION = "Bars: intervals, thick and thin where a band of cluster factors is borrowed; arrows: open ends."


def _described(table: pd.DataFrame) -> str:
    """Every ratio, for those who do not see the figure."""
    parts = []
    for (publisher, basis), rows in table.groupby(["publisher", "basis_title"], sort=False):
        values = ", ".join(f"{row['year']}: {ratio(row['ratio'])}" for row in rows.to_dict("records"))
        parts.append(f"{publisher}, {basis}: {values}")
    return f"Kill ratios by year, a panel a series, on a logarithmic scale with 1:1 marked. {'. '.join(parts)}."


def _sentence(table: pd.DataFrame) -> str:
    """Say in one sentence what the table shows: the course of the longest series on both bases, and of attacks alone.

    >>> rows = [("P", "attacks_and_operations", *one) for one in ((2015, 6000), (2019, 800), (2025, 3200))]
    >>> frame = pd.DataFrame(rows, columns=["publisher", "basis", "year", "militants"]).assign(security=1000)
    >>> _sentence(frame.assign(ratio=frame["militants"] / frame["security"]))
    'By P the kill ratio fell from 6:1 in 2015 to 1:1.2 in 2019 and rose to 3.2:1 in 2025'
    """
    counted = table[(table["basis"] != CLAIMED) & (table["ratio"] > 0)]
    if counted.empty:
        return "No publisher prints both sides: there are only the claimed ratios"
    combined = counted[counted["basis"] == COMBINED]
    groups = (combined if len(combined) else counted).groupby(["publisher", "basis"])
    rows = max((rows for _, rows in groups), key=len).sort_values("year")
    attacks = counted[counted["basis"] == "attacks"]
    below = len(attacks) > 0 and bool((attacks["ratio"] < 1).all())
    return _course(rows) + ("; in attacks alone militants always lost fewer than the security forces" if below else "")


def _course(rows: pd.DataFrame) -> str:
    """Say how one series ran: first, lowest or highest, last; “fell” and “rose” where both ends of the band say so."""
    publisher = rows["publisher"].iloc[0]
    years, ratios = rows["year"].to_numpy(), rows["ratio"].to_numpy(dtype=float)
    if len(rows) == 1:
        return f"By {publisher} the kill ratio was {as_odds(ratios[0], _COLON)} in {years[0]}"
    low, high = int(ratios.argmin()), int(ratios.argmax())
    turns = {0, len(rows) - 1} - {low}
    turn = low if len(turns) == 2 else high if len({0, len(rows) - 1} - {high}) == 2 else None
    points = [0, len(rows) - 1] if turn is None else [0, turn, len(rows) - 1]
    pairs = list(rows[["militants", "security"]].astype(int).itertuples(index=False, name=None))
    words = [f"from {as_odds(ratios[0], _COLON)} in {years[0]}"]
    for before, after in pairwise(points):
        verb = _VERBS[ratio_change(pairs[before], pairs[after]).sure]
        words.append(f"{verb} to {as_odds(ratios[after], _COLON)} in {years[after]}")
    first_verb, rest = words[1].split(" ", 1)
    return f"By {publisher} the kill ratio {first_verb} {words[0]} {rest}" + (
        f" and {words[2]}" if turn is not None else ""
    )


def _series(table: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Counted series, the longest first; refuse a table that cannot be drawn."""
    if table.empty:
        raise ParameterError("the table of kill ratios has no row.")
    if (twice := table.duplicated(["publisher", "basis", "year"])).any():
        row = table[twice].iloc[0]
        raise ParameterError(f"{row['publisher']} has {row['year']} more than once on the basis {row['basis']!r}.")
    counted = table[table["basis"] != CLAIMED].sort_values("year")
    groups = [
        ((str(publisher), str(basis)), rows) for (publisher, basis), rows in counted.groupby(["publisher", "basis"])
    ]
    if len(groups) > len(SERIES):
        raise ParameterError(f"{len(groups)} series are too many to tell apart. Draw at most {len(SERIES)}.")
    return sorted(groups, key=lambda group: (-len(group[1]), group[0]))


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    """Limits that hold every finite end above zero, and 1:1, with room for arrows and labels."""
    ends = table[["ratio", "clustered_low", "clustered_high"]].to_numpy(dtype=float)
    finite = [float(end) for end in ends.ravel() if np.isfinite(end) and end > 0] + [0.5, 2.0]
    return min(finite) / 1.25, max(finite) * 1.25


def _draw(axes: Axes, rows: pd.DataFrame, style: SeriesStyle) -> None:
    """One series: points, intervals, and lines between neighbouring years."""
    years = np.arange(rows["year"].min(), rows["year"].max() + 1)
    ratios = rows.loc[rows["ratio"] > 0].set_index("year")["ratio"].reindex(years).to_numpy(dtype=float)
    axes.plot(
        years, ratios, color=style.colour, linestyle=style.line, linewidth=1.3, marker=style.marker,
        markersize=5.2, markeredgewidth=0, zorder=3,
    )  # fmt: skip
    bottom, top = axes.get_ylim()
    narrow = rows[["clustered_low_narrow", "clustered_high_narrow"]].to_numpy(dtype=float)
    wide = rows[["year", "clustered_low", "clustered_high"]].itertuples(index=False)
    for (year, low, high), inner in zip(wide, narrow, strict=True):
        ends = [low if low > 0 else bottom, high if np.isfinite(high) else top]
        axes.plot([year] * 2, ends, color=style.colour, linewidth=1.1, zorder=2)
        if list(inner) != [low, high]:
            axes.plot([year] * 2, np.clip(inner, bottom, top), color=style.colour, linewidth=2.6, zorder=2)
        for open_end, end, marker in ((not low > 0, bottom, "v"), (not np.isfinite(high), top, "^")):
            if open_end:
                axes.plot(year, end, marker=marker, color=style.colour, markersize=6, clip_on=False, zorder=4)


def _draw_claims(axes: Axes, claims: pd.DataFrame) -> None:
    """Claimed ratios, as open stars."""
    known = claims[claims["ratio"] > 0]
    axes.plot(
        known["year"], known["ratio"], linestyle="none", marker="*", markersize=10, markerfacecolor="none",
        markeredgecolor=COLOURS["text"], markeredgewidth=1.1, zorder=1.5,
    )  # fmt: skip


def _key(figure: Figure, claims: pd.DataFrame) -> None:
    """Say below the panels what the line at 1:1 and the stars are."""
    parity = Line2D([], [], color=COLOURS["intervention"], linewidth=1.3)
    parity.set_label("1:1; above it more militants were killed, below it more security forces")
    handles = [parity]
    if len(known := claims[claims["ratio"] > 0]):
        told = "; ".join(
            f"{row['militants']:,} : {row['security']:,} in {row['year']}" for row in known.to_dict("records")
        )
        star = Line2D([], [], linestyle="none", marker="*", markersize=10, markerfacecolor="none")
        star.set(markeredgecolor=COLOURS["text"], label=f"as claimed: {told}")
        handles.append(star)
    for handle in handles:
        handle.set_label(textwrap.fill(str(handle.get_label()), 44 if narrow() else 90))
    figure.legend(handles=handles, loc="outside lower left", fontsize=8.8, handlelength=1.6, labelspacing=0.4)


def _set_ticks(axes: Axes, table: pd.DataFrame) -> None:
    """Whole years, and ratios by doublings (by fourfold steps where there are many), written as odds."""
    first, last = int(table["year"].min()), int(table["year"].max())
    axes.set_xticks(range(last, first - 1, -(1 + (last - first) // 4)))
    axes.set_xticks(range(first, last + 1), minor=True)
    bottom, top = np.log2(axes.get_ylim())
    step = 1 + int((top - bottom) // 6)
    powers = [power for power in range(int(np.ceil(bottom)), int(np.floor(top)) + 1) if power % step == 0]
    axes.set_yticks([2.0**power for power in powers], [as_odds(2.0**power, _COLON) for power in powers])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.tick_params(labelsize=8.6)
