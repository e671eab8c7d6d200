"""Simulate the joint null of many specifications: how often it finds a change where there is none.

As for break dates, the null of every series is simulated once, and the limits come from all series of a cell together.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest, norm

from analysis.its.design import build_design
from analysis.its.mixture import of_counts
from analysis.its.simulation import Course, lognormal_counts
from analysis.its.specification import Specification
from analysis.robustness.break_series import Noise, draw_series
from analysis.robustness.choices import Grid
from analysis.robustness.many_fits import EFFECTS, fit_choices

Array = NDArray[np.float64]
POINTS, MEAN, DEVIATION, ALPHA, AT = 120, 15.0, 0.35, 0.05, 79
RHOS = (0.0, 0.4, 0.7)
NOMINAL, LARGEST_SIZE = 0.95, 0.06
CHUNK = 250
STATISTICS = ("median", "significant share", "largest")
COLUMNS = ("rho", "effect", "statistic", "series", "hits", "share", "low", "high", "verdict")
TIMES = pd.period_range("2010-01", periods=POINTS, freq="M")
WHEN = str(TIMES[AT])
GRID = Grid(
    ("events",),
    ("2010-01", "2012-01"),
    (str(TIMES[-1]),),
    shifts=(-1, 0, 1),
    fits=("quasi-poisson, independent", "poisson, hac:6"),
)
"""48 specifications."""


def run_chunk(rho: float, *, seed: int, chunk: int, size: int = CHUNK) -> dict[tuple[str, str], tuple[Array, Array]]:
    """Simulate series without a change: (effect, statistic) → of the series, and of one null of each, (size,)."""
    first, second = (
        np.random.default_rng(stream) for stream in np.random.SeedSequence([seed, int(100 * rho), chunk]).spawn(2)
    )
    mean = np.full(POINTS, MEAN)
    values = lognormal_counts(
        Course(mean, mean), rho=rho, deviation=DEVIATION, alpha=ALPHA, series=size, random=first
    ).observed
    specification = Specification((WHEN,))
    design = build_design(TIMES, specification)
    mixture = of_counts(values, design.matrix, design.offset, design.used)
    noise = Noise(mixture.weight, mixture.sigma, mixture.rho, mixture.share)
    null = draw_series(mixture.mean @ design.counterfactual.T, noise, second)
    fits = fit_choices({"events": np.concatenate([values, null])}, TIMES, GRID.choices(), WHEN, specification)
    critical = float(norm.ppf((1 + NOMINAL) / 2))
    found = {}
    for place, effect in enumerate(EFFECTS):
        z = np.abs(fits.z[place])
        statistics = (
            np.abs(np.nanmedian(fits.effect[place], axis=0)),
            np.nanmean(np.where(np.isfinite(z), z > critical, np.nan), axis=0),
            np.nanmax(z, axis=0),
        )
        for name, statistic in zip(STATISTICS, statistics, strict=True):
            found[effect, name] = (statistic[:size], statistic[size:])
    return found


def summarise(rho: float, chunks: list[dict[tuple[str, str], tuple[Array, Array]]]) -> list[dict[str, object]]:
    """Rows of the table of a memory: how often each statistic lies beyond the limit at a nominal 5%."""
    rows = []
    for effect in EFFECTS:
        for statistic in STATISTICS:
            observed, null = (np.concatenate([chunk[effect, statistic][side] for chunk in chunks]) for side in (0, 1))
            hits = int((observed > np.quantile(null, NOMINAL)).sum())
            ends = binomtest(hits, len(observed)).proportion_ci(0.98, method="wilson")  # each end one-sided at 99%
            rows.append(
                {
                    "rho": rho,
                    "effect": effect,
                    "statistic": statistic,
                    "series": len(observed),
                    "hits": hits,
                    "share": hits / len(observed),
                    "low": float(ends.low),
                    "high": float(ends.high),
                    "verdict": "holds" if ends.low <= LARGEST_SIZE else "fails",
                }
            )
    return rows
