"""Simulate the joint null of many specifications: how often it finds a change where there is none."""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.arrays import Array
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.coverage.simulated_series import draw_series, noise_of
from turningpoint.its.model.design import build_design
from turningpoint.its.model.specification import Specification
from turningpoint.robustness import simulated_tables as kept
from turningpoint.robustness.specifications.fits import fit_choices
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.straight_model import EFFECTS, normal_quantile
from turningpoint.sources.csv_table import one_of

RHOS = (0.0, 0.4, 0.7)
STATISTICS = ("median", "significant share", "largest")
COLUMNS = ("rho", "effect", "statistic", *kept.SHARE, "verdict")
GRID = Grid(
    ("events",),
    ("2010-01", "2012-01"),
    (str(kept.TIMES[-1]),),
    shifts=(-1, 0, 1),
    fits=("quasi-poisson, independent", "poisson, hac:6"),
)
"""48 specifications."""
CHUNK = kept.CHUNK
TABLE = kept.FOLDER / "joint_null.csv"
"""What ``benchmarks/joint_null.py`` wrote."""


def run_chunk(rho: float, *, seed: int, chunk: int, size: int = CHUNK) -> dict[tuple[str, str], tuple[Array, Array]]:
    """Simulate series without a change: (effect, statistic) → of the series, and of one null of each, (size,)."""
    first, second = (
        np.random.default_rng(stream) for stream in np.random.SeedSequence([seed, int(100 * rho), chunk]).spawn(2)
    )
    values = kept.counts_at(rho, 1.0, size=size, random=first)
    specification = Specification((kept.WHEN,))
    design = build_design(kept.TIMES, specification)
    mixture = average(values, design, "negative-binomial")
    noise = noise_of(mixture)
    null = draw_series(mixture.mean @ design.counterfactual.T, noise, second)
    fits = fit_choices({"events": np.concatenate([values, null])}, kept.TIMES, GRID.choices(), kept.WHEN, specification)
    found = {}
    for place, effect in enumerate(EFFECTS):
        z = np.abs(fits.z[place])
        statistics = (
            np.abs(np.nanmedian(fits.effect[place], axis=0)),
            np.nanmean(np.where(np.isfinite(z), z > normal_quantile(kept.NOMINAL), np.nan), axis=0),
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
            hits = int((observed > np.quantile(null, kept.NOMINAL)).sum())
            row = {"rho": rho, "effect": effect, "statistic": statistic, **kept.share_of(hits, len(observed))}
            rows.append({**row, "verdict": "holds" if row["low"] <= kept.LARGEST_SIZE else "fails"})
    return rows


def read_joint_table(path: Path = TABLE) -> pd.DataFrame:
    """Read the kept table, a row a memory, effect and statistic; errors as `kept.read_simulated`."""
    cell = {"rho": pa.Column(float), "effect": one_of(*EFFECTS), "statistic": one_of(*STATISTICS)}
    return kept.read_simulated(path, cell, list(cell))


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say how often the joint test found a change where there was none."""
    cells = read_joint_table() if table is None else table
    said = ", ".join(
        f"{kept.percents(rows['share'])} by the {statistic}"
        for statistic, rows in cells.groupby("statistic", sort=False)
    )
    failed = cells[cells["verdict"] == "fails"]
    memories = ", ".join(f"{rho:g}" for rho in sorted(set(failed["rho"])))
    doubt = f" Too often in {len(failed)} of {len(cells)} cases, at memories of {memories}." if len(failed) else ""
    return (
        f"On {cells['series'].max():,} simulated series without a change at each memory ({cells['rho'].min():g} to "
        f"{cells['rho'].max():g}) the joint test of 48 specifications finds one, at a nominal 5%, in {said}.{doubt}"
    )
