"""The band of cluster factors that is borrowed where a publisher prints a total of a year and nothing below it.

Its ends are the lowest and the highest factor of UCDP's years with months as clusters: by how many times the variance
of the log ratio that months show is that of independent deaths, 1/M + 1/S. Months hold what events leave out: that
fighting comes in waves. Factors of events and of quarters stand beside.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.cluster_factor import cluster_factor, months_of
from turningpoint.killratio.one_period.months_as_clusters import (
    YEAR,
    Memory,
    in_quarters,
    lag_one,
    memory_by_year,
    variance_of_log_ratio,
)
from turningpoint.number_format import fixed
from turningpoint.sources.embedded.ucdp_sides import read_sides

FIRST_YEAR = 2010
"""UCDP's deaths of unknown side spoil 2008 and 2009."""
COLUMNS = ("year", "militants", "security", "events", "by_events", "by_months", "by_quarters", "autocorrelation")


@dataclass(frozen=True, eq=False)
class BandOrigin:
    """Where the borrowed band comes from.

    ``years`` has the columns in `COLUMNS`: deaths of each side, events, the cluster factors of the year by events, by
    months and by quarters, and the autocorrelation of its months as found. ``band`` are the lowest and highest factor
    by months to the whole number, ``memory`` is that of months over all years, corrected.
    """

    band: tuple[float, float]
    years: pd.DataFrame
    memory: Memory

    def summary(self) -> str:
        """Say how the band arises, and what it leaves out."""
        years = self.years.set_index("year")

        def ends(column: str) -> str:
            factors = years[column]
            return f"{fixed(factors.min(), 1)} ({factors.idxmin()}) to {fixed(factors.max(), 1)} ({factors.idxmax()})"

        return (
            f"Where a publisher prints only the total of a year, a cluster factor of {self.band[0]:g} to "
            f"{self.band[1]:g} is borrowed from UCDP: taken by months, as the variance of the log ratio over that of "
            f"independent deaths, it was {ends('by_months')} in the years {years.index.min()} to {years.index.max()}. "
            f"By events alone it would be {ends('by_events')}, for events do not show that fighting comes in waves; by "
            f"quarters, of which a year has only four, {ends('by_quarters')}. A word about a change is said here only "
            "where it holds at both ends of the band."
        )


def factors_by_year(sides: pd.DataFrame, *, first_year: int = FIRST_YEAR) -> pd.DataFrame:
    """Cluster factors of each calendar year by events, months and quarters; see `BandOrigin`.

    ``sides`` are rows as `turningpoint.sources.read_sides` gives them, in which an absent month is a true zero. Only
    whole years count; one in which a side has no deaths is left out, and so are those before ``first_year``.
    """
    last = sides["month"].max()
    rows = []
    for year in range(max(first_year, sides["month"].min().year), last.year + (last.month == YEAR)):
        months = months_of(sides, f"{year}-01", f"{year}-12")
        militants, security = killed = months[["militants", "security"]].to_numpy(dtype=float).T
        if not (militants.any() and security.any()):
            continue
        independent = 1 / militants.sum() + 1 / security.sum()
        by = [float(variance_of_log_ratio(*pair)) / independent for pair in (killed, in_quarters(killed))]
        counts = int(militants.sum()), int(security.sum()), int(months["events"].sum())
        rows.append((year, *counts, cluster_factor(months), *by, lag_one(militants, security)))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS[4:], float))


def memory_of_years(sides: pd.DataFrame, *, first_year: int = FIRST_YEAR) -> Memory:
    """Autocorrelation of UCDP's months, pooled over the whole years from ``first_year`` on."""
    first = max(first_year, sides["month"].min().year)
    months = months_of(sides, f"{first}-01", sides["month"].max())
    return memory_by_year(*months[["militants", "security"]].to_numpy(dtype=float).T)


def band_origin(sides: pd.DataFrame, *, first_year: int = FIRST_YEAR) -> BandOrigin:
    """Compute the band from the deaths by side.

    >>> found = band_origin(read_sides())
    >>> found.band, found.years.set_index("year").loc[2014, ["by_months", "by_events"]].round(1).tolist()
    ((4.0, 26.0), [26.1, 9.3])
    """
    years = factors_by_year(sides, first_year=first_year)
    if years.empty:
        raise ParameterError(f"no year from {first_year} on has deaths on both sides: no band can be borrowed.")
    factors = years["by_months"]
    band = max(1.0, float(np.round(factors.min()))), float(np.round(factors.max()))
    return BandOrigin(band, years, memory_of_years(sides, first_year=first_year))


@cache
def borrowed_band() -> tuple[float, float]:
    """Give the band of the embedded deaths by side, the lower factor first.

    >>> borrowed_band()
    (4.0, 26.0)
    """
    return band_origin(read_sides()).band
