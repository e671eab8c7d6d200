"""What keeps the memory of a calibrated fit of a long series, as of days, in proportion to its length."""

from dataclasses import replace

import numpy as np

from turningpoint.errors import DesignError
from turningpoint.its.model.fit import Fit

MOST_PERIODS = 15_000
"""Periods of a calibrated fit at most, forty years of days. Time and memory grow in proportion: 9,500 periods take half
a minute of one core, and 1.1 GB with effects and answers."""
LONG = 4_000
"""Periods from which the shapes of the bend are made in blocks of rows; in one piece they take the square of it."""
ROWS = 500
"""Of such a block."""
LARGEST = 40_000_000
"""Draws times periods at most, 0.3 GB. Up to 2,000 periods all 20,000 draws are kept; of 4,000 the end of an interval
moves by a twentieth of a standard error."""
CERTIFIED_UNASKED = 1_500
"""Periods from which the certificate, a thousand such fits, takes minutes and is made only where it is asked for."""


def refuse_too_many(periods: int) -> None:
    """Refuse, by a DesignError, a calibrated fit that would take more memory than a usual machine has to spare."""
    if periods > MOST_PERIODS:
        raise DesignError(
            f"the series has {periods:,} periods; calibrated errors take {MOST_PERIODS:,} at most. "
            "Sum the counts over weeks or months, use a shorter window, or errors that are not calibrated."
        )


def with_fewer_draws(fit: Fit) -> Fit:
    """Keep every so many of the draws of a long series, which are in the order of their noise models."""
    if fit.draws is None or len(fit.draws) * len(fit.design.times) <= LARGEST:
        return fit
    kept = LARGEST // len(fit.design.times)
    return replace(fit, draws=fit.draws[np.linspace(0, len(fit.draws) - 1, kept).astype(int)])
