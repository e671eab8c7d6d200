"""How often an effect stands out among those at earlier dates, on simulated series of known truth: the kept table."""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.arrays import Array
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import fixed
from turningpoint.outcome import Outcome
from turningpoint.robustness import simulated_tables as kept
from turningpoint.robustness.dates.simulated_kinds import DateKind, draw
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.sources.csv_table import count, one_of, text

TABLE = kept.FOLDER / "placebo_dates.csv"
"""What ``benchmarks/placebo_dates.py`` wrote."""
CHUNK, SERIES = 25, 300
LARGEST_SIZE = 0.07
"""Share of series in which the effect may stand out where nothing changes at the date."""
COLUMNS = ("number", "kind", "truth", *kept.SHARE, "dates", "windows_apart", "mean_power", "wanted", "verdict")


_kind = partial(DateKind, points=150, before=109)
KINDS = (_kind(101, "straight"), _kind(102, "straight", 2.0), _kind(103, "quadratic"))


def run_chunk(number: int, seed: int, chunk: int, size: int = CHUNK) -> Array:
    """(size, 4) of each series its share, the placebo dates, those apart, and the power printed beside it."""
    one = next(kind for kind in KINDS if kind.number == number)
    streams = np.random.SeedSequence([seed, number, chunk]).spawn(size)
    times = pd.period_range("2010-01", periods=one.kind.points, freq="M")
    asked = Specification((str(times[one.kind.before]),))
    rows = []
    for stream in streams:
        values = draw(one, 1, np.random.default_rng(stream))[0]
        found = placebo_dates(Outcome("events", "events", "events per month", "simulated", "", times, values), asked)
        rows.append([found.share("level"), found.placebos("level"), found.windows, found.power()])
    return np.array(rows, dtype=float)


def summarise(one: DateKind, found: Array) -> dict[str, object]:
    """Row of the table of a kind: hits are the series in which the effect stands out, in 5% or fewer."""
    wanted = LARGEST_SIZE if one.truth == "none" else 0.0
    share = kept.share_of(int((found[:, 0] <= 1 - kept.NOMINAL + 1e-12).sum()), len(found))
    return {
        "number": one.number,
        "kind": one.name,
        "truth": one.truth,
        **share,
        "dates": round(float(found[:, 1].mean()), 1),
        "windows_apart": int(found[:, 2].min()),
        "mean_power": float(found[:, 3].mean()),
        "wanted": wanted,
        "verdict": "holds" if one.truth == "break" or share["share"] <= wanted else "fails",
    }


def read_placebo_table(path: Path = TABLE) -> pd.DataFrame:
    """Read the kept table, a row a kind of series; errors as `kept.read_simulated`."""
    cell = {"number": count(), "kind": text(".+", "is no kind of series"), "truth": one_of("none", "break")}
    numbers = {name: pa.Column(float) for name in ("dates", "mean_power", "wanted")}
    return kept.read_simulated(path, cell, ["number"], windows_apart=count(), **numbers)


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say how often the effect stands out where nothing changed, and where the level doubled."""
    cells = read_placebo_table() if table is None else table
    none, there = cells[cells["truth"] == "none"], cells[cells["truth"] == "break"]
    doubled = fixed(100 * there["share"].iloc[0], 1)
    return (
        f"Among earlier dates an effect stood out in {kept.percents(none['share'])} where nothing changed, and in "
        f"{doubled}% where the level doubled."
    )
