"""The plain fit behind an outcome: quick, for the refits of a diagnostic or a comparison."""

import numpy as np
from numpy.typing import NDArray

from analysis.its.design import Design
from analysis.its.fit import Fit
from analysis.its.glm import fit_glm
from analysis.its.ols import fit_ols
from analysis.its.specification import Likelihood


def fit_conventional(
    values: NDArray[np.float64], design: Design, *, likelihood: Likelihood, errors: str = "independent"
) -> Fit:
    """Fit the generalised linear model of counts, or ordinary least squares to a gaussian outcome.

    Parameters
    ----------
    values : (n,) outcome, NaN where not observed.
    design : n periods.
    likelihood : see ``Specification``.
    errors : ``independent`` or ``hac:LAG``.

    Raises
    ------
    DesignError, FitError, ParameterError
        See ``fit_glm`` and ``fit_ols``.
    """
    if likelihood == "gaussian":
        return fit_ols(values, design, errors=errors)
    return fit_glm(values, design, likelihood=likelihood, errors=errors)
