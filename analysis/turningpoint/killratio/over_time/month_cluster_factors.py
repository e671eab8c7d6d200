"""Cluster factors month by month: those of a calendar year, higher in the months whose events were large."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.killratio.one_period.cluster_factor import SUMS, factors_of_sums, months_of

LEAST = 0.2
"""Events that kill both sides in the same proportion can push a factor below 1, but never to nothing."""


def month_factors(sums: Array, year: NDArray[np.intp]) -> Array:
    """Spread the cluster factors of years over their months.

    A year's factor is F = (Σm²/M² + Σs²/S² - 2Σms/(MS)) / (1/M + 1/S), of all years together where it has no deaths of
    a side. A month has F times its mean deaths of an event, weighted by deaths, Σ(m + s)²/Σ(m + s), over that of the
    year; not more than its deaths. The size of events, not whom they killed, decides how much a month weighs.

    ``sums`` are (5, N, n) of each month, in the order of `cluster_factor.SUMS`: deaths of each side, and over the
    events the sums of m², of s² and of ms; ``year`` (n,) labels. Found are (N, n), 1 in a month without deaths.
    """
    whole = factors_of_sums(sums.sum(axis=2).T)
    factors = np.ones(sums.shape[1:])
    deaths, squares = sums[0] + sums[1], sums[2] + sums[3] + 2 * sums[4]
    for label in np.unique(year):
        months = year == label
        of_year = factors_of_sums(sums[:, :, months].sum(axis=2).T)
        own = np.where(np.isfinite(of_year), of_year, whole)
        size = squares[:, months].sum(axis=1) / np.maximum(deaths[:, months].sum(axis=1), 1.0)
        month_size = squares[:, months] / np.maximum(deaths[:, months], 1.0)
        factors[:, months] = np.minimum(own[:, None] * month_size / np.maximum(size, 1.0)[:, None], deaths[:, months])
    return np.where(deaths > 0, np.maximum(factors, LEAST), 1.0)


def deaths_by_month(sides: pd.DataFrame, *, start: str = "2010-01") -> pd.DataFrame:
    """Deaths of each side month by month with their cluster factors, from UCDP's sides.

    The table has month (Period M), militants, security, events, factor (see `month_factors`), from ``start`` (unknown
    deaths spoil 2008 and 2009) to the last month of the rows, of which an absent one is a true zero.
    """
    sums = months_of(sides, start, sides["month"].max())
    years = pd.PeriodIndex(sums.index).year.to_numpy()
    factor = month_factors(sums[SUMS].to_numpy(dtype=float).T[:, None], years)[0]
    return sums.assign(factor=factor).reset_index()[["month", "militants", "security", "events", "factor"]]
