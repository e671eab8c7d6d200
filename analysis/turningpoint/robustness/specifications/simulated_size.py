"""Simulate the joint null of many specifications: how often it finds a change where there is none, and where one is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.arrays import Array
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.coverage.simulated_series import Course, draw_series, lognormal_counts
from turningpoint.its.model.design import build_design
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import listed
from turningpoint.robustness import simulated_tables as kept
from turningpoint.robustness.specifications.fits import EFFECTS, YEAR, fit_choices
from turningpoint.robustness.specifications.grid import ADAPTIVE, CALIBRATED, DEFAULT_FITS, Grid
from turningpoint.robustness.specifications.joint_test import STATISTICS, statistics_of
from turningpoint.robustness.specifications.null_series import likeliest_noise
from turningpoint.robustness.straight_model import simulated_p
from turningpoint.sources.csv_table import one_of


class Cell(NamedTuple):
    """A kind of simulated series: memory of the latent noise, and by what level and yearly slope are multiplied."""

    rho: float
    level: float
    slope: float

    @property
    def truth(self) -> str:
        """Whether there is a change."""
        return "change" if self.level != 1 else "none"


CELLS = (Cell(0.7, 1.0, 1.0), Cell(0.7, 2.0, 1.5), Cell(0.4, 1.0, 1.0), Cell(0.0, 1.0, 1.0))
TREND, DEVIATION = 0.95, 0.3
"""Growth a year of the straight course before, and standard deviation of the latent noise."""
REPLICATES = {"straight": 39, ADAPTIVE: 19}
"""Of the null of every series by course before; 19 are the fewest that can give a p-value of 0.05."""
COLUMNS = ("truth", "rho", "trend", "effect", "statistic", *kept.SHARE, "wanted", "verdict")
LARGEST_SIZE = 0.07
POWER = {
    **{("straight", effect, "median"): 0.5 for effect in EFFECTS},
    (ADAPTIVE, "first year", "median"): 0.4,
}
"""Power that is wanted; that of every other statistic is stated."""
GRID = Grid(
    ("events",),
    ("2010-01", "2012-01"),
    (str(kept.TIMES[-1]),),
    shifts=(-1, 0, 1),
    fits=(*DEFAULT_FITS[:1], "poisson, hac:6", CALIBRATED),
)
CHOICES = tuple(
    one
    for one in GRID.choices()
    if one.pre_trend != "bending"
    and (one.fit != CALIBRATED or (one.start == GRID.starts[0] and one.pre_trend == ADAPTIVE))
)
"""24 specifications with a straight course before, and one, in the longest window, with an adaptive one."""
CHUNK, SERIES = 50, 1000
TABLE = kept.FOLDER / "joint_null.csv"
"""What ``benchmarks/joint_null.py`` wrote."""
Key = tuple[str, str, str]


def keys() -> list[Key]:
    """Course before, effect and statistic of every test; one adaptive specification has a median alone."""
    straight = [("straight", effect, statistic) for effect in EFFECTS for statistic in STATISTICS]
    return straight + [(ADAPTIVE, effect, "median") for effect in EFFECTS]


def run_chunk(cell: Cell, *, seed: int, chunk: int, size: int = CHUNK) -> dict[Key, Array]:
    """Simulate series of a kind and test each against its own null: p-values (size,) by trend, effect and statistic."""
    first, second = (
        np.random.default_rng(stream)
        for stream in np.random.SeedSequence([seed, *(int(100 * number) for number in cell), chunk]).spawn(2)
    )
    years = (np.arange(kept.POINTS) - kept.AT) / YEAR
    after = np.where(years >= 0, cell.level * cell.slope**years, 1.0)
    mean = kept.MEAN * TREND**years * after
    values = lognormal_counts(
        Course(mean, mean), rho=cell.rho, deviation=DEVIATION, alpha=kept.ALPHA, series=size, random=first
    ).observed
    specification = Specification((kept.WHEN,))
    design = build_design(kept.TIMES, specification)
    mixture = average(values, design, "negative-binomial")
    most = max(REPLICATES.values())
    courses = np.repeat(mixture.mean @ design.counterfactual.T, most, axis=0)
    null = draw_series(courses, likeliest_noise(mixture).repeated(most), second).reshape(size, most, -1)
    found = {}
    for trend, many in REPLICATES.items():
        choices = [one for one in CHOICES if one.pre_trend == trend]
        drawn = null[:, :many].reshape(size * many, -1)
        fits = fit_choices({"events": np.concatenate([values, drawn])}, kept.TIMES, choices, kept.WHEN, specification)
        for key in (key for key in keys() if key[0] == trend):
            place, which = EFFECTS.index(key[1]), STATISTICS.index(key[2])
            each = np.abs(statistics_of(fits.effect[place], fits.z[place], kept.NOMINAL)[which])
            pairs = zip(each[size:].reshape(size, many), each[:size], strict=True)
            found[key] = np.array([simulated_p(others, own) for others, own in pairs])
    return found


def summarise(cell: Cell, chunks: Sequence[Mapping[Key, Array]]) -> list[dict[str, object]]:
    """Rows of the table of a kind: how often each p-value is 0.05 or less."""
    rows = []
    for key in keys():
        p = np.concatenate([chunk[key] for chunk in chunks])
        share = kept.share_of(int((p <= 1 - kept.NOMINAL + 1e-12).sum()), len(p))
        none = cell.truth == "none"
        wanted = LARGEST_SIZE if none else POWER.get(key, 0.0)
        good = share["share"] <= wanted if none else share["share"] >= wanted
        named = dict(zip(COLUMNS, (cell.truth, cell.rho, *key), strict=False))
        rows.append({**named, **share, "wanted": wanted, "verdict": "holds" if good else "fails"})
    return rows


def read_joint_table(path: Path = TABLE) -> pd.DataFrame:
    """Read the kept table, a row a kind, trend, effect and statistic; errors as `kept.read_simulated`."""
    cell = {
        "truth": one_of("none", "change"), "rho": pa.Column(float), "trend": one_of("straight", ADAPTIVE),
        "effect": one_of(*EFFECTS), "statistic": one_of(*STATISTICS),
    }  # fmt: skip
    return kept.read_simulated(path, cell, list(cell), wanted=pa.Column(float))


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say how often the joint test found a change where there was none, and where there was one."""
    cells = read_joint_table() if table is None else table
    none, change = (cells[cells["truth"] == truth] for truth in ("none", "change"))
    failed = none[none["verdict"] == "fails"]
    memories = listed([f"{rho:g}" for rho in sorted(set(none["rho"]))])
    doubt = f" More than the {LARGEST_SIZE:.0%} allowed in {len(failed)} of {len(none)} cases." if len(failed) else ""
    said = (
        f"On {none['series'].min():,} simulated series without a change at each memory ({memories}) the joint test "
        f"finds one, at a nominal 5%, in {kept.percents(none['share'])} by its statistics.{doubt}"
    )
    if change.empty:
        return said
    medians = change[change["statistic"] == "median"].to_dict("records")
    found = {
        trend: ", ".join(f"{row['effect']} {row['share']:.0%}" for row in medians if row["trend"] == trend)
        for trend in ("straight", ADAPTIVE)
    }
    cell = CELLS[1]
    return (
        f"{said} Where the level is multiplied by {cell.level:g} and the yearly slope by {cell.slope:g}, at a memory "
        f"of {cell.rho:g}, the median finds a change in so many of {change['series'].min():,} series: "
        f"{found['straight']} with a straight course before, {found[ADAPTIVE]} with an adaptive one."
    )
