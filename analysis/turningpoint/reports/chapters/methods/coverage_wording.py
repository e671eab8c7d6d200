"""The sentences on coverage: of a hundred series in which nothing changed, and over the grid; usual and ours."""

from functools import partial

import pandas as pd
from scipy import stats

from turningpoint.figures.caterpillar import median_width
from turningpoint.figures.coverage import ESTIMANDS, METHODS
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL, Repeated
from turningpoint.its.coverage.kept_table import OURS, WANTED
from turningpoint.its.coverage.simulate_cell import BENDING
from turningpoint.number_format import MISSING, confidence_label, fixed, percent, sentence_case, table_of
from turningpoint.reports.chapters.methods.coverage_grid import CURVED, EFFECTS, FEEDBACK, HIGH, HOLDS, LOW, spread

LABEL = confidence_label(CONFIDENCE)
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
        f"{sentence_case('; '.join(told))}. If every {LABEL} kept its promise, {low} to "
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


def in_short(cells: pd.DataFrame) -> str:
    """Say in a sentence or two how the intervals of the level do over the whole grid of one process."""
    level = cells[cells["estimand"] == "level"]
    usual, ours = level[level["method"] == USUAL], level[level["method"] == OURS]
    whole = cells[cells["method"] == OURS]
    fails = int((whole["verdict"] != HOLDS).sum())
    some = f"Over all effects the calibrated intervals fail in {fails} of {len(whole)} cases, which the part on methods"
    others = f"{some} names." if fails else "For no effect does the calibrated interval fail anywhere."
    return (
        f"**Can the intervals be trusted?** On {len(ours)} kinds of simulated series of counts, of which the truth is "
        f"known, the usual {LABEL} of the level ({METHODS[USUAL]}) holds it in {spread(usual['coverage'])} of series, "
        f"depending on the kind: {verdicts(usual)} kinds. The calibrated one holds it in {spread(ours['coverage'])}: "
        f"{verdicts(ours)}. {others}"
    )


def rule(cells: pd.DataFrame) -> str:
    """Say of which cells the grid consists, and when one fails."""
    low, high = (percent(end, decimals=1) for end in WANTED)
    lengths, memories, means = (", ".join(f"{v:g}" for v in sorted(set(cells[c]))) for c in ("points", "rho", "mean"))
    return (
        f"The cells: {lengths} months, memory {memories}, {means} events a month before the intervention, which comes "
        f"after two thirds of the months. Coverage from simulation has an error of its own: a cell **fails** when its "
        f"coverage, with that error (99% Monte Carlo interval), lies outside {low.rstrip('%')} to {high}."
    )


def bent(cells: pd.DataFrame) -> str:
    """Say what a course that bends before the intervention does to every method."""
    rows = cells[cells["process"] == CURVED]
    ours, free = rows[rows["method"] == OURS], rows[rows["method"] == BENDING]
    usual = rows[~rows["method"].isin([OURS, BENDING])]
    sentences = [
        f"**A course that bends before (curved).** {_lengths(rows)} Nothing changes at the intervention, but growth "
        "itself changes all along, and a straight line carried forward is wrong.",
        f"The usual {LABEL}s hold the truth in {_by_effect(usual)}; the calibrated ones in {_by_effect(ours)}.",
    ]
    held = f"With a course before that may bend the calibrated ones hold it in {_by_effect(free)}: {verdicts(free)}"
    sentences += [
        "Every one is too low: calibration mends what is assumed of the noise, not of the course."
        if (pd.concat([usual, ours])["verdict"] == LOW).all()
        else f"The usual do so {verdicts(usual)} cases, the calibrated ones {verdicts(ours)}.",
        "A calibrated model whose course before may bend is not in this grid." if free.empty else f"{held} cases.",
    ]
    return " ".join(sentences)


def fed_back(cells: pd.DataFrame) -> str:
    """Say what counts that feed on themselves do to every method."""
    rows = cells[cells["process"] == FEEDBACK]
    ours, usual = rows[rows["method"] == OURS], rows[rows["method"] != OURS]
    return (
        f"**Counts that feed on themselves (feedback, INGARCH).** {_lengths(rows)} A high month raises the next, which "
        f"is another kind of memory than the model's. The usual {LABEL}s hold the truth in {_by_effect(usual)}: "
        f"{verdicts(usual)} cases. The calibrated ones hold it in {_by_effect(ours)}: {verdicts(ours)}."
    )


def beyond_table(cells: pd.DataFrame, process: str) -> pd.DataFrame:
    """Give coverage by method and effect for a process of a few lengths, which stand side by side in a cell."""
    rows = cells[cells["process"] == process]
    lengths = sorted(set(rows["points"]))
    found = rows.set_index(["method", "estimand", "points"])["coverage"].to_dict()

    def beside(method: str, estimand: str) -> str:
        at = [found.get((method, estimand, n)) for n in lengths]
        return " / ".join(percent(coverage, decimals=1) for coverage in at if coverage is not None) or MISSING

    return table_of(
        [method for method in METHODS if method in set(rows["method"])],
        {f"{' / '.join(map(str, lengths))} months": lambda method: METHODS[method]}
        | {words: partial(beside, estimand=estimand) for estimand, words in EFFECTS.items()},
    )


def verdicts(rows: pd.DataFrame) -> str:
    """Word how many cells hold or fail, and on which side.

    >>> verdicts(pd.DataFrame({"verdict": ["holds", "too low", "holds"]}))
    'too rarely in 1 of 3'
    """
    counts = {verdict: int((rows["verdict"] == verdict).sum()) for verdict in (LOW, HIGH)}
    sides = {LOW: "too rarely", HIGH: "more often than promised"}
    named = [f"{words} in {counts[verdict]}" for verdict, words in sides.items() if counts[verdict]]
    return f"{' and '.join(named)} of {len(rows)}" if named else f"as often as promised in all {len(rows)}"


def _by_effect(rows: pd.DataFrame) -> str:
    """Coverage by effect, over methods and lengths, the relative excess left out."""
    found = {words: rows.loc[rows["estimand"] == estimand, "coverage"] for estimand, words in ESTIMANDS.items()}
    return ", ".join(f"{spread(coverage)} ({words})" for words, coverage in found.items() if len(coverage))


def _lengths(rows: pd.DataFrame) -> str:
    lengths = " and ".join(str(n) for n in sorted(set(rows["points"])))
    return f"Series of {lengths} months, {rows['mean'].iloc[0]:g} events a month."
