"""Placebos: the studentised effect at every earlier date, and the effect with its interval in every country."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.picture import Picture, check_columns, in_style
from turningpoint.figures.drawing.ratio_axis import mark_ratios
from turningpoint.figures.drawing.style import COLOURS, LONGEST_NAME, blank, narrow, new_figure, short_name
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.number_format import agreeing, confidence_label, fixed
from turningpoint.robustness.placebos.placebo import COLUMNS, Placebo

_CLIP = 20.0
_SHAPES = {4: "Y", 7: "M", 10: "D"}
_ROW_INCHES = 0.185


@in_style
def placebos_picture(found: Placebo, *, source: str) -> Picture:
    """Draw the jump at every date, or in every country, beside the real one.

    Dates: the studentised jump at each; the band holds those that are larger than the real one in its direction.
    Countries: the jump in each with its interval, largest studentised jump on top; those that are not ranked stand
    below, hollow.

    Parameters
    ----------
    source : of the series, in words.

    Raises
    ------
    ParameterError
        A column is missing, a placebo stands twice, or the real one has no row.
    """
    count, larger = found.placebos(), found.larger()
    rows = _checked(found.frame[found.frame["effect"] == "level"], found.real)
    if found.kind == "time":
        figure, what, where = _dates(rows, found.real, found.direction()), "earlier dates", "at which"
        apart = f"{found.windows} windows lie apart"
        caption = f"{found.before} periods before and {found.after} after; {apart}. Black: as large as the real one."
    else:
        figure, what, where = _countries(rows, found.real, found.ratios), "comparable countries", "where"
        label = confidence_label(found.confidence)
        caption = f"Jump with its {label}, by size over standard error. Neighbours are shown and not ranked."
    title = f"{larger or 'None'} of {count} {what} {where} nothing is claimed "
    title += f"{agreeing(larger, 'shows', 'show')} as large a {'fall' if found.direction() < 0 else 'rise'}"
    title = title if count else f"There are no {what} to compare with"
    top = ", ".join(f"{row['label']} ({fixed(row['z'], 1)})" for row in found.ranked().head(5).to_dict("records"))
    alt = f"The real effect over its standard error: {fixed(found.real_z(), 1)}; the largest others: {top or 'none'}."
    return Picture(figure, title, f"{caption} {source}.", f"{alt} {found.brief()}", found.frame)


def _dates(rows: pd.DataFrame, real: str, direction: int) -> Figure:
    rows = rows.sort_values("name")
    names = rows["name"].tolist()
    z, at = rows["z"].to_numpy(dtype=float), names.index(real)
    figure = new_figure(height=3.6)
    axes = figure.subplots()
    if freq := _SHAPES.get(len(names[0])):
        periods = pd.PeriodIndex(names, freq=freq)
        whole = pd.period_range(periods[0], periods[-1], freq=freq)
        places = whole.get_indexer(periods)
        set_ticks(axes, whole)
    else:
        places = np.array([int(name) for name in names])
    far = 1.15 * float(np.abs(z).max()) * direction
    axes.axhspan(z[at], far, color=COLOURS["fitted"], alpha=0.13, linewidth=0, zorder=1)
    axes.axhline(0, color=COLOURS["reference"], linewidth=0.8, zorder=1)
    others = np.arange(len(names)) != at
    large = others & (direction * z >= direction * z[at])
    axes.plot(places[others & ~large], z[others & ~large], "o", color=COLOURS["observed"], markersize=3.4, alpha=0.6)
    axes.plot(places[large], z[large], "o", color=COLOURS["intervention"], markersize=4.6)
    axes.plot(places[at], z[at], "D", color=COLOURS["fitted"], markersize=9, zorder=4)
    axes.annotate(
        real, (places[at], z[at]), xytext=(-9, 7), textcoords="offset points", ha="right", fontweight="bold",
        fontsize=9.5,
    )  # fmt: skip
    axes.annotate(
        "band: as large as the real one, or larger", (0.012, 0.94 if direction > 0 else 0.03),
        xycoords="axes fraction", fontsize=8.6, color=COLOURS["text"],
    )  # fmt: skip
    axes.set_ylabel("effect over its standard error")
    return figure


def _countries(rows: pd.DataFrame, real: str, ratios: bool) -> Figure:
    order = rows.assign(shown_only=~rows["ranked"].astype(bool) & (rows["name"] != real))
    order = order.sort_values(["shown_only", "z"], ascending=[True, False]).reset_index(drop=True)
    figure = new_figure(height=1.3 + _ROW_INCHES * (1.4 if narrow() else 1.0) * len(order))
    axes = figure.subplots()
    values = order[["estimate", "low", "high"]].to_numpy(dtype=float)
    values = np.clip(np.exp(values), 1 / _CLIP, _CLIP) if ratios else values
    axes.axvline(1.0 if ratios else 0.0, color=COLOURS["reference"], linewidth=1.0, zorder=1)
    for row, (estimate, low, high) in enumerate(values):
        own, hollow = order.loc[row, "name"] == real, bool(order.loc[row, "shown_only"])
        colour = COLOURS["intervention"] if own else COLOURS["observed"]
        axes.plot([low, high], [row, row], color=colour, linewidth=2.2 if own else 1.0, zorder=2)
        axes.plot(
            estimate, row, "D" if own else "o", markersize=7 if own else 4.4, markeredgecolor=colour,
            markerfacecolor="white" if hollow else colour, zorder=3,
        )  # fmt: skip
    texts = [
        short_name(f"{label} (shown only)" if only else str(label), 24 if narrow() else LONGEST_NAME)
        for label, only in order[["label", "shown_only"]].to_numpy()
    ]
    axes.set_yticks(range(len(order)), texts, fontsize=8.2)
    for tick, name in zip(axes.get_yticklabels(), order["name"], strict=True):
        tick.set_fontweight("bold" if name == real else "normal")
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    if ratios:
        mark_ratios(axes, "x", values.min() / 1.1, values.max() * 1.1)
        axes.set_xlabel(f"times what the earlier course{blank()}implied, log scale")
    else:
        axes.set_xlabel("difference from what the earlier course implied")
    return figure


def _checked(frame: pd.DataFrame, real: str) -> pd.DataFrame:
    check_columns(frame, COLUMNS, "placebos")
    if real not in set(frame["name"]):
        raise ParameterError(f"{real!r} has no row among the placebos: its effect could not be estimated.")
    if frame["name"].duplicated().any():
        raise ParameterError("a placebo stands twice: give the rows of one effect.")
    return frame
