"""Kill ratio by publisher and basis over the years, with intervals, beside the ratios that were claimed."""

import textwrap
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_powers
from turningpoint.figures.drawing.style import COLOURS, SERIES, SeriesStyle, narrow, new_figure, text_colour
from turningpoint.killratio.one_period.ratio import as_odds, ratio_change
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED
from turningpoint.killratio.publishers.published_ratios import COMBINED
from turningpoint.number_format import ratio

_VERBS = {"fall": "fell", "rise": "rose", "none": "went"}
_COLON = ":"  # odds as an axis has room for
_STARS: dict[str, Any] = {
    "linestyle": "none", "marker": "*", "markersize": 10, "markerfacecolor": "none", "markeredgecolor": COLOURS["text"],
}  # fmt: skip
"""What was claimed."""


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
    series, claims = _series(table), table[(table["basis"] == CLAIMED) & (table["ratio"] > 0)]
    across = min(2 if narrow() else 3, max(1, len(series)))
    rows = max(1, -(-len(series) // across))
    figure = new_figure(height=1.5 + 1.95 * rows)
    panels = list(figure.subplots(rows, across, sharex=True, sharey=True, squeeze=False).flat)
    for axes in panels:
        _prepare(axes, table, claims)
    for axes, style, ((publisher, basis), its) in zip(panels, SERIES, series, strict=False):
        _draw(axes, its, style)
        words = (publisher, BASIS_TITLES.get(basis, basis))
        named = "\n".join(textwrap.fill(each, 24 if narrow() else 30) for each in words)
        axes.set_title(named, loc="left", fontsize=8.6, color=text_colour(style.colour), linespacing=1.15)
    for axes in panels[len(series) :]:
        axes.set_visible(len(series) == 0)
    figure.supylabel("Militants : security forces killed, log scale", fontsize=10)
    _key(figure, claims)
    title = _sentence(table)
    caption = "Bars: intervals, thick and thin where a band of cluster factors is borrowed; arrows: open ends."
    return Picture(figure, title, caption, _described(table, title), table)


def _described(table: pd.DataFrame, title: str) -> str:
    """Say the finding, and every series by its first, lowest and last year."""
    parts = []
    for (publisher, basis), rows in table.sort_values("year").groupby(["publisher", "basis_title"], sort=False):
        ends = rows.iloc[[0, int(rows["ratio"].to_numpy().argmin()), -1]].drop_duplicates("year").sort_values("year")
        values = ", ".join(f"{row['year']}: {ratio(row['ratio'])}" for row in ends.to_dict("records"))
        parts.append(f"{publisher}, {basis}: {values}")
    return f"Kill ratios by year, a panel a series. {title}. {'. '.join(parts)}."


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
    last = len(rows) - 1
    turn = [at for at in (int(ratios.argmin()), int(ratios.argmax())) if at not in (0, last)][:1]
    pairs = list(rows[["militants", "security"]].astype(int).itertuples(index=False, name=None))
    said: list[str] = []
    for before, after in pairwise([0, *turn, last]):
        verb = _VERBS[ratio_change(pairs[before], pairs[after]).sure]
        start = "" if said else f" from {as_odds(ratios[0], _COLON)} in {years[0]}"
        said.append(f"{verb}{start} to {as_odds(ratios[after], _COLON)} in {years[after]}")
    return f"By {publisher} the kill ratio {' and '.join(said)}"


def _series(table: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Counted series, the longest first; refuse a table that cannot be drawn."""
    if table.empty:
        raise ParameterError("the table of kill ratios has no row.")
    if (twice := table.duplicated(["publisher", "basis", "year"])).any():
        row = table[twice].iloc[0]
        raise ParameterError(f"{row['publisher']} has {row['year']} more than once on the basis {row['basis']!r}.")
    counted = table[table["basis"] != CLAIMED].sort_values("year")
    groups = [((str(who), str(basis)), rows) for (who, basis), rows in counted.groupby(["publisher", "basis"])]
    if len(groups) > len(SERIES):
        raise ParameterError(f"{len(groups)} series are too many to tell apart. Draw at most {len(SERIES)}.")
    return sorted(groups, key=lambda group: (-len(group[1]), group[0]))


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


def _prepare(axes: Axes, table: pd.DataFrame, claims: pd.DataFrame) -> None:
    """Scales with whole years and ratios by doublings as odds, the line at 1:1, and claimed ratios as open stars."""
    first, last = int(table["year"].min()), int(table["year"].max())
    ends = table[["ratio", "clustered_low", "clustered_high"]].to_numpy(dtype=float)
    finite = [0.5, 2.0, *ends[np.isfinite(ends) & (ends > 0)]]
    low, high = min(finite) / 1.25, max(finite) * 1.25  # room for arrows and labels
    axes.set(yscale="log", xlim=(first - 0.6, last + 0.6), ylim=(low, high))
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.3, zorder=1)
    axes.plot(claims["year"], claims["ratio"], **_STARS, markeredgewidth=1.1, zorder=1.5)
    axes.set_xticks(range(last, first - 1, -(1 + (last - first) // 4)))
    axes.set_xticks(range(first, last + 1), minor=True)
    mark_powers(axes.yaxis, low, high, lambda ratio: as_odds(ratio, _COLON), most=6)
    axes.tick_params(labelsize=8.6)


def _key(figure: Figure, claims: pd.DataFrame) -> None:
    """Say below the panels what the line at 1:1 and the stars are."""
    parity = "1:1; above it more militants were killed, below it more security forces"
    handles = [Line2D([], [], color=COLOURS["intervention"], linewidth=1.3, label=parity)]
    if len(claims):
        pairs = (f"{row['militants']:,} : {row['security']:,} in {row['year']}" for row in claims.to_dict("records"))
        handles.append(Line2D([], [], **_STARS, label=f"as claimed: {'; '.join(pairs)}"))
    for handle in handles:
        handle.set_label(textwrap.fill(str(handle.get_label()), 44 if narrow() else 90))
    figure.legend(handles=handles, loc="outside lower left", fontsize=8.8, handlelength=1.6, labelspacing=0.4)
