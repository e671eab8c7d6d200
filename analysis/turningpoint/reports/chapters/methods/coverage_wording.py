"""The sentences on coverage: of a hundred series in which nothing changed, and over the grid; usual and ours."""

import pandas as pd
from scipy import stats

from turningpoint.figures.caterpillar import median_width
from turningpoint.figures.coverage import METHODS
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL, Repeated
from turningpoint.its.coverage.kept_table import FAILS, LOWEST, OURS
from turningpoint.number_format import confidence_label, fixed, percent, sentence_case
from turningpoint.reports.chapters.methods.coverage_grid import spread

LABEL = confidence_label(CONFIDENCE)
FEATURES = {
    "holes": "months that are missing",
    "spans": "sums over several months",
    "exposure": "changing exposure",
    "outliers": "outliers",
    "two interventions": "a second intervention",
    "second order|random walk": "noise of another memory than the one that is fitted",
}
"""Part of the name of a kind → what is special about it."""
CHANCE = 0.99
"""Probability with which the number of misses of honest intervals lies within what is called chance."""


def promise(confidence: float) -> str:
    """Say what an interval promises, and that this part speaks of its own level, not of the report's."""
    other = f", whatever the {confidence_label(confidence)}s of the rest of the report"
    return (
        f"A {LABEL} promises to hold the truth in {percent(CONFIDENCE)} of such worlds and to miss it in "
        f"{percent(1 - CONFIDENCE)}. This part speaks of {LABEL}s{'' if confidence == CONFIDENCE else other}."
    )


def world(worlds: Repeated) -> str:
    """Describe the series that are drawn again and again."""
    cell, kind = worlds.cell, worlds.cell.kind
    changed = f"in each of them the level is multiplied by {fixed(worlds.truth, 1)}"
    return (
        f"Here are {len(worlds.counts)} such worlds: {kind.points} months each, {kind.mean:g} events a month, with "
        f"noise that correlates by {kind.rho:g} from month to month. At an intervention after {kind.before} months, "
        f"{changed if cell.change else '**in none of them does anything change**'}."
    )


def misses(worlds: Repeated) -> str:
    """Count the intervals that miss, method by method, beside what chance allows, and compare their widths."""
    told = []
    for method, name in ((USUAL, f"the usual interval ({METHODS[USUAL]})"), (OURS, "the calibrated interval")):
        given, missed = worlds.given(method), int(worlds.misses(method).sum())
        low, high = by_chance(given)
        verdict = "more than" if missed > high else "fewer than" if missed < low else "within what"
        none = len(worlds.counts) - given
        without = f" (for {none} series it gives none)" if none else ""
        told.append(f"{name} misses the truth in **{missed} of {given}**{without}, {verdict} chance explains")
    low, high = by_chance(len(worlds.counts))
    wider = fixed(median_width(worlds, OURS) / median_width(worlds, USUAL), 1)
    return (
        f"{sentence_case('; '.join(told))}. If every {LABEL} kept its promise, {low} to {high} of "
        f"{len(worlds.counts)} would miss (with {percent(CHANCE)} probability). The calibrated interval is {wider} "
        "times as wide, as a ratio (median)."
    )


def by_chance(intervals: int) -> tuple[int, int]:
    """Fewest and most misses that honest intervals would have.

    >>> by_chance(100)
    (0, 11)
    """
    low, high = stats.binom.interval(CHANCE, intervals, 1 - CONFIDENCE)
    return int(low), int(high)


def in_short(cells: pd.DataFrame) -> str:
    """Say in a sentence or two how the intervals of the level do over the whole grid of one outcome."""
    level = cells[cells["estimand"] == "level"]
    usual, ours = level[level["method"] == USUAL], level[level["method"] == OURS]
    return (
        f"**Can the intervals be trusted?** On {ours['kind'].nunique()} kinds of simulated series the usual {LABEL} of "
        f"the jump ({METHODS[USUAL]}) holds it in {spread(usual['coverage'])} of series, depending on the kind, and "
        f"fails in {failing_of(usual)}. The calibrated one holds it in {spread(ours['coverage'])} and fails in "
        f"{failing_of(ours)}; over all answers it fails in {failing_of(cells[cells['method'] == OURS])}."
    )


def rule(cells: pd.DataFrame) -> str:
    """Say of which cells the grid consists, and when one fails."""
    lengths, means, memories = (f"{min(cells[name]):g} to {max(cells[name]):g}" for name in ("points", "mean", "rho"))
    more = [words for part, words in FEATURES.items() if cells["kind"].str.contains(part).any()]
    return (
        f"The kinds: {lengths} months, {means} events a month before the intervention, memory {memories}; courses that "
        f"are straight, that bend once or all along, or whose growth wanders{''.join(f', {words}' for words in more)}. "
        f"Each comes with a change and without. A kind **fails** when an interval holds the truth in fewer than "
        f"{percent(LOWEST)} of its series. The **oracle** knows the noise and how the course bends."
    )


def bent(cells: pd.DataFrame) -> str:
    """Say what a course that is not straight does to every method."""
    rows = cells[~cells["course"].isin(["flat", "straight", "rising"]) & cells["estimand"].isin(["level", "effect_12"])]
    told = [
        f"{METHODS[method]}: {spread(found['coverage'])}, {failing_of(found)} fail"
        for method in METHODS
        if len(found := rows[rows["method"] == method])
    ]
    return f"Where the course bends before, jump and effect of 12 months together: {'; '.join(told)}."


def failing_of(rows: pd.DataFrame) -> str:
    """Count those that fail.

    >>> failing_of(pd.DataFrame({"verdict": ["holds", "fails", "holds"]}))
    '1 of 3'
    """
    return f"{int((rows['verdict'] == FAILS).sum())} of {len(rows)}"
