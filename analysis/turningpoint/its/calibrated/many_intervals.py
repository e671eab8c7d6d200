"""Intervals of the calibrated model for many series of one design at once, as ``effects`` gives them for one."""

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated.estimator import near_start
from turningpoint.its.calibrated.forecast import SHARPNESS, forecast_gaussian, forecast_means
from turningpoint.its.calibrated.model_average import Mixture, of_counts, of_gaussian
from turningpoint.its.effects.excess import LARGEST
from turningpoint.its.model.bending_trend import without_bend
from turningpoint.its.model.design import Design, Intervals, term_of

DRAWS = 2_000
FORECASTS = 1_000


def calibrated_counts(
    counts: Array,
    design: Design,
    random: np.random.Generator,
    *,
    draws: int = DRAWS,
    forecasts: int = FORECASTS,
    confidence: float = 0.95,
) -> Intervals:
    """Fit the calibrated model to N series of counts and take equal-tailed quantiles of its draws.

    Sums run over the periods from the first intervention on: Σμ₁ - Σμ₀, log(Σμ₁/Σμ₀), and Σy - ΣY(0) with Y(0)
    forecast from the pre-period alone.

    Parameters
    ----------
    counts : (N, n). design : n periods, all of them used after the intervention; its pre-trend may bend (``bend``).

    Returns
    -------
    Intervals
        NaN for a series that ``fit_calibrated`` refuses, and for an observed excess that it does not forecast.
    """
    after, before, smooth = design.post, design.before(), _smooth(design)
    mixture = of_counts(counts, design.matrix, design.offset, design.used, smooth=smooth)
    coefficients, _ = mixture.draws(draws, random)
    fitted, without = (_sums(coefficients, matrix, design) for matrix in (design.matrix, design.counterfactual))
    pre = of_counts(counts[:, ~after], before.matrix, before.offset, before.used, smooth=smooth, sharpness=SHARPNESS)
    means = forecast_means(pre, _untouched(design), design.offset[after], forecasts, random)
    found = {
        **_steps(coefficients, design, confidence),
        "expected_excess": _quantiles(fitted - without, confidence),
        "relative_excess": _quantiles(np.log(fitted) - np.log(without), confidence),
        "observed_excess": _observed(counts, random.poisson(means.sum(axis=-1)), design, confidence),
    }
    fitted_at_all = mixture.converged & (bool(smooth) | near_start(mixture, design))
    found["observed_excess"][~pre.converged] = np.nan
    for ends in found.values():
        ends[~fitted_at_all] = np.nan
    return found


def calibrated_gaussian(
    values: Array,
    design: Design,
    random: np.random.Generator,
    *,
    draws: int = DRAWS,
    forecasts: int = FORECASTS,
    confidence: float = 0.95,
) -> Intervals:
    """Fit the calibrated model to N gaussian series; see ``calibrated_counts``. No relative excess."""
    coefficients, _ = of_gaussian(values, design.matrix, design.used).draws(draws, random)
    after = design.post
    difference = (design.matrix - design.counterfactual)[after].sum(axis=0)
    before: Mixture = of_gaussian(values[:, ~after], design.before().matrix, design.before().used)
    forecast = forecast_gaussian(before, _untouched(design), forecasts, random)
    return {
        **_steps(coefficients, design, confidence),
        "expected_excess": _quantiles(coefficients @ difference, confidence),
        "observed_excess": _observed(values, forecast.sum(axis=-1), design, confidence),
    }


def _smooth(design: Design) -> int:
    """Number of columns that bend, which stand last."""
    return len(design.terms) - len(without_bend(design).terms)


def _untouched(design: Design) -> Array:
    """Rows after the intervention of the columns that the pre-period has."""
    keep = [term not in design.intervention_terms for term in design.terms]
    return design.matrix[design.post][:, keep]


def _steps(coefficients: Array, design: Design, confidence: float) -> dict[str, Array]:
    return {
        name: _quantiles(coefficients[..., term_of(design, kind)], confidence)
        for name, kind in (("level", "step"), ("slope", "ramp"))
    }


def _sums(coefficients: Array, matrix: Array, design: Design) -> Array:
    """(N, draws) means of each draw, summed over the periods after."""
    rows, offset = matrix[design.post].T, design.offset[design.post]
    found = np.empty(coefficients.shape[:2])
    for each, drawn in zip(found, coefficients, strict=True):  # one series at a time stays in the processor's cache
        predictor = drawn @ rows + offset
        each[:] = np.exp(np.clip(predictor, -LARGEST, LARGEST, out=predictor), out=predictor).sum(axis=1)
    return found


def _observed(values: Array, totals: NDArray[np.generic], design: Design, confidence: float) -> Array:
    return _quantiles(values[:, design.post].sum(axis=1)[:, None] - totals, confidence)


def _quantiles(draws: Array, confidence: float) -> Array:
    tail = (1 - confidence) / 2
    return np.quantile(draws, [tail, 1 - tail], axis=1).T
