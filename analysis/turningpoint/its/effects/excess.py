"""How much more, or less, than without the interventions: sums up to a horizon."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.model.fit import Fit, equal_tailed, fieller, from_draws, wald
from turningpoint.its.model.scale import LARGEST_LOG_MEAN


@dataclass(frozen=True, eq=False)
class Sums:
    """Fitted and counterfactual mean, summed from the first intervention on up to a horizon, in units of the outcome.

    With the (k,) derivatives of the sums by the coefficients, and the (m,) sums of each draw where the fit has draws.
    """

    fitted: float
    fitted_gradient: Array
    fitted_draws: Array | None
    counterfactual: float
    counterfactual_gradient: Array
    counterfactual_draws: Array | None

    @property
    def excess(self) -> float:
        """Fitted minus counterfactual sum."""
        return self.fitted - self.counterfactual

    @property
    def excess_draws(self) -> Array | None:
        """(m,) excess of each draw."""
        if self.fitted_draws is None or self.counterfactual_draws is None:
            return None
        return self.fitted_draws - self.counterfactual_draws


def sum_means(fit: Fit, horizons: Sequence[int]) -> dict[int, Sums]:
    """Sum the means up to each horizon, in periods from the first intervention on."""
    design, after = fit.design, fit.design.post
    ends = np.array(horizons) - 1
    columns: list[Any] = []
    for matrix, mean in ((design.matrix, fit.mean), (design.counterfactual, fit.counterfactual_mean)):
        slope = mean[after, None] if fit.link == "log" else 1.0
        drawn = None if fit.draws is None else np.cumsum(means_of_draws(fit, matrix, after), axis=1)[:, ends].T
        columns += [np.cumsum(mean[after])[ends].tolist(), np.cumsum(slope * matrix[after], axis=0)[ends]]
        columns.append([None] * len(ends) if drawn is None else drawn)
    return {horizon: Sums(*found) for horizon, *found in zip(horizons, *columns, strict=True)}


def expected_excess(fit: Fit, sums: Sums, confidence: float) -> Array:
    """(3,) estimate, low, high of the fitted minus the counterfactual sum: Wald's (exact where linear) or of draws."""
    if sums.excess_draws is not None:
        return from_draws(sums.excess, sums.excess_draws, confidence)
    return wald(fit, sums.excess, sums.fitted_gradient - sums.counterfactual_gradient, confidence)


def relative_excess(fit: Fit, sums: Sums, confidence: float) -> tuple[Array | None, str]:
    """(3,) estimate, low, high of the excess over the counterfactual sum, or None and why there is none.

    For counts Wald's interval, or median and quantiles of draws, of log(Σμ₁/Σμ₀); for a gaussian outcome Fieller's, or
    the quantiles of the draws of the ratio.
    """
    if fit.link == "log":
        if sums.fitted_draws is not None and sums.counterfactual_draws is not None:
            draws = np.log(sums.fitted_draws / sums.counterfactual_draws)
            return np.expm1(from_draws(float(np.median(draws)), draws, confidence)), ""
        ratio = float(np.log(sums.fitted / sums.counterfactual))
        gradient = sums.fitted_gradient / sums.fitted - sums.counterfactual_gradient / sums.counterfactual
        return np.expm1(wald(fit, ratio, gradient, confidence)), ""
    if sums.counterfactual <= 0:
        return None, "The counterfactual total is not positive: no relative excess is given."
    apart = "does not follow from the coefficients of this model alone, so that how sure it is is not known"
    if not from_coefficients(fit):
        return None, f"The counterfactual total {apart}: no relative excess is given."
    unsure = "The counterfactual total cannot be told from zero: no relative excess is given."
    if sums.excess_draws is not None and sums.counterfactual_draws is not None:
        if np.quantile(sums.counterfactual_draws, (1 - confidence) / 2) <= 0:
            return None, unsure
        # the few draws below zero stand for shares without limit
        whole = np.maximum(sums.counterfactual_draws, 1e-9 * sums.counterfactual)
        return from_draws(sums.excess / sums.counterfactual, sums.excess_draws / whole, confidence), ""
    gradient = sums.fitted_gradient - sums.counterfactual_gradient
    found = fieller(fit, gradient, sums.counterfactual_gradient, confidence)
    return found, "" if found is not None else unsure


def observed_excess(fit: Fit, horizon: int, confidence: float) -> tuple[Array, int] | None:
    """Observed sum minus what would have been observed, continued from the pre-period alone.

    Over the observed periods from the first intervention on up to the horizon: Σy - median of ΣY(0), with a prediction
    interval, Σy minus the upper and the lower quantile of the draws of ΣY(0); and the number of periods that both leave
    out, as they were not observed. A sum over several periods counts where all of them lie in that range. None where
    the fit has no such draws or nothing was observed.
    """
    if fit.untouched is None:
        return None
    first = fit.design.positions[0]
    rows = slice(first, first + horizon)
    values, forecasts = fit.values[rows], fit.untouched[:, rows]
    seen = np.isfinite(values)
    total = values[seen].sum()
    for periods, value in zip(fit.design.spans, fit.sums, strict=True):
        if first <= min(periods) and max(periods) < first + horizon:
            seen[np.array(periods) - first] = True
            total += value
    if not seen.any():
        return None
    differences = total - forecasts[:, seen].sum(axis=1)
    return from_draws(float(np.median(differences)), differences, confidence), int((~seen).sum())


def from_coefficients(fit: Fit) -> bool:
    """Whether the coefficients alone give the counterfactual mean.

    Not where differencing takes away the level, a structural time series makes it a state, or an ARIMA predicts each
    period from those before it: the covariance of the coefficients then does not say how sure the mean is.
    """
    if fit.link == "log":
        return True
    after, means = fit.design.post, fit.counterfactual_mean
    implied = fit.design.counterfactual @ fit.coefficients
    return bool(np.allclose(implied[after], means[after], rtol=1e-6, atol=1e-6 * np.abs(means[after]).max()))


def means_of_draws(fit: Fit, matrix: Array, rows: NDArray[np.bool_]) -> Array:
    """(m, rows) mean of each draw of the coefficients in the rows (n,) of a matrix (n, k), in units of the outcome."""
    if fit.draws is None:
        raise ValueError("this fit has no draws")
    predictor: Array = fit.draws @ matrix[rows].T
    if fit.link == "identity":
        return predictor
    predictor += fit.design.offset[rows]  # in place: of a long series it is large
    np.clip(predictor, -LARGEST_LOG_MEAN, LARGEST_LOG_MEAN, out=predictor)
    return np.exp(predictor, out=predictor)


def counterfactual_band(fit: Fit, confidence: float) -> tuple[Array, Array]:
    """Ends of the interval of the counterfactual mean, (n,) each, in units of the outcome.

    Wald's on the scale of the link, or the quantiles of the draws' means. NaN before the first intervention, and
    everywhere when the coefficients alone do not give the mean.
    """
    design, after = fit.design, fit.design.post
    low, high = np.full((2, len(after)), np.nan)
    if not from_coefficients(fit):
        return low, high
    if fit.draws is not None:
        low[after], high[after] = equal_tailed(means_of_draws(fit, design.counterfactual, after), confidence)
        return low, high
    rows, mean = design.counterfactual[after], fit.counterfactual_mean[after]
    half = fit.quantile(confidence) * np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.covariance, rows))
    if fit.link == "log":
        low[after], high[after] = mean * np.exp(-half), mean * np.exp(half)
    else:
        low[after], high[after] = mean - half, mean + half
    return low, high
