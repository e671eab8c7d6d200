"""Which estimator a specification asks for."""

import numpy as np
from numpy.typing import NDArray

from analysis.its.design import Design
from analysis.its.fit import Fit
from analysis.its.glm import fit_glm
from analysis.its.specification import Specification


def fit_design(values: NDArray[np.float64], design: Design, specification: Specification) -> Fit:
    """Fit the model a specification names to one design.

    Parameters
    ----------
    values : (n,) outcome, NaN where not observed.
    design : n periods.
    specification : likelihood, errors and pre-trend choose the estimator.

    Raises
    ------
    DesignError, FitError
        See the estimators.
    """
    return fit_glm(values, design, likelihood=specification.likelihood, errors=specification.errors)
