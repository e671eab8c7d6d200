"""The specification curve: effects of all specifications in order, and below them the choices behind each."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.picture import Picture, check_columns, in_style
from turningpoint.figures.drawing.ratio_axis import mark_ratios
from turningpoint.figures.drawing.style import COLOURS, narrow, new_figure
from turningpoint.number_format import counted, fixed, listed, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.robustness.specifications.grid import ADAPTIVE, PRE_TRENDS, TITLES
from turningpoint.robustness.specifications.joint_test import Specifications

SHORT = {
    "events": "lethal events",
    "events_without_india": "without India-Pakistan",
    "events_state_based": "state-based conflict",
    "events_one_sided": "one-sided violence",
    "deaths_best": "deaths",
}
"""Outcomes as a figure has room for."""
TREND = "pre_trend"
_WORDS = {"straight": "straight", "bending": "bent", ADAPTIVE: "adaptive"}
"""Trend before → the word for it."""
_FAR = 40.0
_MANY = 300
"""Specifications beyond which a curve is drawn as points of a raster."""
BINS, SHADES = 60, 10


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

    What a straight trend before implies and what an adaptive one does are different questions: a panel each. Above:
    dots with their own intervals; blue where the interval excludes one. Below, a row a value of a choice, those that
    matter most first: the darker, the more of the specifications at that place of the curve make it (by 60 bins, so
    that thousands stay readable in print). Choices with one value are left out.

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
    frame = found.frame.reset_index(drop=True)
    frame = frame.assign(outcome=frame["outcome"].map(words))
    shares = found.split[found.split["effect"] == "level"].set_index("choice")["share"].fillna(-1.0)
    titles = {name: TITLES[name] for name in sorted(TITLES, key=lambda name: -float(shares[name]))}
    check_columns(frame, [effect, f"{effect}_low", f"{effect}_high", *titles], "specifications")
    if frame.empty:
        raise ParameterError("the frame of specifications has no row.")
    shown = {name: words for name, words in titles.items() if name != TREND and len(set(frame[name])) > 1}
    trends = [trend for trend in (*PRE_TRENDS, "") if (frame[TREND] == trend).any()] or [""]
    panels = [frame[frame[TREND] == trend] if trend else frame for trend in trends]
    title = _title(found, effect, trends)
    split = found.split[found.split["effect"] == effect].dropna().sort_values("share", ascending=False).head(3)
    first = ", ".join(f"{TITLES[row['choice']].lower()} {row['share']:.0%}" for row in split.to_dict("records"))
    caption = (
        "Blue: the interval excludes one. Diamond: the report's own. Below: the darker, the more make the choice. "
        f"Chance: {found.replicates} sets of series simulated without a change. {source}."
    )
    alt = f"Dots with intervals by size. {title}. Of the variance of the {effect}s lie between the values of: {first}."
    return Picture(_drawn(panels, trends, shown, effect, default), title, caption, alt, frame)


def _title(found: Specifications, effect: str, trends: Sequence[str]) -> str:
    """Say the median by the trend before, and whether chance gives as much."""
    told: dict[str, list[str]] = {}
    for trend in [trend for trend in trends if trend in found.by_trend] or [""]:
        one = found.of(effect, trend)
        chance = "rarer than" if one.p_median <= 1 - found.confidence else "no more than"
        told.setdefault(chance, []).append(f"{fixed(one.median, 1)}{f' ({_WORDS[trend]})' if trend else ''}")
    said = (f"{listed(medians)}, {chance} chance gives" for chance, medians in told.items())
    return f"Median {effect}{' by the trend before' if found.by_trend else ''}: {'; '.join(said)}"


def _drawn(
    panels: Sequence[pd.DataFrame], trends: Sequence[str], shown: Mapping[str, str], effect: str, default: int | None
) -> Figure:
    """Draw a curve with its choices below for every trend: side by side, or below each other on a phone."""
    whole = pd.concat(panels)
    values = {column: sorted(set(whole[column].tolist())) for column in shown}
    high = max(0.2, 0.19 * (len(shown) + sum(map(len, values.values()))))
    down = len(panels) if narrow() else 1
    figure = new_figure(height=0.9 + down * (2.5 + high))
    grid = figure.subplots(2 * down, len(panels) // down, squeeze=False, height_ratios=[2.2, high] * down)
    for number, (trend, one) in enumerate(zip(trends, panels, strict=True)):
        above, below = (grid[2 * number + i, 0] if narrow() else grid[i, number] for i in (0, 1))
        order = one[effect].to_numpy(dtype=float).argsort(kind="stable")
        rows = one.iloc[order].reset_index(drop=True)
        own = [place for place, row in enumerate(one.index[order]) if row == default]
        _curve(above, rows, whole, effect, own[0] if own else None)
        _choices(below, rows, shown, values, named=narrow() or number == 0)
        name = f"{sentence_case(_WORDS[trend])} trend before" if trend else "All"
        above.set_title(f"{name}\n{counted(len(rows), 'specification')}", loc="left", fontsize=9.5)
        if not narrow() and number:
            above.tick_params(labelleft=False)
        else:
            above.set_ylabel(f"{effect} ratio, log scale")
        for axes in (above, below):
            axes.set_xlim(-0.6, len(rows) - 0.4)
            axes.set_xticks([])
        below.set_xlabel("smallest to largest", fontsize=8.6)
    return figure


def _curve(axes: Axes, rows: pd.DataFrame, whole: pd.DataFrame, effect: str, own: int | None) -> None:
    """Dots in order with their intervals, on the scale of all panels; ``own`` is marked."""
    names = (effect, f"{effect}_low", f"{effect}_high")
    values, low, high = (np.clip(rows[name].to_numpy(dtype=float), 1 / _FAR, _FAR) for name in names)
    x = np.arange(len(rows))
    told, many = (low > 1) | (high < 1), len(rows) > _MANY
    axes.vlines(
        x, low, high, color=COLOURS["reference"], alpha=0.25 if many else 0.8,
        linewidth=max(0.15, 120 / len(rows)) if many else 1.4, zorder=1, rasterized=many,
    )  # fmt: skip
    for mask, colour, size in ((~told, COLOURS["observed"], 3.0), (told, COLOURS["fitted"], 4.0)):
        axes.scatter(
            x[mask], values[mask], s=size if many else 26, color=colour, linewidths=0, zorder=3, rasterized=many
        )
    axes.axhline(1, color=COLOURS["intervention"], linewidth=1.1, zorder=2)
    bottom, top = max(float(whole[names[1]].min()), 1 / 16) / 1.1, min(float(whole[names[2]].max()), 32) * 1.1
    mark_ratios(axes, "y", bottom, top)
    axes.set_ylim(bottom, top)
    if own is not None:
        axes.plot(own, values[own], "D", color=COLOURS["intervention"], markersize=8, markerfacecolor="none", zorder=5)


def _choices(
    axes: Axes, rows: pd.DataFrame, shown: Mapping[str, str], values: Mapping[str, list[Any]], *, named: bool
) -> None:
    """A strip a value (numbers by size, words by the alphabet): the share of a bin's specifications that make it."""
    edges = np.linspace(-0.5, len(rows) - 0.5, min(BINS, len(rows)) + 1)
    place = np.clip(np.searchsorted(edges, np.arange(len(rows)), side="right") - 1, 0, len(edges) - 2)
    total = np.bincount(place, minlength=len(edges) - 1)
    labels, at = [], 0.0
    for column, name in shown.items():
        if named:
            write_beside(
                axes, name, (0.0, at), 6, left=True, xycoords=axes.get_yaxis_transform(), annotation_clip=False,
                fontsize=8.6, fontweight="bold",
            )  # fmt: skip
        at += 1
        for value in values[column]:
            mine = np.bincount(place[(rows[column] == value).to_numpy()], minlength=len(edges) - 1)
            shades = np.ceil(SHADES * mine / np.maximum(total, 1)) / SHADES
            starts = np.flatnonzero(np.diff(shades, prepend=-1.0))
            for left, right, shade in zip(edges[starts], edges[[*starts[1:], -1]], shades[starts], strict=True):
                if shade:
                    axes.barh(
                        at, right - left, left=left, height=0.8, color=COLOURS["fitted"], alpha=shade, linewidth=0
                    )
            labels.append((at, str(value)))
            at += 1
    axes.set_ylim(at - 0.4, -0.7)
    axes.set_yticks([place for place, _ in labels], [text if named else "" for _, text in labels], fontsize=8.2)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
