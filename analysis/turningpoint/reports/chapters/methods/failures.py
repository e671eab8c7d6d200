"""Where the calibrated intervals fail on the grid of simulated coverage: named in a table, summed up by a rule."""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from turningpoint.its.coverage.kept_table import OURS
from turningpoint.number_format import MISSING
from turningpoint.reports.chapters.methods.coverage_grid import (
    EFFECTS,
    HIGH,
    HOLDS,
    LOW,
    MEASURED,
    PROCESSES,
    SHORT,
    share,
    spread,
)

ENOUGH = 0.75
"""Share of the failures that a pattern has to hold."""
DENSER = 2.0
"""How many times as often as on the whole grid intervals fail inside a pattern."""
CLEARER = 1.5
"""How many times as often as inside a single condition intervals fail inside a pair that is preferred to it."""
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
    parts = [_one_side(rows, verdict) for verdict in (LOW, HIGH)]
    told = " ".join(filter(None, parts))
    return f"**For {PROCESSES[process]}, calibrated intervals fail in {fails}** of {judged}. {told}"


def failures_table(cells: pd.DataFrame, verdict: str) -> pd.DataFrame:
    """List where ours fails on one side: a row a process and length, what its failing cells have in it side by side.

    Where nothing fails the table is empty.

    Parameters
    ----------
    verdict : ``too low`` or ``too high``.
    """
    rows = failing(cells)
    rows = rows[rows["verdict"] == verdict]
    rows = rows.assign(place=rows["process"].map(list(PROCESSES).index))
    shown = []
    for (_, points), found in rows.groupby(["place", "points"]):
        process = found["process"].iloc[0]
        shown.append(
            {
                "Series": SHORT[process],
                "Months": f"{points}",
                "Memory": _values(found["rho"]),
                "Mean": MISSING if process == MEASURED else _values(found["mean"]),
                "Coverage": spread(found["coverage"]),
                "Interval for (cells)": _effects(found["estimand"]),
            }
        )
    return pd.DataFrame(shown)


def failures_caption(verdict: str, made: str) -> str:
    """Say what the table of failures on one side shows.

    Parameters
    ----------
    verdict : as in ``failures_table``. made : how the grid was made, in words.
    """
    return (
        f"Cells in which the coverage of a calibrated interval is {verdict}, by length, and how many for which effect; "
        f"in the file each by itself. Feedback: INGARCH; curved: a course that bends before the intervention. {made}"
    )


class _Condition(NamedTuple):
    """One end of one factor of the grid: ``at_least`` says which."""

    factor: str
    value: float
    at_least: bool
    end: bool

    def inside(self, rows: pd.DataFrame) -> "pd.Series[bool]":
        return rows[self.factor] >= self.value if self.at_least else rows[self.factor] <= self.value

    def in_words(self) -> str:
        what = {"points": "{} months", "rho": "a memory of {}", "mean": "a mean of {} a month"}[self.factor]
        fewer = "fewer" if self.factor == "points" else "less"
        more = "" if self.end else " or more" if self.at_least else f" or {fewer}"
        return what.format(f"{self.value:g}") + more


def pattern(rows: pd.DataFrame, verdict: str) -> tuple[str, int, int]:
    """Find where on the grid most failures of one kind lie.

    Of all conditions on length, memory and mean (from one end of the grid up to some value), alone and in pairs, the
    one is taken inside which intervals fail most often, among those that hold three quarters of the failures and in
    which intervals fail at least twice as often as on the whole grid. A pair has to be clearly better than one alone.

    Returns
    -------
    tuple
        The condition in words, the number of failures in it and the number of intervals judged there; empty, 0 and 0
        where there is no such condition.
    """
    fails = rows["verdict"] == verdict
    found: list[tuple[float, str, int, int]] = []
    ends = list(_conditions(rows))
    pairs = (pair for pair in itertools.combinations(ends, 2) if pair[0].factor != pair[1].factor)
    for chosen in itertools.chain(((end,) for end in ends), pairs):
        inside = pd.Series(data=True, index=rows.index)
        for condition in chosen:
            inside &= condition.inside(rows)
        hits, judged = int((fails & inside).sum()), int(inside.sum())
        if hits and hits >= ENOUGH * fails.sum() and hits / judged >= DENSER * fails.mean():
            words = " and ".join(condition.in_words() for condition in chosen)
            score = hits / judged * (CLEARER if len(chosen) == 1 else 1.0)
            found.append((score, words, hits, judged))
    if not found:
        return "", 0, 0
    _, words, hits, judged = max(found, key=lambda one: one[0])
    return words, hits, judged


def _conditions(rows: pd.DataFrame) -> Iterator[_Condition]:
    for factor in ("points", "rho", "mean"):
        values = sorted(set(rows[factor]))
        for i, value in enumerate(values[:-1]):
            yield _Condition(factor, value, at_least=False, end=i == 0)
            above = values[i + 1]
            yield _Condition(factor, above, at_least=True, end=i + 2 == len(values))


def _one_side(rows: pd.DataFrame, verdict: str) -> str:
    """Say of failures on one side how many there are, where most lie, and which is the worst; nothing where none."""
    found = rows[rows["verdict"] == verdict].sort_values("coverage", ascending=verdict == LOW)
    if found.empty:
        return ""
    side = "the truth too rarely" if verdict == LOW else "it more often than they say, and are wider than need be"
    named = [_named(row) for _, row in found.head(FEW).iterrows()]
    if len(found) <= FEW:
        one = side.replace("they say", "it says").replace("are wider", "is wider") if len(found) == 1 else side
        return f"{len(found)} {'holds' if len(found) == 1 else 'hold'} {one}: {'; '.join(named)}."
    where, inside, judged = pattern(rows, verdict)
    lie = (
        f"{inside} of these at {where}, where {judged} were judged"
        if where
        else "in no part of the grid much more than in others"
    )
    extreme = "lowest" if verdict == LOW else "highest"
    return f"{len(found)} hold {side}: {lie}; the {extreme} coverage is {named[0]}."


def _named(row: "pd.Series[Any]") -> str:
    mean = f", mean {row['mean']:g}" if row["process"] != MEASURED else ""
    where = f"{EFFECTS[row['estimand']]}, {row['points']} months, memory {row['rho']:g}{mean}"
    return f"{share(row['coverage'])} ({where})"


def _values(values: pd.Series) -> str:
    return ", ".join(f"{value:g}" for value in sorted(set(values)))


def _effects(names: pd.Series) -> str:
    counts = names.value_counts()
    return ", ".join(f"{words} ({counts[name]})" for name, words in EFFECTS.items() if name in counts)
