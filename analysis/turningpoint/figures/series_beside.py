"""Several series of one question, a panel each over the same months, with the intervention marked: before any model."""

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
from matplotlib.figure import Figure

from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.observations import KNOWN_AS_SUM, draw_points, draw_sums, with_sums
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, SERIES, WIDTH, narrow, new_figure, text_colour
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.its.witness import Witness
from turningpoint.number_format import agreeing, fixed, listed
from turningpoint.timeline import in_words, parse_times

PANEL_INCHES = 1.65


@in_style
def series_beside(series: Sequence[Witness], *, when: str, event: str) -> Picture:
    """Draw every series as it was counted, the first one's window along the axis; each panel has a scale of its own.

    Parameters
    ----------
    series : the report's own first. when : the intervention. event : the same in words.
    """
    parts = [one.outcome.to_frame().assign(series=one.name, unit=one.outcome.unit) for one in series]
    frame = with_sums(pd.concat(parts, ignore_index=True))
    frame, title = frame[["series", "time", "value", "sum", "mean_of_sum", "unit"]], _title(series, when)
    alt = f"{_alt(frame, when, event)} {title}."
    return Picture(_drawn(series, frame, when, event), title, "Panels have scales of their own.", alt, frame)


def _title(series: Sequence[Witness], when: str) -> str:
    """Say who counted more in the year from the intervention on than in the year before, and who leaves it open."""
    names: dict[str, list[str]] = {"more": [], "fewer": [], "open": []}
    for one in series:
        answers = one.analysis.answers if one.analysis else ()
        found = next((each for each in answers if each.name.startswith("before_after")), None)
        if found is None or isinstance(found.low, str) or isinstance(found.high, str):
            continue
        null = 1.0 if found.is_ratio else 0.0
        side = "more" if (found.low or 0.0) > null else "fewer" if (found.high or 1e300) < null else "open"
        names[side].append(one.name)
    verbs = {"more": ("counts more", "count more"), "fewer": ("counts fewer", "count fewer")}
    verbs["open"] = ("leaves it open", "leave it open")
    told = [f"{listed(names[side])} {agreeing(len(names[side]), *verbs[side])}" for side in verbs if names[side]]
    if not told:
        return f"What was counted before and from {in_words(when)} on"
    return f"From {in_words(when)} on, against the year before, {'; '.join(told)}"


def _alt(frame: pd.DataFrame, when: str, event: str) -> str:
    parts = []
    for name, rows in frame.groupby("series", sort=False):
        times, value = rows["time"], rows["value"].fillna(rows["mean_of_sum"])
        means = {"before": value[times < when].mean(), "since": value[times >= when].mean()}
        told = ", ".join(f"a mean of {fixed(mean, 1)} {side}" for side, mean in means.items() if pd.notna(mean))
        parts.append(f"{name}, {in_words(times.iloc[0])} to {in_words(times.iloc[-1])}: {told}")
    return f"Counts by month with a vertical line at {event}. {'. '.join(parts)} per month."


def _drawn(series: Sequence[Witness], frame: pd.DataFrame, when: str, event: str) -> Figure:
    figure = new_figure(width=WIDTH, height=0.9 + (PANEL_INCHES + 0.55 * narrow()) * len(series))
    panels = figure.subplots(len(series), 1, squeeze=False)[:, 0]
    labels = sorted(set(frame["time"]))
    at = labels.index(when) - 0.5
    left = narrow() and at + 0.5 > 0.4 * len(labels)  # of the line, where there is room on a phone
    for axes, one, style in zip(panels, series, SERIES, strict=False):
        rows = frame[frame["series"] == one.name].set_index("time").reindex(labels)
        draw_points(axes, rows["value"].to_numpy(dtype=float), style.colour)
        sums = rows["sum"].fillna(0).to_numpy(dtype=int)
        draw_sums(axes, rows["mean_of_sum"].to_numpy(dtype=float), sums, style.colour)
        set_ticks(axes, parse_times(labels))
        axes.set_ylim(bottom=0)
        axes.axvline(at, color=COLOURS["intervention"], linewidth=1.0, zorder=2)
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
    above = panels[0].get_xaxis_transform()
    write_beside(panels[0], event, (at, 1.02), 4, left=left, xycoords=above, va="bottom", fontsize=9.5)
    return figure
