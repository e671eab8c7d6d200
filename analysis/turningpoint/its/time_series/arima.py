"""Regression with seasonal ARIMA errors for a gaussian outcome, by exact maximum likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.ols import ROUNDING, gaussian_fit, ordinary
from turningpoint.its.time_series.arma_process import Orders, start_values, whitening
from turningpoint.its.time_series.banded_covariance import Whitening
from turningpoint.its.time_series.differencing import Differenced, Solution, differenced, one_step
from turningpoint.its.time_series.maximum_likelihood import LOWEST, Maximum, maximise
from turningpoint.number_format import fixed

EDGE = 0.999
"""An inverse root this close to the unit circle cannot be told from one on it."""
WAY_OUT = "Lower the order of the model, or use a longer series."


def fit_arima(
    values: Array,
    design: Design,
    *,
    order: tuple[int, int, int],
    seasonal: tuple[int, int, int, int] = (0, 0, 0, 0),
    errors: str | None = None,
    starts: Sequence[Array] | None = None,
) -> Fit:
    """Fit y_t = x_t b + u_t, φ(B) Φ(Bˢ) (1-B)ᵈ (1-Bˢ)ᴰ u_t = θ(B) Θ(Bˢ) e_t, e_t gaussian with standard deviation σ.

    The likelihood is exact: that of the differenced series under a stationary model, so that nothing is assumed of the
    d + Ds values differencing starts from (as R's ``arima`` with method ML). Periods that are not used are integrated
    over and keep their place in the calendar. Coefficients and σ are solved for; those of φ, Φ, θ and Θ are found from
    several starting values inside the stationary and invertible region, polished by Newton's method, and checked.
    Standard errors come from the observed information of b and those parameters together:
    Cov(b) = σ² (X'V⁻¹X)⁻¹ + J C J', C the inverse information of the parameters and J the derivatives of b in them.

    ``noise``: ``ar_1``, …, ``ma_1``, …, ``seasonal_ar_1``, …, ``seasonal_ma_1``, … with the signs of R, and ``sigma``
    (by maximum likelihood, in units of the outcome). ``mean``: each period predicted from those before it, coefficients
    at their estimates; in the first d + Ds, which differencing uses up, the outcome itself. ``counterfactual_mean``:
    the same minus what the intervention columns add to it. Intervals use the normal distribution. ``converged`` is
    False, and a message says so, where no starting value led to a maximum. Box & Jenkins (1976); Ansley (1979),
    doi:10.1093/biomet/66.1.59; Schaffer, Dobbins & Pearson (2021), doi:10.1186/s12874-021-01235-8, for step and ramp in
    ARIMA models.

    Parameters
    ----------
    design : the design, n periods. Terms that differencing takes away (intercept; under a seasonal difference the
        fixed season) are left out of the fit's design and named in its messages; a trend differenced once stays, as
        the drift.
    order, seasonal : (p, d, q) and (P, D, Q, s).
    errors : text of the error model for the fit; made from the orders by default.
    starts : starting values of the parameters in the order of ``noise``; its own by default.
    """
    ordinary(values, design)
    (p, d, q), (seasonal_p, seasonal_d, seasonal_q, season) = order, seasonal
    orders = Orders(p, q, seasonal_p, seasonal_q, season)
    written = f"arima:{p},{d},{q}" + (f":{seasonal_p},{seasonal_d},{seasonal_q},{season}" if season else "")
    difference = np.ones(1)
    for lag in (*[1] * d, *[season] * seasonal_d):
        difference = np.convolve(difference, np.r_[1.0, np.zeros(lag - 1), -1.0])
    if len(difference) + orders.reach >= len(values):
        raise FitError(f"{len(values)} periods are too short for {written}, which looks back further. {WAY_OUT}")
    series = differenced(values, design, difference)
    _require_room(series, orders, written)
    found = estimate(series, orders, starts)
    mean, residuals = one_step(series, found.solution, found.whitening)
    reduced = series.design
    coefficients = series.coefficients(found.solution)
    return gaussian_fit(
        values,
        reduced,
        errors or written,
        coefficients=coefficients,
        covariance=found.covariance,
        degrees_of_freedom=None,
        noise=dict(zip(orders.names, found.parameters.tolist(), strict=True)) | {"sigma": found.sigma},
        mean=mean,
        counterfactual_mean=mean - (reduced.matrix - reduced.counterfactual) @ coefficients,
        innovations=(residuals / found.sigma * series.scale)[reduced.used],
        log_likelihood=found.maximum.value - series.points * float(np.log(series.scale)),
        converged=found.maximum.converged,
        messages=(*_left_out(series), *found.maximum.messages(WAY_OUT), *_on_the_edge(found)),
    )


@dataclass(frozen=True, eq=False)
class Estimate:
    """The errors at their maximum: parameters in the order of ``Orders.names``.

    ``sigma``, the standard deviation of the innovations, and ``covariance``, (k, k) of the coefficients, are in units
    of the outcome; ``whitening`` and ``solution`` are the covariance of the errors and the regression under it.
    """

    orders: Orders
    parameters: Array
    sigma: float
    whitening: Whitening
    solution: Solution
    covariance: Array
    maximum: Maximum


def estimate(series: Differenced, orders: Orders, starts: Sequence[Array] | None = None) -> Estimate:
    """Find the parameters of the errors of a differenced regression by maximum likelihood."""

    def covariance_at(parameters: Array) -> Whitening:
        return whitening(*orders.polynomials(parameters), len(series.remainder))

    def likelihood(parameters: Array) -> float:
        try:
            return series.log_likelihood(covariance_at(parameters))
        except np.linalg.LinAlgError:
            return LOWEST

    maximum = maximise(
        lambda x: likelihood(orders.half_bounded(x)),
        _starts(series, orders) if starts is None else [orders.free(np.asarray(each, dtype=float)) for each in starts],
        search=lambda x: likelihood(orders.bounded(x)),
        to=orders.half_free,
    )
    slopes = maximum.jacobian(lambda x: series.solve(covariance_at(orders.half_bounded(x))).coefficients)
    # turned roots leave the likelihood as it is, and with it the coefficients and their covariance
    parameters = orders.invertible(orders.half_bounded(maximum.at))
    white = covariance_at(parameters)
    solution = series.solve(white)
    variance = solution.sum_of_squares / series.points
    covariance = variance * solution.inverse + slopes @ maximum.covariance @ slopes.T
    sigma = series.scale * float(np.sqrt(variance))
    return Estimate(orders, parameters, sigma, white, solution, series.scale**2 * covariance, maximum)


def _starts(series: Differenced, orders: Orders) -> list[Array]:
    """Hannan and Rissanen's guess, white noise, and two points a parameter all over the stationary models."""
    far = np.random.default_rng(np.random.SeedSequence(0)).uniform(-1.5, 1.5, size=(2 * orders.count, orders.count))
    return [orders.free(start_values(series.remainder, orders)), np.zeros(orders.count), *far]


def _require_room(series: Differenced, orders: Orders, written: str) -> None:
    k, points = len(series.design.terms), series.points
    if points <= k + orders.count + 1:
        raise FitError(
            f"{written} leaves {points} points after differencing for {k} coefficients and {orders.count + 1} "
            f"parameters of the errors. {WAY_OUT}"
        )
    if series.scale <= ROUNDING * np.abs(series.filled).max():
        raise FitError(
            f"nothing is left of the series once it is differenced for {written} and fitted: there is no noise to "
            "judge an effect by. Difference less often, or check whether the outcome was computed from the design."
        )


def _left_out(series: Differenced) -> list[str]:
    gone, tied = ", ".join(series.gone), ", ".join(series.tied)
    away = [f"Differencing takes {gone} away: the model needs no such term."] if gone else []
    return away + ([f"Differencing makes {tied} a combination of the other terms: left out."] if tied else [])


def _on_the_edge(found: Estimate) -> list[str]:
    autoregressive, moving_average = found.orders.nearest_roots(found.parameters)
    messages = []
    if autoregressive > EDGE:
        messages.append(
            f"An autoregressive root lies at the edge ({fixed(autoregressive, 4)} of 1): the errors hardly come back. "
            "Difference once more."
        )
    if moving_average > EDGE:
        messages.append(
            f"A moving-average root lies on the edge ({fixed(moving_average, 4)} of 1), as where a series is "
            "differenced more often than it needs: the standard errors are rough. Difference less, or lower the order."
        )
    return messages
