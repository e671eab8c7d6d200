"""Coverage told: of a hundred series in which nothing changed, over the grid, usual and ours, and where ours fails."""

import pandas as pd
from scipy import stats

from turningpoint.figures.caterpillar import median_width
from turningpoint.figures.coverage import ESTIMANDS, METHODS
from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL, Repeated
from turningpoint.its.coverage.kept_table import FAILS, LOWEST, LOWEST_OF_THIRD, OURS
from turningpoint.number_format import confidence_label, fixed, percent, sentence_case, table_of
from turningpoint.reports.chapters.methods.coverage_grid import OUTCOMES, spread

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
    changed = f"in each the level is multiplied by {fixed(worlds.truth, 1)} after {kind.before} months"
    return (
        f"Here are {len(worlds.counts)} such worlds: {kind.points} months each, {kind.mean:g} events a month, noise "
        f"that correlates by {kind.rho:g}; {changed if cell.change else '**in none of them does anything change**'}."
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


TRUTHS = {"none": "no", "change": "yes"}


def failing(cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of the calibrated model that fail, unrounded, the lowest coverage first."""
    rows = cells[(cells["method"] == OURS) & (cells["verdict"] == FAILS)]
    return rows.sort_values("coverage", kind="stable", ignore_index=True)


def failures_in_words(cells: pd.DataFrame, outcome: str) -> str:
    """Say how many intervals of ours fail for counts or measured values, and which is the worst; or that none does."""
    rows = cells[(cells["method"] == OURS) & (cells["outcome"] == outcome)]
    found = failing(rows)
    fail = "no calibrated interval fails" if found.empty else f"{len(found)} calibrated intervals fail"
    kinds = f"({rows['kind'].nunique()} kinds, with and without a change)"
    said = f"**For {OUTCOMES[outcome]}, {fail}** of {len(rows)} judged {kinds}"
    if found.empty:
        return f"{said}."
    worst, counts = found.iloc[0], found["estimand"].value_counts()
    each = ", ".join(f"{words} ({counts[name]})" for name, words in ESTIMANDS.items() if name in counts)
    lowest = f"{percent(worst['coverage'], decimals=1)} ({ESTIMANDS[worst['estimand']]}, {worst['kind']})"
    return f"{said}: {each}. The lowest coverage is {lowest}."


def failures_table(found: pd.DataFrame) -> pd.DataFrame:
    """List the failing intervals, a row a kind and truth."""
    return table_of(
        (rows for _, rows in found.groupby(["cell"], sort=False)),
        {
            "Kind of series": lambda rows: rows["kind"].iloc[0],
            "Change": lambda rows: TRUTHS[rows["truth"].iloc[0]],
            "Coverage": lambda rows: spread(rows["coverage"]),
            "Interval for": lambda rows: ", ".join(ESTIMANDS[name] for name in rows["estimand"]),
        },
    )


def thirds_in_words(thirds: pd.DataFrame) -> str:
    """Say in how many thirds of the estimated memory an interval of ours fails, and in which of the three most."""
    found = thirds[thirds["verdict"] == FAILS]
    rule = (
        "Of the series of a kind, parted into three by estimated memory, a third fails whose coverage, with the error "
        f"of the simulation, lies below {percent(LOWEST_OF_THIRD)}: "
    )
    if found.empty:
        return f"{rule}none of {len(thirds)} does."
    words = {1: "shortest", 2: "middle", 3: "longest"}
    where = found["third"].value_counts()
    named = ", ".join(f"{where[third]} with the {name} memory" for third, name in words.items() if third in where)
    return f"{rule}{len(found)} of {len(thirds)} do ({named})."


def thirds_table(found: pd.DataFrame) -> pd.DataFrame:
    """List the failing thirds."""
    return table_of(
        found.to_dict("records"),
        {
            "Kind of series": lambda row: row["kind"],
            "Change": lambda row: TRUTHS[row["truth"]],
            "Interval for": lambda row: ESTIMANDS[row["estimand"]],
            "Estimated memory": lambda row: f"{fixed(row['rho_low'], 2)} to {fixed(row['rho_high'], 2)}",
            "Coverage": lambda row: percent(row["coverage"], decimals=1),
        },
    )
