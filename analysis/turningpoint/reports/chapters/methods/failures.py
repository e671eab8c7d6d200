"""Where the calibrated intervals fail on the grid of simulated coverage: named in a table, summed up by a rule."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.its.coverage.kept_table import OURS
from turningpoint.number_format import MISSING, agreeing, percent, table_of
from turningpoint.reports.chapters.methods.coverage_grid import (
    EFFECTS,
    HIGH,
    HOLDS,
    LOW,
    MEASURED,
    PROCESSES,
    SHORT,
    spread,
)

ENOUGH = 0.75
"""Share of the failures that a pattern has to hold."""
DENSER = 2.0
"""How many times as often as on the whole grid intervals fail inside a pattern."""
CLEARER = 1.5
"""How many times as often as inside a single condition intervals fail inside a pair that is preferred to it."""
FACTORS = {
    "points": ("{} months", "fewer"),
    "rho": ("a memory of {}", "less"),
    "mean": ("a mean of {} a month", "less"),
}
"""Factor of the grid → a value of it in words, and what less of it is called."""
FEW = 3
"""So many failures are named one by one."""


def ours(cells: pd.DataFrame, *processes: str) -> pd.DataFrame:
    """Rows of the calibrated model, a straight course before, of these processes."""
    return cells[(cells["method"] == OURS) & cells["process"].isin(processes)]


def failing(cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of the calibrated model that do not hold, unrounded, of every process; those too low first."""
    rows = ours(cells, *PROCESSES)
    return rows[rows["verdict"] != HOLDS].sort_values("verdict", ascending=False, kind="stable", ignore_index=True)


def failures_in_words(cells: pd.DataFrame, process: str) -> str:
    """Say how many intervals of ours fail for counts or measured values, where, and how badly; or that none does."""
    rows = ours(cells, process)
    kinds, effects = rows["cell"].nunique(), rows["estimand"].nunique()
    judged = f"{len(rows)} judged ({kinds} cells, {effects} effects)"
    if (rows["verdict"] == HOLDS).all():
        return f"**For {PROCESSES[process]}, no calibrated interval fails** of {judged}."
    fails = int((rows["verdict"] != HOLDS).sum())
    told = " ".join(filter(None, (_one_side(rows, verdict) for verdict in (LOW, HIGH))))
    return f"**For {PROCESSES[process]}, calibrated intervals fail in {fails}** of {judged}. {told}"


def failures_table(cells: pd.DataFrame, verdict: str) -> pd.DataFrame:
    """List where ours fails on one side: a row a process and length, what its failing cells have in it side by side.

    Empty where nothing fails.
    """
    rows = failing(cells)
    rows = rows[rows["verdict"] == verdict].assign(place=rows["process"].map(list(PROCESSES).index))
    return table_of(
        (found for _, found in rows.groupby(["place", "points"])),
        {
            "Series": lambda found: SHORT[found["process"].iloc[0]],
            "Months": lambda found: f"{found['points'].iloc[0]}",
            "Memory": lambda found: _values(found["rho"]),
            "Mean": lambda found: MISSING if found["process"].iloc[0] == MEASURED else _values(found["mean"]),
            "Coverage": lambda found: spread(found["coverage"]),
            "Interval for (cells)": lambda found: _effects(found["estimand"]),
        },
    )


def failures_caption(verdict: str, made: str) -> str:
    """Say what the table of failures on one side shows, and how the grid was made."""
    return (
        f"Cells in which the coverage of a calibrated interval is {verdict}, by length, and how many for which effect; "
        f"in the file each by itself. Feedback: INGARCH; curved: a course that bends before the intervention. {made}"
    )


def pattern(rows: pd.DataFrame, verdict: str) -> tuple[str, int, int]:
    """Find where on the grid most failures of one kind lie.

    Of all conditions on length, memory and mean (from one end of the grid up to some value), alone and in pairs, the
    one is taken inside which intervals fail most often, among those that hold three quarters of the failures and in
    which intervals fail at least twice as often as on the whole grid. A pair has to be clearly better than one alone.

    Gives the condition in words, the number of failures in it and the number of intervals judged there; empty, 0 and 0
    where there is no such condition.
    """
    fails = (rows["verdict"] == verdict).to_numpy()
    found: list[tuple[float, str, int, int]] = []
    ends = list(_ends(rows))
    pairs = (pair for pair in itertools.combinations(ends, 2) if pair[0][0] != pair[1][0])
    for chosen in itertools.chain(((end,) for end in ends), pairs):
        inside = np.logical_and.reduce([mask for _, _, mask in chosen])
        hits, judged = int((fails & inside).sum()), int(np.sum(inside))
        if hits and hits >= ENOUGH * fails.sum() and hits / judged >= DENSER * fails.mean():
            score = hits / judged * (CLEARER if len(chosen) == 1 else 1.0)
            found.append((score, " and ".join(words for _, words, _ in chosen), hits, judged))
    _, words, hits, judged = max(found, key=lambda one: one[0], default=(0.0, "", 0, 0))
    return words, hits, judged


def _ends(rows: pd.DataFrame) -> Iterator[tuple[str, str, Any]]:
    """Each stretch of length, memory or mean from one end of the grid: factor, words, (n,) the rows inside."""
    for factor, (what, fewer) in FACTORS.items():
        values = sorted(set(rows[factor]))
        for below, above in itertools.pairwise(values):
            to, on = what.format(f"{below:g}"), what.format(f"{above:g}")
            yield factor, to if below == values[0] else f"{to} or {fewer}", (rows[factor] <= below).to_numpy()
            yield factor, on if above == values[-1] else f"{on} or more", (rows[factor] >= above).to_numpy()


def _one_side(rows: pd.DataFrame, verdict: str) -> str:
    """Say of failures on one side how many there are, where most lie, and which is the worst; nothing where none."""
    found = rows[rows["verdict"] == verdict].sort_values("coverage", ascending=verdict == LOW)
    if found.empty:
        return ""
    named = [_named(row) for row in found.head(FEW).to_dict("records")]
    hold, say = agreeing(len(found), "holds", "hold"), agreeing(len(found), "it says, and is", "they say, and are")
    how = "the truth too rarely" if verdict == LOW else f"it more often than {say} wider than need be"
    hold = f"{len(found)} {hold} {how}"
    if len(found) <= FEW:
        return f"{hold}: {'; '.join(named)}."
    where, inside, judged = pattern(rows, verdict)
    lie = f"{inside} of these at {where}, where {judged} were judged"
    nowhere = "in no part of the grid much more than in others"
    extreme = "lowest" if verdict == LOW else "highest"
    return f"{hold}: {lie if where else nowhere}; the {extreme} coverage is {named[0]}."


def _named(row: dict[Any, Any]) -> str:
    mean = f", mean {row['mean']:g}" if row["process"] != MEASURED else ""
    where = f"{EFFECTS[row['estimand']]}, {row['points']} months, memory {row['rho']:g}{mean}"
    return f"{percent(row['coverage'], decimals=1)} ({where})"


def _values(values: pd.Series) -> str:
    return ", ".join(f"{value:g}" for value in sorted(set(values)))


def _effects(names: pd.Series) -> str:
    counts = names.value_counts()
    return ", ".join(f"{words} ({counts[name]})" for name, words in EFFECTS.items() if name in counts)
