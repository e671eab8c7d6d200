"""How much deaths that come in clusters widen the interval of a kill ratio, from UCDP's deaths of each event.

With m and s the deaths of each side in each event, M and S their sums, the log of the ratio M/S has about the variance
Σ(m/M - s/S)² = Σm²/M² + Σs²/S² - 2Σms/(MS). Were each death an event of its own it would be 1/M + 1/S. The cluster
factor is the first over the second.
"""

import math

import numpy as np
import pandas as pd

from turningpoint.arrays import Array

SIDES = {"deaths_militant": "militants", "deaths_state": "security"}
SUMS = [*SIDES.values(), "sumsq_militant", "sumsq_state", "sumprod_state_militant"]


def months_of(sides: pd.DataFrame, start: str | pd.Period, end: str | pd.Period) -> pd.DataFrame:
    """Sums of every month of a period, zero in a month without rows: the columns of `SUMS`, and events."""
    months = pd.period_range(start, end, freq="M", name="month")
    sums = sides.rename(columns=SIDES).groupby("month")[[*SUMS, "events"]].sum()
    return sums.reindex(months, fill_value=0)


def factors_of_sums(sums: Array) -> Array:
    """Cluster factors (n,) of rows of sums (n, 5) in the order of `SUMS`; NaN where a side has no deaths."""
    militants, security, square_m, square_s, product = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = square_m / militants**2 + square_s / security**2 - 2 * product / (militants * security)
        factors = np.asarray(variance / (1 / militants + 1 / security))
    return np.where((militants > 0) & (security > 0), factors, np.nan)


def cluster_factor(months: pd.DataFrame) -> float | None:
    """By how many times clusters multiply the variance in some months (`months_of`); None where a side has no deaths.

    It is 1 when each death is an event of its own. Where a few events hold most of the dead it comes out too low: on
    simulated deaths of which one event in thirty is an air strike by 0.33 in its log over 12 months, 0.05 over 132.

    >>> from turningpoint.sources import read_sides
    >>> round(cluster_factor(months_of(read_sides(), "2021-01", "2021-12")), 2)
    3.14
    """
    factor = float(factors_of_sums(months[SUMS].to_numpy(dtype=float).sum(axis=0)[None])[0])
    return factor if math.isfinite(factor) else None
