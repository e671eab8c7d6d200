"""The negative binomial's dispersion at given means, of counts of single periods and of sums over several."""

import numpy as np
from scipy import optimize, special

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.many_series.negative_binomial import LARGEST_ALPHA, SMALLEST_ALPHA


def alpha_at(y: Array, mean: Array, periods: Array | float = 1.0) -> float:
    """Negative-binomial dispersion α that maximises the likelihood at given means; 0 at the Poisson's edge.

    Counts have the size θ = periods/α, so that Var y = mean + α mean²/periods. ``periods`` is one for a single period;
    for a sum it is the square of the sum of its periods' means over the sum of their squares, which is how many there
    are where their means are equal.
    """

    def score(log_alpha: float) -> float:
        theta = periods * np.exp(-log_alpha)
        terms = special.digamma(y + theta) - special.digamma(theta) + np.log(theta / (mean + theta))
        return float(np.sum(periods * (terms + (mean - y) / (mean + theta))))

    low, high = np.log(SMALLEST_ALPHA), np.log(LARGEST_ALPHA)
    # the score of θ = 1/α is negative where α is too small
    if score(low) >= 0:
        return 0.0
    if score(high) <= 0:
        raise FitError("the counts vary beyond any negative binomial (α above 10,000). Check the series for outliers.")
    return float(np.exp(optimize.brentq(score, low, high, xtol=1e-13, rtol=1e-13)))


def log_likelihood(y: Array, mean: Array, alpha: float, periods: Array | float = 1.0) -> float:
    """Log-likelihood of the negative binomial of ``alpha_at``; the Poisson's where α is zero."""
    poisson = y * np.log(mean) - mean - special.gammaln(y + 1)
    if alpha == 0:
        return float(poisson.sum())
    theta = periods / alpha
    rising = special.gammaln(y + theta) - special.gammaln(theta) - special.gammaln(y + 1)
    return float((rising + y * np.log(mean / (mean + theta)) - theta * np.log1p(mean / theta)).sum())
