"""An interrupted series: what was observed, what was fitted, and what the earlier course implied."""

import math
import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import Label, label_line_ends, write_beside
from turningpoint.figures.drawing.observations import KNOWN_AS_SUM, draw_points, draw_sums, with_sums
from turningpoint.figures.drawing.picture import Picture, check_columns, in_style
from turningpoint.figures.drawing.style import COLOURS, NARROW, WIDTH, narrow, new_figure, short_name
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.its import Analysis
from turningpoint.its.model.specification import error_model
from turningpoint.its.window_agreement import direction
from turningpoint.number_format import confidence_label, counted, decimals_for, fixed, sentence_case
from turningpoint.timeline import in_words, parse_times

COLUMNS = ("period", "value", "fitted", "counterfactual", "counterfactual_low", "counterfactual_high", "phase")
_CHARACTER = 0.0165
"""Width of a letter as a share of the axes' width, a little more than what the usual figure has."""
_ROW = 0.06
"""Height of a row of names above the axes, as a share of the axes' height."""
_HEADROOM = 1.7
"""An interval may take so many times the height of everything else; beyond that it is cut, and the label says so."""
LASTING = 0.8
"""Autocorrelation of the noise from which points lie on one side of the fit for long."""
BENT = {"bent": " – which was itself not straight", "bend suggested": " – which may itself have bent"}
"""Verdict on the pre-trend → what the title adds where a straight one was carried forward."""


@in_style
def interrupted_series(analysis: Analysis, windows: pd.DataFrame, event: str) -> Picture:
    """Draw a series with its fit and counterfactual; the title follows the rule of the report's bottom line."""
    frame, outcome = analysis.to_frame(), analysis.outcome
    figure = draw_interruption(
        frame, interventions=[(analysis.level.when, event)], transition=analysis.transition, unit=outcome.unit,
        interval_label=confidence_label(analysis.specification.confidence),
    )  # fmt: skip
    method = f"{sentence_case(analysis.level.method)}.{_notes(analysis)}"
    caption = f"{outcome.source}. The interval is that of the mean of the dashed course, not of points. {method}"
    return Picture(figure, _title(analysis, windows, event), caption, _alt(frame, outcome.unit, event), frame)


def _title(analysis: Analysis, windows: pd.DataFrame, event: str) -> str:
    outcome, straight = analysis.outcome, not analysis.specification.bends
    what = sentence_case(outcome.label) + (f" in {outcome.geography}" if outcome.geography else "")
    course = direction(analysis, windows)
    continuation = f"{'a straight' if straight else 'a'} continuation of the course before"
    if not course:
        return f"{what} after {event} cannot be told from {continuation}"
    doubt = BENT.get(analysis.diagnostics.curvature.verdict, "") if straight else ""
    return f"{what} after {event} ran {course} {continuation}{doubt}"


def _notes(analysis: Analysis) -> str:
    """Explain points on one side of a fitted mean whose noise lasts, bars, and periods without a point."""
    outcome, notes = analysis.outcome, ""
    if error_model(analysis.fit.errors).kind == "calibrated" and analysis.fit.noise["rho"] >= LASTING:
        notes += " Where noise has so long a memory, points may lie on one side of it for long."
    if outcome.spans:
        periods, sums = int((outcome.covered & ~outcome.observed).sum()), counted(len(outcome.spans), "sum")
        one = outcome.period
        notes += f" Bars: {periods} {one}s that are known only as {sums}, at the mean per {one}; dotted: parts of one."
    missing = int((~outcome.covered).sum())
    return f"{notes} {missing} periods were not observed and have no point." if missing else notes


def _alt(frame: pd.DataFrame, unit: str, event: str) -> str:
    first, last = frame.iloc[0], frame.iloc[-1]
    drawn = float(np.nanmax(np.abs(frame[["value", "fitted", "counterfactual"]].to_numpy(dtype=float))))
    places = 0 if drawn >= 10 else decimals_for(drawn, None, None)
    seen = frame["value"].fillna(with_sums(frame)["mean_of_sum"])
    parts = [seen[frame["phase"] == phase] for phase in ("before", "after")]
    before, after = (f"between {fixed(part.min(), places)} and {fixed(part.max(), places)}" for part in parts)
    fitted, dashed = (fixed(last[line], places) for line in ("fitted", "counterfactual"))
    return (
        f"Scatter of {unit} from {in_words(first['period'])} to {in_words(last['period'])}, before {event} {before}, "
        f"after it {after}. The fitted line ends at {fitted}, the dashed one at {dashed}."
    )


def draw_interruption(
    frame: pd.DataFrame,
    *,
    interventions: Sequence[tuple[str, str]],
    unit: str,
    transition: tuple[str, str] | None = None,
    counterfactual_label: str = "Had the earlier course gone on",
    interval_label: str = "95% interval",
) -> Figure:
    """Draw the points, the fit on both sides of the interruption, and the counterfactual with its interval.

    The interruption is drawn between the last period before and the first period after: the intervention's own period
    is inclusive.

    Parameters
    ----------
    frame : as ``Analysis.to_frame`` gives it. A sum over several periods is a bar over each of them, at its mean.
    interventions : (period label, what happened) each.
    transition : first and last period left out of the fit.
    """
    check_columns(frame, COLUMNS, "an interrupted series")
    if unknown := set(frame["phase"]) - {"before", "transition", "after"}:
        raise ParameterError(f"unknown phase {sorted(unknown)[0]!r}: write before, transition or after.")
    periods = [str(period) for period in frame["period"]]
    at = [_place(periods, when, "intervention") for when, _ in interventions]
    frame = with_sums(frame)
    numbers = {column: frame[column].to_numpy(dtype=float) for column in (*COLUMNS[1:6], "mean_of_sum")}
    sums = frame["sum"].to_numpy()

    figure, small = new_figure(), narrow()
    axes = figure.subplots()
    set_ticks(axes, parse_times(periods))
    cut = _set_height(axes, numbers, 1.0 if transition is None else 1.12)  # room for the words above the band
    if transition is not None:
        _mark_transition(axes, *(_place(periods, when, "transition") for when in transition))
    heading = short_name(f"● Observed {unit}", 40 if small else 80, 80)
    if sums.any():
        heading = f"{heading}\n{KNOWN_AS_SUM}"
    texts = [short_name(text, 24 if small else 40) for _, text in interventions]
    rows = _mark_interventions(axes, at, texts, beside=_letter() * max(map(len, heading.split("\n"))))
    height = 1.015 + _ROW * rows
    axes.text(0, height, heading, transform=axes.transAxes, va="bottom", color=COLOURS["observed"], fontsize=9.5)
    draw_points(axes, numbers["value"])
    draw_sums(axes, numbers["mean_of_sum"], sums)
    x = np.arange(len(periods), dtype=float)
    dashed, low, high = (numbers[f"counterfactual{end}"] for end in ("", "_low", "_high"))
    axes.fill_between(x, low, high, color=COLOURS["counterfactual"], alpha=0.17, linewidth=0)
    axes.plot(x, dashed, color=COLOURS["counterfactual"], linestyle=(0, (4.5, 2)))
    in_fit = frame["phase"].to_numpy() != "transition"
    for segment in _segments(numbers["fitted"], at, in_fit):
        axes.plot(segment, numbers["fitted"][segment], color=COLOURS["fitted"])
    names = {"fitted": "Fitted", "counterfactual": counterfactual_label}
    if np.isfinite(high).any():
        names["counterfactual"] += f" ({interval_label}{', cut at the top' if cut else ''})"
    labels = [
        Label(textwrap.fill(name, 16), x, numbers[column], COLOURS[column])
        for column, name in names.items()
        if np.isfinite(numbers[column]).any()
    ]
    label_line_ends(axes, labels)
    return figure


def _letter() -> float:
    return _CHARACTER * (WIDTH / NARROW if narrow() else 1.0)


def _place(periods: list[str], when: str, what: str) -> int:
    if when not in periods:
        raise ParameterError(f"{what} {when!r} is not a period of the series, {periods[0]} to {periods[-1]}.")
    return periods.index(when)


def _set_height(axes: Axes, numbers: dict[str, Array], room: float) -> bool:
    """Set the limits of the vertical axis, from zero or below what lies below it; say whether they cut the interval."""
    drawn = np.concatenate([values for column, values in numbers.items() if not column.endswith(("_low", "_high"))])
    tallest, upper = float(np.nanmax(drawn)), numbers["counterfactual_high"]
    band = float(np.nanmax(upper)) if np.isfinite(upper).any() else 0.0
    top = 1.04 * min(max(tallest, band), _HEADROOM * tallest) or 1.0
    axes.set_ylim(1.04 * min(0.0, float(np.nanmin(drawn))), top * room)
    return band > _HEADROOM * tallest


def _segments(fitted: Array, interventions: Sequence[int], in_fit: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Positions of each unbroken piece of the fit: it breaks at every intervention and leaves out the transition."""
    piece = np.searchsorted(np.sort(interventions), np.arange(len(fitted)), side="right")
    shown = np.isfinite(fitted) & in_fit
    breaks = np.flatnonzero((np.diff(piece) != 0) | (np.diff(shown.astype(int)) != 0)) + 1
    return [part for part in np.split(np.arange(len(fitted)), breaks) if shown[part].all() and len(part)]


def _mark_transition(axes: Axes, first: int, last: int) -> None:
    axes.axvspan(first - 0.5, last + 0.5, color=COLOURS["transition"], linewidth=0, zorder=0)
    axes.text(
        (first + last) / 2, 0.985, "left\nout", transform=axes.get_xaxis_transform(), ha="center", va="top",
        fontsize=8.5, color="#555555", linespacing=1.1,
    )  # fmt: skip


def _mark_interventions(axes: Axes, positions: Sequence[int], texts: Sequence[str], beside: float) -> int:
    """Draw a line before each intervention's period and name it above the axes, in rows where names would collide.

    Names start at their line, so that in a row above, further left, no line runs through a name. Gives the row that is
    free from the left edge up to the share ``beside``.
    """
    low, high = axes.get_xlim()
    above, colour = axes.get_xaxis_transform(), COLOURS["intervention"]
    free_until: list[float] = []
    for position, text in sorted(zip(positions, texts, strict=True), reverse=True):
        lines = text.split("\n")
        taken = 1 if len(lines) == 1 else math.ceil(1.6 * len(lines))  # rows of axes that such a name makes lower
        share, width = (position - 0.5 - low) / (high - low), _letter() * max(map(len, lines))
        at_left = share + width > 1.15 and share > 0.5
        start, end = (share - width, share) if at_left else (share, share + width)
        rows = range(len(free_until) + 1)
        row = next(i for i in rows if all(end < limit for limit in free_until[i : i + taken]))
        free_until += [float("inf")] * (row + taken - len(free_until))
        free_until[row : row + taken] = [start - 0.02] * taken
        height = 1.015 + _ROW * row
        x = position - 0.5
        axes.plot([x, x], [0, height + 0.04], transform=above, clip_on=False, color=colour, linewidth=1.0, zorder=2)
        write_beside(axes, text, (x, height), 4, left=at_left, xycoords=above, va="bottom", fontsize=9.5, color=colour)
    return len(free_until) if min(free_until, default=1.0) < beside else 0
