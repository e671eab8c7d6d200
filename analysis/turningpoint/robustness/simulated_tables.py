"""Simulated series of known truth, and the kept tables of how often a test or a set misleads on them.

The null of every series is simulated once, not many times, and limits and p-values come from the replicates of all
series of a cell together (warp speed; Giacomini, Politis & White 2013, doi:10.1017/S0266466612000655).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from turningpoint.its.coverage.monte_carlo import monte_carlo_interval
from turningpoint.number_format import fixed
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema

POINTS, MEAN, ALPHA, AT = 120, 15.0, 0.05, 79
"""Months, mean of a month, dispersion beside the latent noise, true break."""
TIMES = pd.period_range("2010-01", periods=POINTS, freq="M")
WHEN = str(TIMES[AT])
NOMINAL = 0.95
SHARE = ("series", "hits", "share", "low", "high")
FOLDER = DATA / "simulated"
_SHARE = pa.Check.in_range(0, 1, error="is not a share")


def share_of(hits: int, series: int) -> dict[str, Any]:
    """The columns in `SHARE`; low and high are one-sided 99% Monte Carlo bounds (Wilson)."""
    return dict(zip(SHARE, (series, hits, hits / series, *monte_carlo_interval(hits, series, 0.98)), strict=True))


def read_simulated(path: Path, cell: Mapping[str, pa.Column], key: list[str], **more: pa.Column) -> pd.DataFrame:
    """Read a kept table: the columns of a cell, those in `SHARE`, more, and the verdict; errors as `read_table`."""
    shares = {name: pa.Column(float, _SHARE) for name in ("share", "low", "high")}
    columns = {**cell, "series": count(), "hits": count(), **shares, **more, "verdict": one_of("holds", "fails")}
    return read_table(path, schema(columns, key=key))


def percents(shares: pd.Series) -> str:
    """Smallest and largest of some shares, in percent."""
    return f"{fixed(100 * shares.min(), 1)} to {fixed(100 * shares.max(), 1)}%"
