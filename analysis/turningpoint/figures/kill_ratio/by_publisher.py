"""Kill ratio by publisher and basis over the years, with intervals, beside the ratios that were claimed."""

import textwrap
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import Label, label_line_ends
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, SeriesStyle, new_figure, set_title
from turningpoint.killratio.one_period.ratio import as_odds, ratio_change
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED
from turningpoint.killratio.publishers.published_ratios import COMBINED
from turningpoint.number_format import ratio

_DODGE = 0.09  # years between two series, so that their intervals do not lie on each other
_VERBS = {"fall": "fell", "rise": "rose", "none": "went"}
_COLON = ":"  # odds as an axis has room for


@in_style
def kill_ratio_by_publisher(table: pd.DataFrame) -> Picture:
    """Draw yearly kill ratios on a logarithmic axis on which 1:1 is marked, claimed ratios apart from counted ones.

    The intervals are those for deaths that come in clusters, thick at the lower and thin at the upper factor of a band;
    one that is open ends in an arrow. A line joins two years only where the publisher prints both.

    Parameters
    ----------
    table : as `all_ratios.ratios_by_publisher` returns it. The rows of basis ``as claimed`` are drawn as claims.

    Raises
    ------
    ParameterError
        There is no row, a publisher has one year twice on one basis, or there are more series than styles.
    """
    series = _series(table)
    figure = new_figure(height=5.4)
    axes = figure.subplots()
    axes.set_yscale("log")
    axes.set_xlim(table["year"].min() - 0.6, table["year"].max() + 0.6)
    axes.set_ylim(*_limits(table))
    _mark_parity(axes)
    labels = []
    for place, ((publisher, basis), rows) in enumerate(series):
        offset = (place - (len(series) - 1) / 2) * _DODGE
        _draw(axes, rows, SERIES[place], offset)
        text = f"{publisher}\n{textwrap.fill(BASIS_TITLES.get(basis, basis), 26)}"
        known = rows[rows["ratio"] > 0]
        if len(known):
            # Only the last point: between points years apart there is no line that a leader could cross.
            x, y = (known[name].to_numpy(dtype=float)[-1:] for name in ("year", "ratio"))
            labels.append(Label(text, x + offset, y, SERIES[place].colour))
    _draw_claims(axes, table[table["basis"] == CLAIMED])
    _set_ticks(axes, table)
    if labels:
        label_line_ends(axes, labels, size=8.6)
    title = _sentence(table)
    set_title(figure, title)
    return Picture(figure, title, _CAPTION, _described(table), table)


_CAPTION = "Bars: intervals; thick and thin where a band of cluster factors is borrowed. Stars: as claimed."


def _described(table: pd.DataFrame) -> str:
    """Every ratio, for those who do not see the figure."""
    parts = []
    for (publisher, basis), rows in table.groupby(["publisher", "basis_title"], sort=False):
        values = ", ".join(f"{row['year']}: {ratio(row['ratio'])}" for row in rows.to_dict("records"))
        parts.append(f"{publisher}, {basis}: {values}")
    return f"Kill ratios by year on a logarithmic scale with 1:1 marked. {'. '.join(parts)}."


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


def _mark_parity(axes: Axes) -> None:
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.3, zorder=1)
    for text, offset, side in (("more militants killed ↑", 4, "bottom"), ("more security forces killed ↓", -4, "top")):
        axes.annotate(
            text, (0.012, 1), xycoords=axes.get_yaxis_transform(), xytext=(0, offset), textcoords="offset points",
            va=side, fontsize=8.8, color=COLOURS["text"],
        )  # fmt: skip


def _draw(axes: Axes, rows: pd.DataFrame, style: SeriesStyle, offset: float) -> None:
    """One series: points, intervals, and lines between neighbouring years."""
    years = np.arange(rows["year"].min(), rows["year"].max() + 1)
    ratios = rows.loc[rows["ratio"] > 0].set_index("year")["ratio"].reindex(years).to_numpy(dtype=float)
    axes.plot(
        years + offset, ratios, color=style.colour, linestyle=style.line, linewidth=1.3, marker=style.marker,
        markersize=5.2, markeredgewidth=0, zorder=3,
    )  # fmt: skip
    bottom, top = axes.get_ylim()
    narrow = rows[["clustered_low_narrow", "clustered_high_narrow"]].to_numpy(dtype=float)
    wide = rows[["year", "clustered_low", "clustered_high"]].itertuples(index=False)
    for (year, low, high), inner in zip(wide, narrow, strict=True):
        ends = [low if low > 0 else bottom, high if np.isfinite(high) else top]
        axes.plot([year + offset] * 2, ends, color=style.colour, linewidth=1.1, zorder=2)
        if list(inner) != [low, high]:
            axes.plot([year + offset] * 2, np.clip(inner, bottom, top), color=style.colour, linewidth=2.6, zorder=2)
        for open_end, end, marker in ((not low > 0, bottom, "v"), (not np.isfinite(high), top, "^")):
            if open_end:
                axes.plot(year + offset, end, marker=marker, color=style.colour, markersize=6, clip_on=False, zorder=4)


def _draw_claims(axes: Axes, claims: pd.DataFrame) -> None:
    """Claimed ratios, as open stars with their numbers."""
    for row in claims[claims["ratio"] > 0].to_dict("records"):
        axes.plot(
            row["year"], row["ratio"], linestyle="none", marker="*", markersize=15, markerfacecolor="white",
            markeredgecolor=COLOURS["text"], markeredgewidth=1.4, zorder=5,
        )  # fmt: skip
        away = 26 if row["ratio"] > 1 else -26  # towards the outside, where there is room
        axes.annotate(
            f"as claimed, {row['year']}\n{row['militants']:,} : {row['security']:,}", (row["year"], row["ratio"]),
            xytext=(-26, away), textcoords="offset points", ha="right", va="center", fontsize=8.8, fontweight="bold",
            color=COLOURS["text"], linespacing=1.15, zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5},
            arrowprops={"arrowstyle": "-", "color": COLOURS["text"], "linewidth": 0.8, "shrinkB": 7},
        )  # fmt: skip


def _set_ticks(axes: Axes, table: pd.DataFrame) -> None:
    """Whole years, and ratios by doublings (by fourfold steps where there are many), written as odds."""
    first, last = int(table["year"].min()), int(table["year"].max())
    axes.set_xticks(range(last, first - 1, -(1 + (last - first) // 8)))
    axes.set_xticks(range(first, last + 1), minor=True)
    bottom, top = np.log2(axes.get_ylim())
    step = 1 + int((top - bottom) // 12)
    powers = [power for power in range(int(np.ceil(bottom)), int(np.floor(top)) + 1) if power % step == 0]
    axes.set_yticks([2.0**power for power in powers], [as_odds(2.0**power, _COLON) for power in powers])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_ylabel("Militants killed : security forces killed, log scale")
    axes.text(
        0.012, 0.015, "Bars: interval for deaths in clusters, at the lower (thick)\nand upper (thin) factor of the "
        "band; UCDP by its quarters.",
        transform=axes.transAxes, fontsize=8.4, color=COLOURS["text"], linespacing=1.2,
    )  # fmt: skip
