"""Simulate one cell of the grid: how often each method's intervals hold the truth, with the cell's verdicts."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated.many_intervals import calibrated_counts, calibrated_gaussian
from turningpoint.its.coverage.grid import Cell, course_of, design_of, simulate, truths_of
from turningpoint.its.coverage.kept_table import COLUMNS, OURS, WANTED, monte_carlo_interval, verdict
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design, Intervals
from turningpoint.its.regression.conventional import conventional_counts, conventional_gaussian

CHUNK = 50
"""Series drawn from one seed, which is that of the run, the place of the cell and that of the chunk."""

Results = dict[tuple[str, str], tuple[Array, Array]]
BENDING = f"{OURS}, bending"
"""The calibrated model with a pre-trend that may bend, fitted where the true course does."""


def run_chunk(cell: Cell, *, seed: int, chunk: int, conventional: bool = True, size: int = CHUNK) -> Results:
    """Fit every method, or without the ``conventional`` ones ours alone, to the series of one chunk of a cell.

    Gives (method, estimand) → (N,) 1 where the interval holds the truth and 0 where not, and (N,) width: of level,
    slope and relative excess on the scale of the link, of the others over the expected untouched sum (of a gaussian
    outcome: in its unit). NaN where the method refuses the series.
    """
    sequence = np.random.SeedSequence([seed, cell.index, chunk])
    draw, fit, bend = (np.random.default_rng(child) for child in sequence.spawn(3))
    design = design_of(cell)
    series = simulate(cell, design, size, draw)
    gaussian = cell.process == "gaussian"
    possible = np.ones(size, dtype=bool) if gaussian else _has_events(series.observed, design)
    values = series.observed[possible]
    ours = calibrated_gaussian if gaussian else calibrated_counts
    others = conventional_gaussian if gaussian else conventional_counts
    found: dict[str, Intervals] = {OURS: ours(values, design, fit)}
    if conventional:
        found |= others(values, design)
        if cell.process == "curved":
            found[BENDING] = calibrated_counts(values, with_bend(design), bend)
    truths = truths_of(cell, design, series)
    whole = 1.0 if gaussian else course_of(cell, design).without[design.post].sum()
    results = {}
    for method, intervals in found.items():
        for estimand, ends in intervals.items():
            low, high = np.full((2, size), np.nan)
            low[possible], high[possible] = ends.T
            inside = np.where(np.isfinite(low), (low <= truths[estimand]) & (truths[estimand] <= high), np.nan)
            unit = whole if estimand in ("expected_excess", "observed_excess") else 1.0
            results[method, estimand] = (inside, (high - low) / unit)
    return results


def run_cell(cell: Cell, *, seed: int, series: int, most: int) -> pd.DataFrame:
    """Simulate a cell until it is judged: a row a method and estimand, with the columns of ``read_coverage``.

    ``series`` (a multiple of ``CHUNK``) are simulated with every method, up to ``most`` for the calibrated model where
    the coverage of one of its estimands is outside what is wanted.
    """
    chunks = [run_chunk(cell, seed=seed, chunk=chunk) for chunk in range(series // CHUNK)]
    ours = [np.nanmean(inside) for (method, _), (inside, _) in gather(chunks).items() if method == OURS]
    if not all(WANTED[0] <= share <= WANTED[1] for share in ours):
        more = range(series // CHUNK, most // CHUNK)
        chunks += [run_chunk(cell, seed=seed, chunk=chunk, conventional=False) for chunk in more]
    facts = {name: getattr(cell, name) for name in ("process", "points", "rho", "mean", "harmonics")}
    facts |= {"cell": cell.index, "truth": "change" if cell.change else "none"}
    rows = [
        {**facts, "method": method, "estimand": estimand, **judged(inside, width)}
        for (method, estimand), (inside, width) in gather(chunks).items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def gather(parts: list[Results]) -> Results:
    """Put chunks end to end; those that came later lack the conventional methods."""
    found: Results = {}
    for key in parts[0]:
        inside, width = zip(*(part[key] for part in parts if key in part), strict=True)
        found[key] = np.concatenate(inside), np.concatenate(width)
    return found


def judged(inside: Array, width: Array) -> dict[str, object]:
    """Count how often intervals held the truth, and judge it; NaN is an interval that was refused."""
    known = np.isfinite(inside)
    series, covered = int(known.sum()), int(inside[known].sum())
    low, high = monte_carlo_interval(covered, series)
    return {
        "series": series,
        "refused": int((~known).sum()),
        "covered": covered,
        "coverage": covered / series,
        "low": low,
        "high": high,
        "median_width": float(np.median(width[known])),
        "verdict": verdict(low, high),
    }


def _has_events(counts: Array, design: Design) -> NDArray[np.bool_]:
    """(N,) whether something was counted on either side; a series without is refused by every count model."""
    return np.asarray((counts[:, design.post] > 0).any(axis=1) & (counts[:, ~design.post] > 0).any(axis=1))
