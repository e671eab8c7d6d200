"""How much more, or less, than without the interventions: sums up to a horizon."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.its.counterfactual import from_coefficients, means_of_draws
from analysis.its.fit import Fit
from analysis.its.interval import fieller, from_draws, wald


@dataclass(frozen=True, eq=False)
class Sums:
    """Fitted and counterfactual mean, summed from the first intervention on up to a horizon, in units of the outcome.

    Attributes
    ----------
    fitted, counterfactual : the sums.
    fitted_gradient, counterfactual_gradient : (k,) derivatives of the sums by the coefficients.
    fitted_draws, counterfactual_draws : (m,) the sums of each draw, or None for a fit without draws.
    """

    fitted: float
    counterfactual: float
    fitted_gradient: NDArray[np.float64]
    counterfactual_gradient: NDArray[np.float64]
    fitted_draws: NDArray[np.float64] | None
    counterfactual_draws: NDArray[np.float64] | None

    @property
    def excess(self) -> float:
        """Fitted minus counterfactual sum."""
        return self.fitted - self.counterfactual

    @property
    def excess_draws(self) -> NDArray[np.float64] | None:
        """(m,) excess of each draw."""
        if self.fitted_draws is None or self.counterfactual_draws is None:
            return None
        return self.fitted_draws - self.counterfactual_draws


def sum_means(fit: Fit, horizons: Sequence[int]) -> dict[int, Sums]:
    """Sum the means up to each horizon, in periods from the first intervention on."""
    design, after = fit.design, fit.design.post
    ends = np.array(horizons) - 1
    sums, gradients, draws = [], [], []
    for matrix, mean in ((design.matrix, fit.mean), (design.counterfactual, fit.counterfactual_mean)):
        slope = mean[after, None] if fit.link == "log" else 1.0
        sums.append(np.cumsum(mean[after])[ends])
        gradients.append(np.cumsum(slope * matrix[after], axis=0)[ends])
        draws.append(
            [None] * len(ends)
            if fit.draws is None
            else list(np.cumsum(means_of_draws(fit, matrix, after), axis=1)[:, ends].T)
        )
    return {
        horizon: Sums(
            float(sums[0][i]),
            float(sums[1][i]),
            gradients[0][i],
            gradients[1][i],
            draws[0][i],
            draws[1][i],
        )
        for i, horizon in enumerate(horizons)
    }


def expected_excess(fit: Fit, sums: Sums, confidence: float) -> NDArray[np.float64]:
    """(3,) estimate, low, high of the fitted minus the counterfactual sum: Wald's (exact where linear) or of draws."""
    if sums.excess_draws is not None:
        return from_draws(sums.excess, sums.excess_draws, confidence)
    return wald(fit, sums.excess, sums.fitted_gradient - sums.counterfactual_gradient, confidence)


def relative_excess(fit: Fit, sums: Sums, confidence: float) -> tuple[NDArray[np.float64] | None, str]:
    """(3,) estimate, low, high of the excess over the counterfactual sum, or None and why there is none.

    For counts Wald's interval, or the quantiles of draws, of log(Σμ₁/Σμ₀); for a gaussian outcome Fieller's, or the
    quantiles of the draws of the ratio.
    """
    if fit.link == "log":
        ratio = float(np.log(sums.fitted / sums.counterfactual))
        if sums.fitted_draws is not None and sums.counterfactual_draws is not None:
            draws = np.log(sums.fitted_draws / sums.counterfactual_draws)
            return np.expm1(from_draws(ratio, draws, confidence)), ""
        gradient = sums.fitted_gradient / sums.fitted - sums.counterfactual_gradient / sums.counterfactual
        return np.expm1(wald(fit, ratio, gradient, confidence)), ""
    if sums.counterfactual <= 0:
        return None, "The counterfactual total is not positive: no relative excess is given."
    if not from_coefficients(fit):
        return None, (
            "The counterfactual total does not follow from the coefficients of this model alone, so that how sure it "
            "is is not known: no relative excess is given."
        )
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


def observed_excess(fit: Fit, horizon: int, confidence: float) -> tuple[NDArray[np.float64], int] | None:
    """Observed sum minus what would have been observed, continued from the pre-period alone.

    Over the observed periods from the first intervention on up to the horizon: Σy - median of ΣY(0), with a prediction
    interval, Σy minus the upper and the lower quantile of the draws of ΣY(0).

    Returns
    -------
    tuple or None
        (3,) estimate, low, high, and the number of periods not observed. None where the fit has no such draws or
        nothing was observed.
    """
    if fit.untouched is None:
        return None
    first = fit.design.positions[0]
    rows = slice(first, first + horizon)
    values, forecasts = fit.values[rows], fit.untouched[:, rows]
    seen = np.isfinite(values)
    if not seen.any():
        return None
    differences = values[seen].sum() - forecasts[:, seen].sum(axis=1)
    return from_draws(float(np.median(differences)), differences, confidence), int((~seen).sum())
