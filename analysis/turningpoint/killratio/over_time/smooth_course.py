"""A smooth kill ratio over time with a band: a log odds that wanders, seen through clustered deaths."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from turningpoint.arrays import Array
from turningpoint.errors import DataError
from turningpoint.killratio.one_period.poisson_ratio import checked_confidence
from turningpoint.killratio.over_time.deaths import TwoSides, two_sides
from turningpoint.killratio.over_time.model_average import ladder
from turningpoint.killratio.over_time.quasi_binomial import working
from turningpoint.number_format import fixed

WALK = np.geomspace(0.02, 0.8, 9)
"""Standard deviations of a month's change of the log odds."""
NOISE = np.array([0.0, 0.2, 0.4, 0.7, 1.1])
"""Standard deviations of what is peculiar to a month, beyond clusters: the smooth course leaves it out."""
FEWEST = 6
UNKNOWN_START = 1e4
ROUNDS = 30


@dataclass(frozen=True, eq=False)
class SmoothRatio:
    """A smooth course of the kill ratio, with a band month by month.

    ``course`` has month, militants, security, ratio (NaN where a side has no deaths), smooth, low, high; ``walk`` and
    ``noise`` are standard deviations, of the monthly change of the log odds and of what is peculiar to a month. Cluster
    factors that did not come with the data are averaged over.
    """

    course: pd.DataFrame
    walk: float
    noise: float
    factor_known: bool
    confidence: float

    def summary(self) -> str:
        """Say how the course was made."""
        clusters = "known from the deaths of events" if self.factor_known else "averaged over"
        return (
            f"Smooth course: the log odds wander by {fixed(self.walk, 2)} a month (standard deviation) and single "
            f"months differ from it by {fixed(self.noise, 2)}; cluster factors {clusters}. The band holds "
            "month by month, not as a whole."
        )


def smooth_ratio(deaths: pd.DataFrame, *, confidence: float = 0.95) -> SmoothRatio:
    """Smooth the log odds by a local-level model on the working response, averaged over its variances.

    η_t = η_{t-1} + w_t; z_t = η_t + v_t + e_t with Var e_t = F_t/(n_t p_t (1 - p_t)), linearised around the smoothed
    course until that stays; Kalman filter and smoother from an unknown start. The standard deviations of w and v (and F
    where it is not known) are averaged over a grid by their likelihood. ``deaths`` are those of `deaths.two_sides`.
    Durbin & Koopman (2012), Time Series Analysis by State Space Methods, ISBN 978-0-19-964117-8, chapter 10.
    """
    checked_confidence(confidence)
    sides = two_sides(deaths)
    if (seen := int(sides.seen.sum())) < FEWEST:
        problem = f"{seen} months have deaths; a smooth course needs {FEWEST}."
        raise DataError(problem, remedy="Use a longer series.")
    for name in ("militants", "security"):
        if getattr(sides, name).sum() == 0:
            raise DataError("nobody of this side was killed in any month: there is no ratio to smooth.", column=name)
    factors = ladder(sides.deaths, sides.factor)
    walk, noise, which = (one.ravel() for one in np.meshgrid(WALK, NOISE, np.arange(len(factors)), indexing="ij"))
    factor = np.stack(factors)[which]
    middle = _moving(sides)
    for _ in range(ROUNDS):
        step = working(sides.militants[None], sides.deaths[None], middle[None], factor)
        found = _smoothed(np.broadcast_to(step.response, step.sampling.shape), step.sampling, walk, noise)
        weight = np.exp(found.log_likelihood - found.log_likelihood.max())
        weight /= weight.sum()
        moved = weight @ found.mean - middle
        middle = middle + np.clip(moved, -1.0, 1.0)
        if np.abs(moved).max() < 1e-6:
            break
    else:
        middle = weight @ found.mean
    ends = [_quantiles(found, weight, p) for p in ((1 - confidence) / 2, (1 + confidence) / 2)]
    course = sides.table().assign(smooth=np.exp(middle), low=np.exp(ends[0]), high=np.exp(ends[1]))
    return SmoothRatio(course, float(weight @ walk), float(weight @ noise), sides.factor is not None, confidence)


class _Smoothed(NamedTuple):
    """Log-likelihood (g,) up to a constant, smoothed mean and variance (g, n) under each of g models."""

    log_likelihood: Array
    mean: Array
    variance: Array


def _smoothed(response: Array, sampling: Array, walk: Array, noise: Array) -> _Smoothed:
    """Kalman filter and fixed-interval smoother of a local level, all models at once; response and sampling (g, n)."""
    models, n = response.shape
    mean, variance = np.zeros(models), np.full(models, UNKNOWN_START)
    before, after = np.empty((2, n, models)), np.empty((2, n, models))
    likelihood = np.zeros(models)
    for t in range(n):
        variance = variance + (walk**2 if t else 0.0)
        before[:, t] = mean, variance
        spread = variance + noise**2 + sampling[:, t]
        error = response[:, t] - mean
        likelihood -= 0.5 * (np.log(spread) + error**2 / spread)
        gain = variance / spread
        mean, variance = mean + gain * error, variance * (1 - gain)
        after[:, t] = mean, variance
    smooth = after.copy()
    for t in range(n - 2, -1, -1):
        back = after[1, t] / before[1, t + 1]
        smooth[0, t] += back * (smooth[0, t + 1] - before[0, t + 1])
        smooth[1, t] += back**2 * (smooth[1, t + 1] - before[1, t + 1])
    return _Smoothed(likelihood, smooth[0].T, smooth[1].T)


def _quantiles(found: _Smoothed, weight: Array, probability: float) -> Array:
    """(n,) quantiles of the weighted sum of normals of every month."""
    heavy = weight > 1e-8 * weight.max()
    weight, mean, spread = weight[heavy] / weight[heavy].sum(), found.mean[heavy], np.sqrt(found.variance[heavy])
    low, high = (mean + side * spread for side in (-9.0, 9.0))

    def below(x: float, t: int) -> float:
        return float(weight @ norm.cdf((x - mean[:, t]) / spread[:, t]) - probability)

    return np.array([brentq(below, low[:, t].min(), high[:, t].max(), args=(t,)) for t in range(mean.shape[1])])


def _moving(sides: TwoSides) -> Array:
    """(n,) log odds of the deaths within half a year, to begin with; half a death more on each side."""
    window = np.ones(13)
    militants, security = (
        np.convolve(one, window, mode="full")[6 : 6 + len(one)] + 0.5 for one in (sides.militants, sides.security)
    )
    return np.asarray(np.log(militants / security))
