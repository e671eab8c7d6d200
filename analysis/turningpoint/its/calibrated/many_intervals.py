"""Intervals of the calibrated model for many series of one design at once, as ``effects`` gives them for one."""

from functools import partial

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.calibrated.forecast import forecast_gaussian, forecast_means
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.design import Design, Intervals, term_of
from turningpoint.its.model.fit import equal_tailed
from turningpoint.its.model.scale import LARGEST_LOG_MEAN

DRAWS = 2_000
FORECASTS = 1_000


def calibrated_counts(
    values: Array,
    design: Design,
    random: np.random.Generator,
    *,
    draws: int = DRAWS,
    forecasts: int = FORECASTS,
    confidence: float = 0.95,
    likelihood: str = "negative-binomial",
) -> Intervals:
    """Fit the calibrated model to N series, values (N, n), and take equal-tailed quantiles of its draws.

    Sums run over the periods from the first intervention on: Σμ₁ - Σμ₀, log(Σμ₁/Σμ₀) of counts, and Σy - ΣY(0) with
    Y(0) forecast from the pre-period alone. Ends are NaN for a series that ``fit_calibrated`` refuses, and for an
    observed excess that it does not forecast.
    All periods after the intervention are used; the design's pre-trend may bend.
    """
    after, before = design.post, design.before()
    mixture = average(values, design, likelihood)
    drawn: dict[str, Array] = {}
    coefficients, _ = mixture.draws(draws, random)
    drawn["level"], drawn["slope"] = (coefficients[..., term_of(design, kind)] for kind in ("step", "ramp"))
    pre = average(design.values_before(values), before, likelihood)
    untouched = design.matrix[after][:, design.stays]
    if likelihood == "gaussian":
        drawn["expected_excess"] = coefficients @ (design.matrix - design.counterfactual)[after].sum(axis=0)
        totals = forecast_gaussian(pre, untouched, forecasts, random).sum(axis=-1)
    else:
        fitted, without = (_sums(coefficients, matrix, design) for matrix in (design.matrix, design.counterfactual))
        drawn["expected_excess"], drawn["relative_excess"] = fitted - without, np.log(fitted) - np.log(without)
        means = forecast_means(pre, untouched, design.offset[after], forecasts, random)
        totals = random.poisson(means.sum(axis=-1)).astype(float)
    drawn["observed_excess"] = values[:, after].sum(axis=1)[:, None] - totals
    found = {name: equal_tailed(each, confidence, axis=1).T for name, each in drawn.items()}
    found["observed_excess"][~pre.converged] = np.nan
    for ends in found.values():
        ends[~mixture.converged] = np.nan
    return found


calibrated_gaussian = partial(calibrated_counts, likelihood="gaussian")
"""The same for gaussian series; no relative excess."""


def _sums(coefficients: Array, matrix: Array, design: Design) -> Array:
    """(N, draws) means of each draw, summed over the periods after."""
    rows, offset = matrix[design.post].T, design.offset[design.post]
    found = np.empty(coefficients.shape[:2])
    for each, drawn in zip(found, coefficients, strict=True):  # one series at a time stays in the processor's cache
        predictor = drawn @ rows + offset
        np.clip(predictor, -LARGEST_LOG_MEAN, LARGEST_LOG_MEAN, out=predictor)
        each[:] = np.exp(predictor, out=predictor).sum(axis=1)
    return found
