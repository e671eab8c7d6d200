"""The calibrated model: intervals that cover what they say on overdispersed series with memory."""

from dataclasses import replace
from typing import Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.calibrated.forecast import SHARPNESS, forecast_counts, forecast_gaussian
from turningpoint.its.calibrated.model_average import FARTHEST, Mixture, average, least_squares
from turningpoint.its.calibrated.noise_grid import LONGEST_MEMORY
from turningpoint.its.calibrated.restricted_likelihood import innovations
from turningpoint.its.model.bending_trend import bends, with_bend, without_bend
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.scale import scale_of_likelihood
from turningpoint.its.regression.glm import require_events, require_range
from turningpoint.its.regression.ols import ordinary
from turningpoint.number_format import fixed
from turningpoint.timeline import labels

DRAWS = 20_000
"""Draws behind every interval: their own error moves an end by about a hundredth of a standard error."""
FORECASTS = 4_000
EDGE = 0.5
"""Share of the likelihood at the longest memories, or at the largest noise, from which a reader is told."""
LONG = 0.94
FEWEST_DEGREES = 4
"""Points, less coefficients, that the noise is learnt from at least."""


def fit_calibrated(
    values: Array,
    design: Design,
    *,
    likelihood: Likelihood = "negative-binomial",
    pre_trend: Literal["straight", "bending"] = "straight",
    seed: int = 20210815,
) -> Fit:
    """Fit a regression whose noise is a latent autoregression plus independent noise, averaged over noise models.

    Counts: y_t | u_t ~ Poisson(exp(x_t b + u_t) · exposure_t), E exp(u_t) = 1, on the working response at the Poisson
    quasi-likelihood estimate; gaussian: y_t = x_t b + u_t. The variance, its lasting share and the memory are averaged
    over a grid weighted by their tilted restricted likelihood (``noise_grid``); intervals are quantiles of draws from
    the resulting mixture. Coverage by simulation: ``make coverage``. The fit has ``draws`` and, where the pre-period
    alone determines the counterfactual, ``untouched``. Harville (1974), doi:10.1093/biomet/61.2.383; Breslow
    & Clayton (1993), doi:10.1080/01621459.1993.10594284.

    Parameters
    ----------
    likelihood : ``gaussian``, or any of the counts (they share this model).
    pre_trend : ``bending`` adds the smooth course of ``bending_trend`` to the design, its variance averaged over.
    seed : of the draws.
    """
    if likelihood == "gaussian":
        ordinary(values, design)  # refuses what no linear model can be fitted to
    else:
        require_events(values, design)
        require_range(values, design)
    if pre_trend == "bending":
        design = with_bend(design)
    unit = float(design.offset[design.used].mean())  # of the exposure: rates count in it, whatever its size
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            fit = _fit(values, replace(design, offset=design.offset - unit), likelihood=likelihood, seed=seed)
    except (FloatingPointError, np.linalg.LinAlgError) as error:
        raise FitError(
            "the calibrated model overflows or loses its digits on this series, as where columns nearly depend on each "
            "other or a few values are far larger than all others. Leave a column out, or choose another window."
        ) from error
    shift = np.where(np.array(design.terms) == "intercept", unit, 0.0)
    draws = None if fit.draws is None else fit.draws - shift
    return replace(fit, design=design, coefficients=fit.coefficients - shift, draws=draws)


def _fit(values: Array, design: Design, *, likelihood: Likelihood, seed: int) -> Fit:
    """Fit the design as it stands, its bend among the columns."""
    mixture, inverse = _mixture(values, design, likelihood), scale_of_likelihood(likelihood).inverse
    random, later = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(2))
    draws, _ = mixture.draws(DRAWS, random)
    coefficients, covariance = mixture.mean[0], mixture.total_covariance[0]
    if not (np.isfinite(draws).all() and np.isfinite(covariance).all()):
        raise FitError("the calibrated model ended in numbers that are not finite. Check the series and covariates.")
    if not mixture.near[0]:
        _refuse_far(mixture, design)
    mean, without = (inverse(x @ coefficients + design.offset) for x in (design.matrix, design.counterfactual))
    messages = _edges(mixture)
    untouched = None
    try:
        untouched = _untouched(values, design, later, likelihood)
    except (DesignError, FitError) as error:
        messages += (f"What would have been observed is not forecast from the pre-period alone: {error}",)
    return Fit(
        design=design,
        values=values,
        coefficients=coefficients,
        covariance=covariance,
        degrees_of_freedom=None,
        likelihood=likelihood,
        errors="calibrated",
        noise=_noise(mixture),
        mean=mean,
        counterfactual_mean=without,
        residuals=_residuals(values, mean, mixture, design.used, gaussian=likelihood == "gaussian"),
        log_likelihood=None,
        converged=True,
        messages=messages,
        draws=draws[0],
        untouched=untouched,
    )


def _mixture(values: Array, design: Design, likelihood: Likelihood, sharpness: float = 1.0) -> Mixture:
    points, k = int(design.used.sum()), len(design.terms) - bends(design)
    if points - k < FEWEST_DEGREES:
        raise FitError(
            f"{points} points leave {points - k} degrees of freedom beside {k} coefficients; the calibrated model "
            f"needs {FEWEST_DEGREES}. Use fewer harmonics or covariates, or a longer series."
        )
    series = np.where(design.used, values, 0.0)[None]
    if likelihood == "gaussian":
        _, unit = least_squares(series, design.matrix[:, :k], design.used)
        if not unit[0] > 1e-12 * float(np.abs(series).max()):
            raise FitError("the design fits the outcome exactly: there is no noise to judge it by. Check the outcome.")
    mixture = average(series, design, likelihood, sharpness=sharpness)
    if not mixture.converged[0]:
        raise FitError(
            "the count model has no finite estimate: some coefficient runs away, as where every count that a "
            "column speaks of is zero or columns nearly depend on each other. Leave that column out, or choose a "
            "longer window."
        )
    return mixture


def _refuse_far(mixture: Mixture, design: Design) -> NoReturn:
    """Refuse estimates so far from where the working response was taken that it says nothing about them."""
    moved = np.abs(design.matrix[design.used] @ (mixture.mean - mixture.start)[0])
    period = labels(design.times)[np.flatnonzero(design.used)[int(moved.argmax())]]
    raise FitError(
        f"the calibrated model does not hold for this series: near {period} its estimate lies a factor of more than "
        f"{fixed(np.exp(FARTHEST), 0)} from the Poisson's, as where a few periods hold most of the events. Leave them "
        "out or choose another window, or model the logarithm with likelihood gaussian."
    )


def _untouched(values: Array, design: Design, random: np.random.Generator, likelihood: Likelihood) -> Array:
    """(m, n) draws of the series without interventions, NaN before the first of them."""
    before, at = design.before(), design.positions[0]
    require_full_rank(without_bend(before))
    mixture = _mixture(values[:at], before, likelihood, SHARPNESS)
    after, offset = design.matrix[at:, design.stays], design.offset[at:]
    if likelihood == "gaussian":
        drawn = forecast_gaussian(mixture, after, FORECASTS, random)[0]
    else:
        drawn = forecast_counts(mixture, after, offset, FORECASTS, random)[0]
    return np.concatenate([np.full((FORECASTS, at), np.nan), drawn], axis=1)


def _noise(mixture: Mixture) -> dict[str, float]:
    """Weighted means of the noise model's parameters; ρ by the likelihood alone too, with its upper 80% limit."""
    weight, likely = mixture.weight[0], mixture.likelihood_weight[0]
    order = np.argsort(mixture.rho, kind="stable")
    reached = np.cumsum(likely[order]) / likely.sum()
    return {
        "rho": float(weight @ mixture.rho),
        "rho_likelihood": float(likely @ mixture.rho),
        "rho_upper": float(mixture.rho[order][np.searchsorted(reached, 0.8)]),
        "share": min(1.0, float(weight @ mixture.share)),  # weights add up to one but for rounding
        "sigma": float(weight @ mixture.sigma[0]),
    }


def _edges(mixture: Mixture) -> tuple[str, ...]:
    """Tell where the noise lies at the edge of what is considered."""
    likely, rho, sigma = mixture.likelihood_weight[0], mixture.rho, mixture.sigma[0]
    messages = []
    if likely[rho >= LONG].sum() > EDGE:
        messages.append(
            f"The noise remembers about as long as the model considers (ρ up to {LONGEST_MEMORY}): a sign of a course "
            "that bends, not only of memory. Try a bending pre-trend or a shorter window."
        )
    if likely[sigma == sigma.max()].sum() > EDGE:
        messages.append("The noise is as large as the model considers: its intervals may be too narrow.")
    return tuple(messages)


def _residuals(values: Array, mean: Array, mixture: Mixture, used: NDArray[np.bool_], *, gaussian: bool) -> Array:
    """(n,) one-step errors over their standard deviations under the weightiest noise model; NaN where not used."""
    top = int(mixture.weight[0].argmax())
    variance, share = mixture.sigma[0, top] ** 2, mixture.share[top]
    noise = np.array([variance * share, variance * (1 - share), mixture.rho[top]])
    departure = np.where(used, values - mean, 0.0) / (1.0 if gaussian else mean)
    return innovations(departure, np.zeros_like(mean) if gaussian else 1 / mean, used, noise)
