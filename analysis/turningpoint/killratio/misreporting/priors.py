"""Priors on misreporting: by what factor a printed number of deaths may exceed the true one, and why.

They are judgements and are stated as such. A factor above 1 means that the printed number is too high.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError

NUMBERS = {
    "militants_earlier": "militants killed, earlier year",
    "security_earlier": "security forces killed, earlier year",
    "militants_later": "militants killed, later year",
    "security_later": "security forces killed, later year",
}
SHAPES = ("exact", "triangular", "lognormal")
COLUMNS = ("case", "number", "words", "shape", "low", "middle", "high", "reason")


@dataclass(frozen=True)
class Prior:
    """Prior on the factor printed over true, and in a sentence why.

    ``shape`` is ``triangular`` (low, mode, high; nothing outside), ``lognormal`` (2.5%, median and 97.5% points, the
    median being their geometric mean) or ``exact`` (all three equal).
    """

    shape: str
    low: float
    middle: float
    high: float
    reason: str

    def quantile(self, share: Array) -> Array:
        """Factors below which these shares of the prior lie; same shape as ``share``, which is from 0 to 1."""
        if self.shape == "exact" or self.low == self.high:
            return np.full_like(share, self.middle)
        if self.shape == "triangular":
            width = self.high - self.low
            return np.asarray(stats.triang.ppf(share, (self.middle - self.low) / width, self.low, width))
        spread = math.log(self.high / self.low) / (2 * stats.norm.ppf(0.975))
        return np.asarray(self.middle * np.exp(spread * stats.norm.ppf(share)))


def exactly(factor: float = 1.0, reason: str = "taken as printed") -> Prior:
    """Prior that leaves no doubt."""
    return Prior("exact", factor, factor, factor, reason)


def triangular(low: float, mode: float, high: float, reason: str) -> Prior:
    """Prior that is most likely at the mode and impossible outside low to high."""
    return Prior("triangular", low, mode, high, reason)


def lognormal(median: float, spread: float, reason: str) -> Prior:
    """Prior with 95% of its mass between median over spread and median times spread; spread is above 1."""
    return Prior("lognormal", median / spread, median, median * spread, reason)


def default_priors() -> dict[str, Prior]:
    """Give the priors for numbers that count what they say: the same for both years.

    Militants killed may be overstated, up to 2.5 times, and are hardly understated; security forces' dead may be
    understated, down to half, and are hardly overstated.

    >>> {name: (prior.low, prior.middle, prior.high) for name, prior in default_priors().items()}["militants_later"]
    (0.9, 1.1, 2.5)
    """
    enemies = (
        "A judgement: one party to the fighting reports the other's dead and has reason to report many; dead who were "
        "never found lower the number a little."
    )
    own = (
        "A judgement: own dead are seldom invented, but a party has reason to report few, and wounded who die later "
        "are missed."
    )
    militants, security = triangular(0.9, 1.1, 2.5, enemies), triangular(0.5, 0.95, 1.1, own)
    return {name: militants if name.startswith("militants") else security for name in NUMBERS}


def toll_prior(claimed: int, tolls: Sequence[int], what: str) -> Prior:
    """Prior for a number that others contradict: from right as it stands to the lowest toll, likeliest at the middle.

    ``claimed`` is set against militants killed, ``what`` names it in words; ``tolls`` are of the others in that year.

    >>> prior = toll_prior(592, [177, 192, 192], "the claimed 592")
    >>> f"{prior.low:g} {prior.middle:.2f} {prior.high:.2f}"
    '1 3.08 3.34'
    """
    if not len(tolls) or claimed <= 0 or min(tolls) <= 0:
        raise ParameterError(f"{what} has no tolls above zero to be held against: give at least one.")
    ratios = [claimed / toll for toll in tolls]
    listed = ", ".join(f"{toll:,}" for toll in sorted(set(tolls)))
    reason = f"From {what} as it stands to the tolls of security forces that others print ({listed})."
    return triangular(min(1.0, *ratios), float(np.median(ratios)), max(1.0, *ratios), reason)


def checked_priors(priors: Mapping[str, Prior]) -> dict[str, Prior]:
    """Give priors back, one for each of `NUMBERS`, in that order; refuse any that is missing, unknown or no prior."""
    if unknown := sorted(set(priors) ^ set(NUMBERS)):
        missing = [name for name in unknown if name in NUMBERS]
        problem = f"no prior for {', '.join(missing)}" if missing else f"a prior for {', '.join(unknown)}"
        raise ParameterError(f"{problem}: give one for each of {', '.join(NUMBERS)} and for nothing else.")
    for name, prior in priors.items():
        _check(name, prior)
    return {name: priors[name] for name in NUMBERS}


def priors_frame(priors: Mapping[str, Prior], case: str = "") -> pd.DataFrame:
    """Tidy table of priors, a row a number: the columns in `COLUMNS`."""
    rows = [{"case": case, "number": name, "words": NUMBERS[name], **vars(prior)} for name, prior in priors.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _check(name: str, prior: Prior) -> None:
    points = (prior.low, prior.middle, prior.high)
    shown = f"the prior for {name} ({prior.shape} {', '.join(f'{point:g}' for point in points)})"
    if prior.shape not in SHAPES:
        raise ParameterError(f"{shown} has no known shape: choose from {', '.join(SHAPES)}.")
    if not all(math.isfinite(point) and point > 0 for point in points):
        raise ParameterError(f"{shown} has a point that is not finite and above 0: factors divide a number of deaths.")
    if not prior.low <= prior.middle <= prior.high:
        raise ParameterError(f"{shown} is not in order: give the low, the middle and the high point.")
    if prior.shape == "exact" and prior.low != prior.high:
        raise ParameterError(f"{shown} is called exact and is not: give one factor three times, or another shape.")
    if prior.shape == "lognormal" and not math.isclose(prior.middle**2, prior.low * prior.high, rel_tol=1e-6):
        raise ParameterError(f"{shown} has a median that is not the geometric mean of its ends: use lognormal().")
    if not prior.reason.strip():
        raise ParameterError(f"{shown} has no reason: a prior without one cannot be judged.")
