"""Several series of one question, a panel each over the same months, with the intervention marked: before any model."""

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from turningpoint.figures.drawing.observations import KNOWN_AS_SUM, draw_points, draw_sums
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, WIDTH, narrow, new_figure, set_title, text_colour
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.its.witness import Witness
from turningpoint.number_format import fixed, listed
from turningpoint.timeline import in_words, parse_times

PANEL_INCHES = 1.65


@in_style
def series_beside(series: Sequence[Witness], *, when: str, event: str) -> Picture:
    """Draw every series as it was counted, the first one's window along the axis; each panel has a scale of its own.

    Parameters
    ----------
    series : the report's own first. when : the intervention. event : the same in words.
    """
    frame = _frame(series)
    title = _title(series, when)
    return Picture(
        figure=_drawn(series, frame, when, event, title),
        title=title,
        caption="Panels have scales of their own.",
        alt=f"{_alt(series, when, event)} {title}.",
        data=frame,
    )


def _frame(series: Sequence[Witness]) -> pd.DataFrame:
    parts = [one.outcome.to_frame().assign(series=one.name, unit=one.outcome.unit) for one in series]
    frame = pd.concat(parts, ignore_index=True)
    for column, empty in (("sum", 0), ("mean_of_sum", float("nan"))):
        frame[column] = frame[column].fillna(empty) if column in frame else empty
    return frame[["series", "time", "value", "sum", "mean_of_sum", "unit"]].astype({"sum": int})


def _title(series: Sequence[Witness], when: str) -> str:
    """Say who counted more in the year from the intervention on than in the year before, and who leaves it open."""
    names: dict[str, list[str]] = {"more": [], "fewer": [], "open": []}
    for one in series:
        if one.analysis is None:
            continue
        found = next((each for each in one.analysis.answers if each.name.startswith("before_after")), None)
        if found is None or isinstance(found.low, str) or isinstance(found.high, str):
            continue
        null = 1.0 if found.is_ratio else 0.0
        side = "more" if (found.low or 0.0) > null else "fewer" if (found.high or 1e300) < null else "open"
        names[side].append(one.name)
    told = [
        f"{listed(names[side])} {'counts' if len(names[side]) == 1 else 'count'} {side}"
        for side in ("more", "fewer")
        if names[side]
    ]
    if names["open"]:
        told.append(f"{listed(names['open'])} {'leaves' if len(names['open']) == 1 else 'leave'} it open")
    if not told:
        return f"What was counted before and from {in_words(when)} on"
    return f"From {in_words(when)} on, against the year before, {'; '.join(told)}"


def _alt(series: Sequence[Witness], when: str, event: str) -> str:
    parts = []
    for one in series:
        outcome = one.outcome
        seen = outcome.to_frame()
        value = seen["value"].fillna(seen["mean_of_sum"]) if "mean_of_sum" in seen else seen["value"]
        sides = []
        for side, rows in (("before", seen["time"] < when), ("since", seen["time"] >= when)):
            if value[rows].notna().any():
                sides.append(f"a mean of {fixed(float(value[rows].mean()), 1)} {side}")
        parts.append(f"{one.name}, {in_words(outcome.labels[0])} to {in_words(outcome.labels[-1])}: {', '.join(sides)}")
    return f"{len(series)} panels of counts by month with a vertical line at {event}. {'. '.join(parts)} per month."


def _drawn(series: Sequence[Witness], frame: pd.DataFrame, when: str, event: str, title: str) -> Figure:
    figure = new_figure(width=WIDTH, height=0.9 + (PANEL_INCHES + 0.55 * narrow()) * len(series))
    panels = figure.subplots(len(series), 1, squeeze=False)[:, 0]
    labels = sorted(set(frame["time"]))
    for number, (axes, one, style) in enumerate(zip(panels, series, SERIES, strict=False)):
        rows = frame[frame["series"] == one.name].set_index("time").reindex(labels)
        _panel(axes, rows, style.colour)
        set_ticks(axes, parse_times(labels))
        axes.set_ylim(bottom=0)
        axes.axvline(labels.index(when) - 0.5, color=COLOURS["intervention"], linewidth=1.0, zorder=2)
        if number == 0:
            left = narrow() and labels.index(when) > 0.4 * len(labels)  # of the line, where there is room on a phone
            axes.annotate(
                event, (labels.index(when) - 0.5, 1.02), xycoords=axes.get_xaxis_transform(),
                xytext=(-4 if left else 4, 0), textcoords="offset points", ha="right" if left else "left",
                va="bottom", fontsize=9.5, annotation_clip=False,
            )  # fmt: skip
        words = [f"{one.name}: {one.outcome.unit}", one.counts, *([KNOWN_AS_SUM] if one.outcome.spans else [])]
        if narrow():  # above the panel, because the line at the intervention would run through them
            words = [part for line in words for part in wrap(line, 52)]
            axes.set_title("\n".join(words), loc="left", fontsize=9.0, color=text_colour(style.colour), pad=16)
            continue
        axes.text(
            0.01, 0.97, "\n".join(words), transform=axes.transAxes, va="top", fontsize=9.0,
            color=text_colour(style.colour), linespacing=1.3,
        )  # fmt: skip
        axes.set_ylim(top=1.5 * axes.get_ylim()[1])  # room for the words
    set_title(figure, title)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    draw_points(axes, rows["value"].to_numpy(dtype=float), colour)
    sums = rows["sum"].fillna(0).to_numpy(dtype=int)
    draw_sums(axes, rows["mean_of_sum"].to_numpy(dtype=float), sums, colour)
