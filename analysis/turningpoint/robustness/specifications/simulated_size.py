"""Simulate the joint null of many specifications: how often it finds a change where there is none.

As for break dates, the null of every series is simulated once, and the limits come from all series of a cell together.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from scipy.stats import binomtest, norm

from turningpoint.arrays import Array
from turningpoint.its.calibrated.model_average import of_counts
from turningpoint.its.coverage.simulated_series import Course, Noise, draw_series, lognormal_counts
from turningpoint.its.model.design import build_design
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import fixed
from turningpoint.robustness.specifications.fits import EFFECTS, fit_choices
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema

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


TABLE = DATA / "simulated" / "joint_null.csv"
"""What ``benchmarks/joint_null.py`` wrote."""
_SHARE = pa.Check.in_range(0, 1, error="is not a share")
_SCHEMA = schema(
    {
        "rho": pa.Column(float),
        "effect": one_of("level", "slope"),
        "statistic": one_of("median", "significant share", "largest"),
        "series": count(),
        "hits": count(),
        "share": pa.Column(float, _SHARE),
        "low": pa.Column(float, _SHARE),
        "high": pa.Column(float, _SHARE),
        "verdict": one_of("holds", "fails"),
    },
    key=["rho", "effect", "statistic"],
)


def read_joint_table(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table, a row a memory, effect and statistic.

    Raises
    ------
    DataError
        There is no such table, or a value that does not fit.
    """
    return read_table(path or TABLE, _SCHEMA)


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say how often the joint test found a change where there was none.

    Raises
    ------
    DataError
        There is no such table.
    """
    cells = read_joint_table() if table is None else table
    said = ", ".join(
        f"{fixed(100 * rows['share'].min(), 1)} to {fixed(100 * rows['share'].max(), 1)}% by the {statistic}"
        for statistic, rows in cells.groupby("statistic", sort=False)
    )
    failed = cells[cells["verdict"] == "fails"]
    doubt = (
        f" Too often in {len(failed)} of {len(cells)} cases, at memories of "
        f"{', '.join(f'{rho:g}' for rho in sorted(set(failed['rho'])))}."
        if len(failed)
        else ""
    )
    return (
        f"On {cells['series'].max():,} simulated series without a change at each memory ({cells['rho'].min():g} to "
        f"{cells['rho'].max():g}) the joint test of 48 specifications finds one, at a nominal 5%, in {said}.{doubt}"
    )
