"""Which estimator a specification asks for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.long_series import LONG, ROWS, refuse_too_many, with_fewer_draws
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import require_single_periods
from turningpoint.its.model.specification import Kind, Specification, error_model
from turningpoint.its.regression.conventional import fit_conventional
from turningpoint.its.regression.gls_ar1 import fit_gls_ar1
from turningpoint.its.regression.prais_winsten import fit_prais_winsten
from turningpoint.its.time_series.arima import fit_arima
from turningpoint.its.time_series.structural import fit_structural

Estimator = Callable[[Array, Design, Specification], Fit]


def _conventional(values: Array, design: Design, choice: Specification) -> Fit:
    return fit_conventional(values, design, likelihood=choice.likelihood, errors=choice.errors)


def _calibrated(values: Array, design: Design, choice: Specification) -> Fit:
    refuse_too_many(len(design.times))
    course: Literal["adaptive", "straight"] = "adaptive" if choice.bends else "straight"
    if choice.bends and len(design.times) > LONG:
        design, course = with_bend(design, ROWS), "straight"  # the bend is among the columns already
    fit = fit_calibrated(values, design, likelihood=choice.likelihood, pre_trend=course, seed=choice.seed)
    return with_fewer_draws(fit)


def _arima(values: Array, design: Design, choice: Specification) -> Fit:
    model = error_model(choice.errors)
    return fit_arima(values, design, order=model.order, seasonal=model.seasonal, errors=choice.errors)


COUNT_ESTIMATORS: dict[Kind, Estimator] = {
    "independent": _conventional,
    "hac": _conventional,
    "calibrated": _calibrated,
}
"""Estimators of counts by kind of error model."""
GAUSSIAN_ESTIMATORS: dict[Kind, Estimator] = {
    **COUNT_ESTIMATORS,
    "prais-winsten": lambda values, design, _: fit_prais_winsten(values, design),
    "ar1-reml": lambda values, design, _: fit_gls_ar1(values, design, method="reml"),
    "ar1-ml": lambda values, design, _: fit_gls_ar1(values, design, method="ml"),
    "arima": _arima,
    "structural": lambda values, design, choice: fit_structural(values, design, seed=choice.seed),
}
"""Estimators of a gaussian outcome by kind of error model."""
WITH_SUMS: tuple[Kind, ...] = ("independent", "calibrated")
"""Kinds of error models that take sums over several periods; all others need one value a period."""


def fit_design(values: Array, design: Design, specification: Specification) -> Fit:
    """Fit the model that likelihood, errors and pre-trend of a specification name to one design of n periods.

    Parameters
    ----------
    values : (n + s,) one a period, NaN where not observed, then one a span of the design. Errors that need one value a
        period are refused, by a DesignError, where the series has sums.
    """
    estimators = GAUSSIAN_ESTIMATORS if specification.likelihood == "gaussian" else COUNT_ESTIMATORS
    kind = error_model(specification.errors).kind
    estimator = estimators.get(kind)
    if estimator is None:
        raise ParameterError(
            f"errors {specification.errors!r} have no estimator for a {specification.likelihood} outcome. "
            f"Choose {', '.join(estimators)}."
        )
    if kind not in WITH_SUMS:
        require_single_periods(design, specification.errors)
    fit = estimator(values, design, specification)
    if not design.left_out:
        return fit
    terms = ", ".join(design.left_out)
    said = f"Left out of the season: {terms}. The observations, sums over several periods, do not determine them."
    return replace(fit, messages=(*fit.messages, said))
