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
from turningpoint.figures.drawing.line_labels import Label, label_line_ends
from turningpoint.figures.drawing.observations import KNOWN_AS_SUM, draw_points, draw_sums
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, NARROW, WIDTH, narrow, new_figure, set_title, short_name
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.its import Analysis
from turningpoint.its.model.specification import error_model
from turningpoint.its.window_agreement import direction
from turningpoint.number_format import confidence_label, counted, decimals_for, fixed, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words, parse_times

COLUMNS = ("period", "value", "fitted", "counterfactual", "counterfactual_low", "counterfactual_high", "phase")
SUMS = ("mean_of_sum", "sum")
"""Columns that a frame has besides where some periods are known only as sums."""
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
    title = _title(analysis, windows, event)
    missing = int((~outcome.covered).sum())
    holes = f" {missing} periods were not observed and have no point." if missing else ""
    return Picture(
        figure=draw_interruption(
            frame, interventions=[(analysis.level.when, event)], transition=analysis.transition, title=title,
            unit=outcome.unit, interval_label=confidence_label(analysis.specification.confidence),
        ),
        title=title,
        caption=(
            f"Points: {outcome.unit}, {outcome.source}. Solid: fit. Dashed: the course before carried forward, with "
            f"the interval of its mean (not of single points). {sentence_case(analysis.level.method)}."
            f"{_one_sided(analysis)}{_known_as_sums(outcome)}{holes}"
        ),
        alt=_alt(frame, outcome.unit, event),
        data=frame,
    )  # fmt: skip


def _title(analysis: Analysis, windows: pd.DataFrame, event: str) -> str:
    outcome, straight = analysis.outcome, not analysis.specification.bends
    what = sentence_case(outcome.label) + (f" in {outcome.geography}" if outcome.geography else "")
    course = direction(analysis, windows)
    continuation = f"{'a straight' if straight else 'a'} continuation of the course before"
    if not course:
        return f"{what} after {event} cannot be told from {continuation}"
    doubt = BENT.get(analysis.diagnostics.curvature.verdict, "") if straight else ""
    return f"{what} after {event} ran {course} {continuation}{doubt}"


def _one_sided(analysis: Analysis) -> str:
    """Explain why points may lie on one side of a fitted mean whose noise lasts."""
    if error_model(analysis.fit.errors).kind != "calibrated" or analysis.fit.noise["rho"] < LASTING:
        return ""
    return (
        " The fit is the mean over all the courses that noise with so long a memory could have taken: points may lie "
        "on one side of it for long."
    )


def _known_as_sums(outcome: Outcome) -> str:
    """Explain the bars, where there are any."""
    if not outcome.spans:
        return ""
    periods, sums = int((outcome.covered & ~outcome.observed).sum()), len(outcome.spans)
    return (
        f" Bars: {periods} {outcome.period}s that are known only as {counted(sums, 'sum')}, at the mean "
        f"per {outcome.period}; a dotted line joins the parts of one sum."
    )


def _alt(frame: pd.DataFrame, unit: str, event: str) -> str:
    first, last = frame.iloc[0], frame.iloc[-1]
    drawn = float(np.nanmax(np.abs(frame[["value", "fitted", "counterfactual"]].to_numpy(dtype=float))))
    places = 0 if drawn >= 10 else decimals_for(drawn, None, None)
    seen = frame["value"].fillna(frame["mean_of_sum"]) if SUMS[0] in frame else frame["value"]
    parts = [seen[frame["phase"] == phase] for phase in ("before", "after")]
    before, after = (f"between {fixed(part.min(), places)} and {fixed(part.max(), places)}" for part in parts)
    ends = [fixed(last[line], places) for line in ("fitted", "counterfactual")]
    return (
        f"Scatter of {unit} from {in_words(first['period'])} to {in_words(last['period'])} with a vertical line at "
        f"{event}. Before it the values lie {before}, after it {after}. The fitted line ends at {ends[0]}, the dashed "
        f"continuation of the earlier course at {ends[1]}."
    )


def draw_interruption(
    frame: pd.DataFrame,
    *,
    interventions: Sequence[tuple[str, str]],
    title: str,
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
    if missing := [column for column in COLUMNS if column not in frame.columns]:
        raise ParameterError(f"the frame of an interrupted series lacks the columns {', '.join(missing)}.")
    if unknown := set(frame["phase"]) - {"before", "transition", "after"}:
        raise ParameterError(f"unknown phase {sorted(unknown)[0]!r}: write before, transition or after.")
    periods = [str(period) for period in frame["period"]]
    at = [_place(periods, when, "intervention") for when, _ in interventions]
    numbers = {column: frame[column].to_numpy(dtype=float) for column in COLUMNS[1:6]}
    with_sums = SUMS[0] in frame
    if with_sums:
        numbers[SUMS[0]] = frame[SUMS[0]].to_numpy(dtype=float)

    figure = new_figure()
    axes = figure.subplots()
    set_ticks(axes, parse_times(periods))
    top, cut = _top(numbers)
    axes.set_ylim(_bottom(numbers), top * (1.0 if transition is None else 1.12))  # room for the words above the band
    if transition is not None:
        _mark_transition(axes, *(_place(periods, when, "transition") for when in transition))
    small = narrow()
    heading = short_name(f"● Observed {unit}", 40 if small else 80, 80)
    longest = max(map(len, heading.split("\n")))
    if with_sums:
        heading, longest = f"{heading}\n{KNOWN_AS_SUM}", max(longest, len(KNOWN_AS_SUM))
    texts = [short_name(text, 24 if small else 40) for _, text in interventions]
    rows = _mark_interventions(axes, at, texts, beside=_letter() * longest)
    height = 1.015 + _ROW * rows
    axes.text(0, height, heading, transform=axes.transAxes, va="bottom", color=COLOURS["observed"], fontsize=9.5)
    draw_points(axes, numbers["value"])
    if with_sums:
        draw_sums(axes, numbers[SUMS[0]], frame[SUMS[1]].to_numpy(dtype=int))
    x = np.arange(len(periods))
    axes.fill_between(
        x, numbers["counterfactual_low"], numbers["counterfactual_high"], color=COLOURS["counterfactual"], alpha=0.17,
        linewidth=0,
    )  # fmt: skip
    axes.plot(x, numbers["counterfactual"], color=COLOURS["counterfactual"], linestyle=(0, (4.5, 2)))
    in_fit = frame["phase"].to_numpy() != "transition"
    for segment in _segments(numbers["fitted"], at, in_fit):
        axes.plot(segment, numbers["fitted"][segment], color=COLOURS["fitted"])
    names = {"fitted": "Fitted", "counterfactual": counterfactual_label}
    if np.isfinite(numbers["counterfactual_high"]).any():
        names["counterfactual"] += f" ({interval_label}{', cut at the top' if cut else ''})"
    _name_lines(axes, numbers, {column: textwrap.fill(text, 16) for column, text in names.items()})
    set_title(figure, title)
    return figure


def _letter() -> float:
    return _CHARACTER * (WIDTH / NARROW if narrow() else 1.0)


def _place(periods: list[str], when: str, what: str) -> int:
    if when not in periods:
        raise ParameterError(f"{what} {when!r} is not a period of the series, {periods[0]} to {periods[-1]}.")
    return periods.index(when)


def _drawn(numbers: dict[str, Array]) -> Array:
    """Everything that is drawn but the interval."""
    return np.concatenate([values for column, values in numbers.items() if not column.endswith(("_low", "_high"))])


def _bottom(numbers: dict[str, Array]) -> float:
    """Give the lower limit of the vertical axis: zero, or below what was measured or fitted below zero."""
    return 1.04 * min(0.0, float(np.nanmin(_drawn(numbers))))


def _top(numbers: dict[str, Array]) -> tuple[float, bool]:
    """Give the upper limit of the vertical axis, and say whether it cuts the interval."""
    tallest = float(np.nanmax(_drawn(numbers)))
    upper = numbers["counterfactual_high"]
    band = float(np.nanmax(upper)) if np.isfinite(upper).any() else 0.0
    return 1.04 * min(max(tallest, band), _HEADROOM * tallest) or 1.0, band > _HEADROOM * tallest


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
        axes.plot(
            [position - 0.5] * 2, [0, height + 0.04], transform=axes.get_xaxis_transform(), clip_on=False,
            color=COLOURS["intervention"], linewidth=1.0, zorder=2,
        )  # fmt: skip
        axes.annotate(
            text, (position - 0.5, height), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
            xytext=(-4 if at_left else 4, 0), ha="right" if at_left else "left", va="bottom", fontsize=9.5,
            color=COLOURS["intervention"],
        )  # fmt: skip
    return len(free_until) if min(free_until, default=1.0) < beside else 0


def _name_lines(axes: Axes, numbers: dict[str, Array], names: dict[str, str]) -> None:
    """Name the lines where they end."""
    x = np.arange(len(numbers["value"]), dtype=float)
    drawn = {column: text for column, text in names.items() if np.isfinite(numbers[column]).any()}
    label_line_ends(axes, [Label(text, x, numbers[column], COLOURS[column]) for column, text in drawn.items()])
