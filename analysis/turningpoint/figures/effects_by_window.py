"""The same effect from windows that start in different periods: how much the answer hangs on the window."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_doublings
from turningpoint.figures.drawing.style import COLOURS, new_figure, short_name
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import confidence_label, fixed, number, ratio, sentence_case
from turningpoint.timeline import in_words


@in_style
def effects_by_window(frame: pd.DataFrame, effect: Effect, *, chosen: str, source: str) -> Picture:
    """Draw the level of every window start with its interval.

    Ratios stand on a logarithmic axis with 1 marked, changes on a plain one with 0 marked.

    Parameters
    ----------
    frame : as ``by_window_start`` gives it; rows without a result (NaN) leave their place empty.
    effect : the report's own level.
    chosen : the window start of the report, drawn as a filled square.
    """
    name, unit, ratios = effect.name, effect.unit, effect.unit == "ratio"
    written, what = (ratio if ratios else number), name.replace("_", " ")
    known = frame.dropna(subset=[name])
    ends = [fixed(end, 2) if ratios else number(end) for end in (known[name].min(), known[name].max())]
    span = f"{ends[0]} to {ends[1]} {'times' if ratios else unit}"
    title = f"The jump found runs from {span}, depending on where the window starts"
    points = ", ".join(f"{row['window_start']}: {written(row[name])}" for row in known.to_dict("records"))
    axis = f"{what}{'' if ratios else f', {short_name(unit, 40)}'}, {confidence_label(effect.confidence)}"
    when = f"{sentence_case(what)} (jump in {in_words(effect.when)} itself)"
    caption = f"{when}; the windows end together. Square: the window of this report. {source}."
    alt = f"{sentence_case(what)} with interval. {title}: {points}."
    return Picture(_drawn(frame, effect, chosen, axis), title, caption, alt, frame)


def _drawn(frame: pd.DataFrame, effect: Effect, chosen: str, axis: str) -> Figure:
    figure = new_figure(height=3.3)
    axes = figure.subplots()
    at = np.arange(len(frame))
    estimate, low, high = (frame[f"{effect.name}{end}"].to_numpy(dtype=float) for end in ("", "_low", "_high"))
    own = (frame["window_start"] == chosen).to_numpy()
    null, written = effect.scale.null, ratio if effect.unit == "ratio" else number
    axes.axhline(null, color=COLOURS["reference"], linewidth=1.0)
    axes.text(-0.45, null, "no jump", va="bottom", ha="left", fontsize=8.5, color=COLOURS["reference"])
    for mask, marker, size in ((~own, "o", 6.0), (own, "s", 8.5)):
        axes.errorbar(
            at[mask], estimate[mask], yerr=np.abs(np.vstack([estimate - low, high - estimate])[:, mask]),
            fmt=marker, markersize=size, color=COLOURS["fitted"], elinewidth=1.6, capsize=3,
        )  # fmt: skip
    for place in np.flatnonzero(np.isfinite(estimate)):
        weight = "bold" if own[place] else "normal"
        write_beside(
            axes, written(estimate[place]), (float(place), estimate[place]), 8, fontsize=9.0, fontweight=weight
        )
    if effect.unit == "ratio":
        axes.set_yscale("log")
        mark_doublings(axes.yaxis, np.nanmin([*low, 1.0]), np.nanmax([*high, 1.0]))
    axes.set_xticks(at, frame["window_start"].tolist())
    axes.set_xlim(-0.5, len(frame) - 0.3)
    axes.set_xlabel("first period of the window")
    axes.set_ylabel(fill(axis, 34))
    return figure
