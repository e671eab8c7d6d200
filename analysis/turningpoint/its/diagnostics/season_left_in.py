"""A season that the design does not hold and the series shows."""

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.season import SEASON_YEARS, periods_of_year
from turningpoint.its.regression.conventional import fit_conventional
from turningpoint.timeline import frequency, season_phase

TELL_BELOW = 0.001
"""p-value below which a season is told: one series in a thousand without any is told so."""


def season_left_in(values: Array, design: Design, *, likelihood: Likelihood) -> str:
    """Say that the series shows a season of the year that the design leaves out; empty if not.

    A pair of harmonics of the year is added to the straight design and tested by Wald's test with HAC errors over half
    a year. Asked of months, quarters, weeks and days of two years or more without any season of the year in the design,
    and without sums. ``values`` : (n + s,). ``design`` : without the shapes of a bend.
    """
    kind, year = frequency(design.times), periods_of_year(design.times)
    has = any(term.startswith(("sin_", "cos_", "month_")) for term in design.terms)
    if has or design.spans or kind in ("year", "index") or len(design.times) < SEASON_YEARS * year:
        return ""
    angle = 2 * np.pi * season_phase(design.times)
    wider = design.with_column("sin_1", np.sin(angle)).with_column("cos_1", np.cos(angle))
    try:
        require_full_rank(wider)
        fit = fit_conventional(values, wider, likelihood=likelihood, errors=f"hac:{max(year // 2, 1)}")
    except (DesignError, FitError):
        return ""
    found, spread = fit.coefficients[-2:], fit.covariance[-2:, -2:]
    if not fit.converged or np.linalg.matrix_rank(spread) < 2:
        return ""
    if not stats.chi2.sf(float(found @ np.linalg.solve(spread, found)), 2) < TELL_BELOW:
        return ""
    size = float(np.hypot(*found))
    swing = f"{size:.3g} above it" if likelihood == "gaussian" else f"{np.exp(size):.1f} times the mean"
    return (
        f"The series has a season of the year that the model leaves out: at its height about {swing}. Take it in with "
        "harmonics 2."
    )
