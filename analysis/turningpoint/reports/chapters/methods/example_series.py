"""The sentences on a hundred series in which nothing changed: how many intervals miss, and what chance allows."""

import numpy as np
import pandas as pd
from scipy import stats

from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL, Repeated
from turningpoint.its.coverage.kept_table import OURS
from turningpoint.number_format import confidence_label, fixed, interval
from turningpoint.reports.chapters.methods.coverage_grid import METHODS

CHANCE = 0.99
"""Probability with which the number of misses of honest intervals lies within what is called chance."""
NAMES = {USUAL: f"The usual interval\n({METHODS[USUAL]})", OURS: "The calibrated interval"}
"""Method → what stands above its panel; a line with the number of misses follows."""


def world(worlds: Repeated) -> str:
    """Describe the series that are drawn again and again."""
    cell = worlds.cell
    happens = (
        f"in each of them the level is multiplied by {fixed(worlds.truth, 1)} at the intervention"
        if cell.change
        else "**in none of them does anything change**"
    )
    return (
        f"Here are {len(worlds.counts)} such worlds: {cell.points} months each, {cell.mean:g} events a month, and a "
        f"noise that remembers – from one month to the next it correlates by {cell.rho:g}. An intervention is said to "
        f"have happened after two thirds of the months, but {happens}."
    )


def misled_frame(worlds: Repeated) -> pd.DataFrame:
    """Give the first series whose usual interval misses, as ``interrupted_series`` draws it; the truth is dashed."""
    at, n = worlds.first_misled(), len(worlds.course)
    return pd.DataFrame(
        {
            "period": [str(month) for month in range(1, n + 1)],
            "value": worlds.counts[at],
            "fitted": worlds.usual_fit[at],
            "counterfactual": worlds.course,
            "counterfactual_low": np.nan,
            "counterfactual_high": np.nan,
            "phase": np.where(worlds.design.post, "after", "before"),
        }
    )


def intervention(worlds: Repeated) -> tuple[str, str]:
    """Give the month of the intervention, as the frame names it, and what happened then."""
    return str(worlds.design.positions[0] + 1), "the level changes" if worlds.cell.change else "nothing happens"


def misled_title(worlds: Repeated) -> str:
    """Say what the figure of that series shows."""
    ends = worlds.intervals[USUAL][worlds.first_misled()]
    middle, what = float(np.sqrt(ends[0] * ends[1])), "jump" if ends[0] > worlds.truth else "drop"
    return (
        f"Nothing changed here, and the usual fit finds a {what}: {fixed(middle, 1)} times "
        f"({confidence_label(CONFIDENCE)} {interval(*ends, decimals=1)})"
    )


def misled_caption(worlds: Repeated) -> str:
    """Say what is drawn in the figure of that series."""
    return (
        f"Series {worlds.first_misled() + 1} of the {len(worlds.counts)}, the first that misleads the usual model. "
        f"Points: simulated events a month. Solid: fit of the usual model ({METHODS[USUAL]}). Dashed: the truth, the "
        "same on both sides; from left to right: months. Where noise remembers, high months and low ones come in runs, "
        "and a run that begins near the intervention looks like a change."
    )


def misled_alt(worlds: Repeated) -> str:
    """Describe the figure of that series for those who do not see it."""
    frame = misled_frame(worlds)
    before, after = (frame.loc[frame["phase"] == phase, "value"].mean() for phase in ("before", "after"))
    return (
        f"Scatter of {len(frame)} simulated months around a flat dashed line at {worlds.course[0]:g}; their mean "
        f"is {fixed(before, 1)} before and {fixed(after, 1)} after the intervention, where the fitted line breaks."
    )


def misses(worlds: Repeated) -> str:
    """Count the intervals that miss, method by method, beside what chance allows, and compare their widths."""
    told = []
    for method, name in ((USUAL, f"the usual interval ({METHODS[USUAL]})"), (OURS, "the calibrated interval")):
        given, missed = worlds.given(method), int(worlds.misses(method).sum())
        low, high = by_chance(given)
        verdict = (
            "more than chance explains"
            if missed > high
            else "fewer than chance explains"
            if missed < low
            else "within what chance explains"
        )
        none = len(worlds.counts) - given
        without = f" (for {none} series it gives none)" if none else ""
        told.append(f"{name} misses the truth in **{missed} of {given}**{without}, {verdict}")
    low, high = by_chance(len(worlds.counts))
    sentence = "; ".join(told)
    wider = fixed(_width(worlds, OURS) / _width(worlds, USUAL), 1)
    return (
        f"{sentence[0].upper()}{sentence[1:]}. If every {confidence_label(CONFIDENCE)} kept its promise, {low} to "
        f"{high} of {len(worlds.counts)} would miss, by chance (with 99% probability): so many series show a large "
        f"failure, not a small one. The price is width: on the scale of ratios the calibrated interval is {wider} "
        "times as wide (median)."
    )


def by_chance(intervals: int) -> tuple[int, int]:
    """Fewest and most misses that honest intervals would have.

    >>> by_chance(100)
    (0, 11)
    """
    low, high = stats.binom.interval(CHANCE, intervals, 1 - CONFIDENCE)
    return int(low), int(high)


def caterpillar_title(worlds: Repeated) -> str:
    """Say what the figure of all intervals shows."""
    usual, ours = (f"{int(worlds.misses(method).sum())} of {worlds.given(method)}" for method in (USUAL, OURS))
    found = "leaves the truth out" if worlds.cell.change else "finds a change where there is none"
    return f"The usual interval {found} in {usual} series, the calibrated one in {ours}"


def caterpillar_names(worlds: Repeated) -> dict[str, str]:
    """Give what stands above every panel."""
    lines = {method: name.count("\n") for method, name in NAMES.items()}
    return {
        method: f"{name}{chr(10) * (max(lines.values()) - lines[method] + 1)}misses {int(worlds.misses(method).sum())}"
        for method, name in NAMES.items()
    }


def caterpillar_caption(worlds: Repeated, seed: int) -> str:
    """Say what is drawn in the figure of all intervals."""
    return (
        f"{confidence_label(CONFIDENCE)}s of the level ratio in {len(worlds.counts)} simulated series "
        f"({worlds.cell.points} months, {worlds.cell.mean:g} a month, memory {worlds.cell.rho:g}; seed {seed}). A line "
        f"is a series, the same in both panels, in the order of the usual estimates. Thick with a square: the truth "
        "is outside."
    )


def caterpillar_alt(worlds: Repeated) -> str:
    """Describe the figure of all intervals for those who do not see it."""
    widths = [fixed(float(np.exp(_width(worlds, method))), 1) for method in (USUAL, OURS)]
    return (
        f"{len(worlds.counts)} horizontal intervals in two panels around a vertical line at {worlds.truth:g}. "
        f"{caterpillar_title(worlds)}. From low to high they span a factor of {widths[0]} and of {widths[1]} (median)."
    )


def _width(worlds: Repeated, method: str) -> float:
    """Median width of a method's intervals on the log scale."""
    low, high = worlds.intervals[method].T
    return float(np.nanmedian(np.log(high / low)))
