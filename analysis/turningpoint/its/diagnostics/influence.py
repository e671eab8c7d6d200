"""Single periods that carry the result."""

import numpy as np
import pandas as pd

from turningpoint.errors import DesignError, FitError
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.conventional import fit_conventional
from turningpoint.timeline import labels


def influence(fit: Fit, *, term: str | None = None, top: int = 5, design: Design | None = None) -> pd.DataFrame:
    """Refit without each period in turn and list those that move a coefficient most.

    Counts are refitted by the generalised linear model, a gaussian outcome by ordinary least squares, errors taken for
    independent; the change is against the same model with every period. Every refit is exact.

    Parameters
    ----------
    fit : any fit.
    term : the coefficient; the first step by default.
    top : how many periods to list.
    design : the design that was asked for, where the fit could not hold all its terms.

    Returns
    -------
    DataFrame
        ``period``, ``value``, ``fitted``, then for counts ``ratio`` (exp of the coefficient without the period) and
        ``change`` (that over the ratio with it, minus 1); for a gaussian outcome ``estimate`` (the coefficient without
        the period) and ``change`` (that minus the one with it), in units of the outcome; then ``problem``. Periods
        without which there is no fit come first: their numbers are NaN and the problem says why. Then the largest
        change.

    Raises
    ------
    DesignError, FitError
        The model with every period cannot be fitted.
    """
    asked = design or fit.design
    at = asked.terms.index(term or asked.intervention_terms[0])
    names = labels(asked.times)
    whole = fit_conventional(fit.values, asked, likelihood=fit.likelihood).coefficients[at]
    used = np.flatnonzero(asked.used)
    refits = [_without_period(fit, asked, int(position), at) for position in used]
    without = np.array([estimate for estimate, _ in refits])
    logs, inverse = fit.link == "log", fit.scale.inverse
    frame = pd.DataFrame(
        {
            "period": [names[position] for position in used],
            "value": fit.values[used],
            "fitted": fit.mean[used],
            "ratio" if logs else "estimate": inverse(without),
            "change": np.expm1(without - whole) if logs else without - whole,
            "problem": [problem for _, problem in refits],
        }
    )
    order = frame["change"].abs().fillna(np.inf).sort_values(ascending=False, kind="stable").index
    return frame.reindex(order).head(top).reset_index(drop=True)


def _without_period(fit: Fit, design: Design, position: int, at: int) -> tuple[float, str]:
    """One coefficient in the fit without a period, or NaN and why there is none."""
    left = design.without_period(position)
    try:
        require_full_rank(left)
        without = fit_conventional(fit.values, left, likelihood=fit.likelihood)
    except (DesignError, FitError) as error:
        return np.nan, str(error)
    return float(without.coefficients[at]), "" if without.converged else "the refit did not converge"
