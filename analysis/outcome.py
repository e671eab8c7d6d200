"""From a tidy table to one regular series: the outcome of an analysis."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.timeline import Frequency, Times, frequency, labels


@dataclass(frozen=True, eq=False)
class Outcome:
    """One regular series with its unit, source and geography.

    Attributes
    ----------
    name : short name, e.g. ``events_state_based``.
    label : what is counted, in words that fit a sentence, e.g. ``lethal conflict events``.
    unit : unit of one value, e.g. ``events per month``.
    source : publication the values come from, e.g. ``UCDP GED 25.1``.
    geography : place in words, e.g. ``Pakistan``.
    times : time axis, n periods (``analysis.timeline``).
    values : (n,) float, NaN where nothing was observed.
    exposure : (n,) float in natural units, or None. It enters models as its log.
    definition : one sentence: what the values count and what they do not.
    assumption : one sentence where the values rest on an assumption, else empty.
    """

    name: str
    label: str
    unit: str
    source: str
    geography: str
    times: Times
    values: NDArray[np.float64]
    exposure: NDArray[np.float64] | None = None
    definition: str = ""
    assumption: str = ""

    @property
    def observed(self) -> NDArray[np.bool_]:
        """(n,) mask of the periods with a value."""
        return np.isfinite(self.values)

    @property
    def frequency(self) -> Frequency:
        """Name of the period: month, year, week, day or index."""
        return frequency(self.times)

    @property
    def labels(self) -> list[str]:
        """Labels of the periods, e.g. ``2021-08``."""
        return labels(self.times)
