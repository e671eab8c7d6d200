"""The same effect from windows that start in different periods: how much the answer hangs on the window."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, new_figure, set_title, short_name
from turningpoint.figures.drawing.time_axis import mark_doublings
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
    title = (
        f"The jump found runs from {ends[0]} to {ends[1]} {'times' if ratios else unit}, depending on where the "
        "window starts"
    )
    points = ", ".join(f"{row['window_start']}: {written(row[name])}" for row in known.to_dict("records"))
    axis = f"{what}{'' if ratios else f', {short_name(unit, 40)}'}, {confidence_label(effect.confidence)}"
    return Picture(
        figure=_drawn(frame, effect, chosen, title, axis),
        title=title,
        caption=(
            f"{sentence_case(what)} (jump in {in_words(effect.when)} itself) from the same model fitted to windows "
            "that start at different times and end together. Square: the window of this report. "
            f"{source}."
        ),
        alt=f"{sentence_case(what)} with interval by the first period of the window. {title}: {points}.",
        data=frame,
    )


def _drawn(frame: pd.DataFrame, effect: Effect, chosen: str, title: str, axis: str) -> Figure:
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
        axes.annotate(
            written(estimate[place]), (place, estimate[place]), xytext=(8, 0), textcoords="offset points", va="center",
            fontsize=9.0, fontweight="bold" if own[place] else "normal",
        )  # fmt: skip
    if effect.unit == "ratio":
        axes.set_yscale("log")
        mark_doublings(axes.yaxis, np.nanmin([*low, 1.0]), np.nanmax([*high, 1.0]))
    axes.set_xticks(at, frame["window_start"].tolist())
    axes.set_xlim(-0.5, len(frame) - 0.3)
    axes.set_xlabel("first period of the window")
    axes.set_ylabel(fill(axis, 34))
    set_title(figure, title)
    return figure
