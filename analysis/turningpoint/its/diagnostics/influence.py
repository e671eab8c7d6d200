"""Single observations that carry the result."""

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, FitError
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import entered, leave_one_out, names
from turningpoint.its.regression.conventional import fit_conventional


def influence(fit: Fit, *, term: str | None = None, top: int = 5, design: Design | None = None) -> pd.DataFrame:
    """Refit without each observation in turn, a period or a sum over several, and list those that move most.

    Counts are refitted by the generalised linear model, a gaussian outcome by ordinary least squares, errors taken for
    independent; the change is against the same model with every observation. Every refit is exact.

    Parameters
    ----------
    term : the coefficient; the first step by default.
    top : how many observations to list.
    design : the design that was asked for, where the fit could not hold all its terms.

    Returns
    -------
    DataFrame
        ``period`` (those of a sum as ``2016-04/2016-12``), ``value``, ``fitted``, then for counts ``ratio`` (exp of the
        coefficient without it) and ``change`` (that over the ratio with it, minus 1); for a gaussian outcome
        ``estimate`` (the coefficient without it) and ``change`` (that minus the one with it), in units of the outcome;
        then ``problem``. Observations without which there is no fit come first: their numbers are NaN and the problem
        says why. Then the largest change.

    Raises
    ------
    DesignError, FitError
        The model with every observation cannot be fitted.
    """
    asked = design or fit.design
    at = asked.terms.index(term or asked.intervention_terms[0])
    values = np.concatenate([fit.values, fit.sums])
    whole = fit_conventional(values, asked, likelihood=fit.likelihood).coefficients[at]
    refits = [_refit(fit, values, left, at) for left in leave_one_out(asked)]
    without = np.array([estimate for estimate, _ in refits])
    logs, inverse = fit.link == "log", fit.scale.inverse
    frame = pd.DataFrame(
        {
            "period": names(asked),
            "value": entered(values, asked),
            "fitted": np.concatenate([fit.mean[asked.used], asked.summed @ fit.mean]),
            "ratio" if logs else "estimate": inverse(without),
            "change": np.expm1(without - whole) if logs else without - whole,
            "problem": [problem for _, problem in refits],
        }
    )
    order = frame["change"].abs().fillna(np.inf).sort_values(ascending=False, kind="stable").index
    return frame.reindex(order).head(top).reset_index(drop=True)


def _refit(fit: Fit, values: Array, left: Design, at: int) -> tuple[float, str]:
    """One coefficient in the fit of what is left, or NaN and why there is none."""
    try:
        require_full_rank(left)
        without = fit_conventional(values, left, likelihood=fit.likelihood)
    except (DesignError, FitError) as error:
        return np.nan, str(error)
    return float(without.coefficients[at]), "" if without.converged else "the refit did not converge"
