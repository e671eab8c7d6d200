"""Fisher's conditional interval of an odds ratio of a table too large to sum over all others with its margins."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logsumexp

WIDTH = 20
"""Standard deviations on either side of what was observed that are summed over; farther tables add nothing."""
LEAST = 2000
"""Tables on either side that are summed over at least: a skewed distribution's deviation says little."""


def large_fisher_ends(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float, float]:
    """Ends of the interval of (m₂/s₂)/(m₁/s₁) by two one-sided tests given all margins; the upper may be infinite.

    The noncentral hypergeometric probabilities come from the ratios of neighbours, each exact to rounding, around the
    table observed: with a billion in a cell as well as with nine.

    >>> low, high = large_fisher_ends(193, 592, 2597, 1235, 0.95)
    >>> f"{low:.2f}, {high:.2f}"
    '5.39, 7.73'
    """
    cells = np.array([m1, s1, m2, s2], dtype=float) + 0.5
    deviation = float((1 / cells).sum() ** -0.5)
    reach = int(WIDTH * deviation) + LEAST
    least, most = max(0, m2 - s1), min(m2 + s2, m1 + m2)
    k = np.arange(max(least, m2 - reach), min(most, m2 + reach) + 1, dtype=float)
    # log of P(k + 1)/P(k) at odds ratio 1: the four cells of the table with k in m₂'s place
    low = k[:-1]
    step = np.log(m2 + s2 - low) + np.log(m1 + m2 - low) - np.log(low + 1) - np.log(s1 - m2 + low + 1)
    plain = np.concatenate([[0.0], np.cumsum(step)])
    middle = float(np.log(cells[2] / cells[3]) - np.log(cells[0] / cells[1]))
    around = (middle - 60 / deviation, middle + 60 / deviation)
    tail = np.log((1 - confidence) / 2)

    def root(part: NDArray[np.bool_]) -> float:
        def excess(log_odds: float) -> float:
            weight = plain + log_odds * (k - m2)
            return float(logsumexp(weight[part]) - logsumexp(weight) - tail)

        return float(np.exp(brentq(excess, *around, xtol=1e-13)))

    return root(k >= m2) if m2 > least else 0.0, root(k <= m2) if m2 < most else float("inf")
