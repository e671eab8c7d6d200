"""The specification curve: effects of all specifications in order, and below them the choices behind each."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_ratios
from turningpoint.figures.drawing.style import COLOURS, new_figure, set_title
from turningpoint.number_format import fixed
from turningpoint.outcome import Outcome
from turningpoint.robustness.specifications.grid import TITLES
from turningpoint.robustness.specifications.joint_test import Specifications

SHORT = {
    "events": "lethal events",
    "events_without_india": "without India-Pakistan",
    "events_state_based": "state-based conflict",
    "events_one_sided": "one-sided violence",
    "deaths_best": "deaths",
}
"""Outcomes as a figure has room for."""
_FAR = 40.0
BINS = 60


@in_style
def specification_curve(
    found: Specifications,
    outcomes: Mapping[str, Outcome],
    *,
    source: str,
    effect: str = "level",
    default: int | None = None,
) -> Picture:
    """Draw the effect of every specification from the smallest to the largest, and where each choice lies among them.

    Above: dots with the band of their own intervals; dark where the interval excludes one. Below, a row a value of a
    choice, those that matter most first: the darker, the more of the specifications at that place of the curve make
    it (by 60 bins, so that thousands stay readable in print). Choices with one value are left out.

    Parameters
    ----------
    outcomes : of the specifications, by name. source : in words. effect : ``level`` or ``slope``.
    default : row of the report's own specification, to be marked.

    Raises
    ------
    ParameterError
        A column is missing, or there is no row.
    """
    words = {name: SHORT.get(name, one.label) for name, one in outcomes.items()}
    frame = found.frame.assign(outcome=found.frame["outcome"].map(words))
    shares = found.split[found.split["effect"] == "level"].set_index("choice")["share"].fillna(-1.0)
    titles = {name: TITLES[name] for name in sorted(TITLES, key=lambda name: -float(shares[name]))}
    wanted = [effect, f"{effect}_low", f"{effect}_high", *titles]
    if missing := [column for column in wanted if column not in frame.columns]:
        raise ParameterError(f"the frame of specifications lacks the columns {', '.join(missing)}.")
    if frame.empty:
        raise ParameterError("the frame of specifications has no row.")
    order = frame[effect].to_numpy(dtype=float).argsort(kind="stable")
    rows = frame.iloc[order].reset_index(drop=True)
    shown = {column: name for column, name in titles.items() if len(set(rows[column])) > 1}
    values = [(column, value) for column in shown for value in _ordered(rows[column])]
    figure = new_figure(height=3.1 + 0.19 * (len(values) + len(shown)))
    height = 0.19 * (len(values) + len(shown)) if values else 0.2
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[2.8, height])
    _curve(above, rows, effect, None if default is None else int(np.flatnonzero(order == default)[0]))
    _choices(below, rows, shown)
    above.set_xlim(-1, len(rows))
    below.set_xlabel(f"{len(rows):,} specifications, smallest effect to largest")
    one = found.of(effect)
    chance = "rarer than" if one.p_median <= 1 - found.confidence else "no more than"
    title = (
        f"Over {len(frame):,} specifications the {effect} runs from {fixed(one.low, 1)} to {fixed(one.high, 1)}; its "
        f"median, {fixed(one.median, 1)}, is {chance} chance gives"
    )
    set_title(figure, title)
    caption = (
        "Every combination of the choices below, from the smallest effect to the largest, with its own interval. "
        "Below: the darker, the more of the specifications at that place make the choice. How likely so large a median "
        f"is where nothing changed comes from {found.replicates} sets of series simulated without a change, each "
        f"analysed by all of the specifications. {source}."
    )
    split = found.split[found.split["effect"] == effect].dropna().sort_values("share", ascending=False).head(3)
    first = ", ".join(f"{TITLES[row['choice']].lower()} {row['share']:.0%}" for row in split.to_dict("records"))
    alt = f"{found.summary()} Of the variance of the {effect}s lie between the values of: {first}."
    return Picture(figure, title, caption, alt, frame)


def _curve(axes: Axes, rows: pd.DataFrame, effect: str, default: int | None) -> None:
    values, low, high = (
        np.clip(rows[name].to_numpy(dtype=float), 1 / _FAR, _FAR)
        for name in (effect, f"{effect}_low", f"{effect}_high")
    )
    x = np.arange(len(rows))
    told = (low > 1) | (high < 1)
    axes.vlines(
        x, low, high, color=COLOURS["reference"], alpha=0.25, linewidth=max(0.15, 120 / len(rows)), zorder=1,
        rasterized=True,
    )  # fmt: skip
    for mask, colour, size in ((~told, COLOURS["observed"], 3.0), (told, COLOURS["fitted"], 4.0)):
        axes.scatter(x[mask], values[mask], s=size, color=colour, linewidths=0, zorder=3, rasterized=True)
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.1, zorder=2)
    bottom, top = max(low.min(), 1 / 16) / 1.1, min(high.max(), 32) * 1.1
    mark_ratios(axes, "y", bottom, top)
    axes.set_ylim(bottom, top)
    axes.set_ylabel(f"{effect} ratio, log scale")
    axes.annotate(
        "blue: its own interval excludes one; lines: the intervals", (0.012, 0.93), xycoords="axes fraction",
        fontsize=8.6, color=COLOURS["text"],
    )  # fmt: skip
    if default is not None:
        axes.plot(default, values[default], "D", color=COLOURS["intervention"], markersize=7, zorder=5)
        axes.annotate(
            "nearest to the report's own", (default, values[default]), xytext=(0.3, 0.82), textcoords="axes fraction",
            ha="center", fontsize=8.8, fontweight="bold", zorder=6,
            arrowprops={"arrowstyle": "-", "color": COLOURS["intervention"], "linewidth": 0.9},
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )  # fmt: skip


def _choices(axes: Axes, rows: pd.DataFrame, shown: dict[str, str]) -> None:
    """A strip a value: the share of the specifications of a bin that make this choice."""
    edges = np.linspace(0, len(rows), min(BINS, len(rows)) + 1)
    place = np.clip(np.searchsorted(edges, np.arange(len(rows)), side="right") - 1, 0, len(edges) - 2)
    total = np.bincount(place, minlength=len(edges) - 1)
    labels, at = [], 0.0
    for column, name in shown.items():
        axes.annotate(
            name, (0.0, at), xycoords=("axes fraction", "data"), xytext=(-6, 0), textcoords="offset points",
            ha="right", va="center", fontsize=8.6, fontweight="bold", annotation_clip=False,
        )  # fmt: skip
        at += 1
        for value in _ordered(rows[column]):
            mine = np.bincount(place[(rows[column] == value).to_numpy()], minlength=len(edges) - 1)
            share = mine / np.maximum(total, 1)
            for left, right, part in zip(edges[:-1], edges[1:], share, strict=True):
                if part > 0:
                    axes.barh(at, right - left, left=left, height=0.8, color=COLOURS["fitted"], alpha=part, linewidth=0)
            labels.append((at, str(value)))
            at += 1
    axes.set_ylim(at - 0.4, -0.7)
    axes.set_yticks([place for place, _ in labels], [text for _, text in labels], fontsize=8.2)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)


def _ordered(column: pd.Series) -> list[Any]:
    """Give the values of a choice in order: numbers by size, words by the alphabet."""
    return sorted(set(column.tolist()))
