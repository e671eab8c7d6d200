"""Which estimator a specification asks for."""

from collections.abc import Callable

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.specification import Kind, Specification, error_model
from turningpoint.its.regression.glm import fit_glm
from turningpoint.its.regression.gls_ar1 import fit_gls_ar1
from turningpoint.its.regression.ols import fit_ols
from turningpoint.its.regression.prais_winsten import fit_prais_winsten
from turningpoint.its.time_series.arima import fit_arima
from turningpoint.its.time_series.structural import fit_structural

Estimator = Callable[[Array, Design, Specification], Fit]


def _calibrated(values: Array, design: Design, specification: Specification) -> Fit:
    return fit_calibrated(
        values, design, likelihood=specification.likelihood, pre_trend=specification.pre_trend, seed=specification.seed
    )


def _arima(values: Array, design: Design, specification: Specification) -> Fit:
    model = error_model(specification.errors)
    return fit_arima(values, design, order=model.order, seasonal=model.seasonal, errors=specification.errors)


COUNT_ESTIMATORS: dict[Kind, Estimator] = {
    "independent": lambda values, design, s: fit_glm(values, design, likelihood=s.likelihood, errors=s.errors),
    "hac": lambda values, design, s: fit_glm(values, design, likelihood=s.likelihood, errors=s.errors),
    "calibrated": _calibrated,
}
"""Estimators of counts by kind of error model."""

GAUSSIAN_ESTIMATORS: dict[Kind, Estimator] = {
    "independent": lambda values, design, s: fit_ols(values, design, errors=s.errors),
    "hac": lambda values, design, s: fit_ols(values, design, errors=s.errors),
    "prais-winsten": lambda values, design, _: fit_prais_winsten(values, design),
    "ar1-reml": lambda values, design, _: fit_gls_ar1(values, design, method="reml"),
    "ar1-ml": lambda values, design, _: fit_gls_ar1(values, design, method="ml"),
    "arima": _arima,
    "structural": lambda values, design, s: fit_structural(values, design, seed=s.seed),
    "calibrated": _calibrated,
}
"""Estimators of a gaussian outcome by kind of error model."""


def fit_design(values: Array, design: Design, specification: Specification) -> Fit:
    """Fit the model a specification names to one design.

    Parameters
    ----------
    values : (n,) outcome, NaN where not observed.
    design : n periods.
    specification : likelihood, errors and pre-trend choose the estimator.

    Raises
    ------
    ParameterError
        There is no estimator of these errors for this likelihood.
    DesignError, FitError
        See the estimators.
    """
    estimators = GAUSSIAN_ESTIMATORS if specification.likelihood == "gaussian" else COUNT_ESTIMATORS
    estimator = estimators.get(error_model(specification.errors).kind)
    if estimator is None:
        raise ParameterError(
            f"errors {specification.errors!r} have no estimator for a {specification.likelihood} outcome. "
            f"Choose {', '.join(estimators)}."
        )
    return estimator(values, design, specification)
