"""The calibrated model: intervals that cover what they say on overdispersed series with autocorrelation."""

from dataclasses import replace
from typing import Literal

import numpy as np

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.calibrated.forecast import forecast_counts, forecast_gaussian
from turningpoint.its.calibrated.linearisation import linearise
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.calibrated.noise_grid import LONGEST_MEMORY, SIGMA, WHOLE
from turningpoint.its.calibrated.posterior import average, gaussian_least_squares
from turningpoint.its.calibrated.whitening import innovations
from turningpoint.its.model.bending_trend import bends, with_bend, without_bend
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.scale import scale_of_likelihood
from turningpoint.its.regression.glm import require_events, require_range
from turningpoint.its.regression.ols import ordinary

DRAWS = 20_000
"""Draws behind every interval: their own error moves an end by about a hundredth of a standard error."""
FORECASTS = 4_000
EDGE = 0.5
"""Share of the weight at the longest memories, or at the largest noise, from which a reader is told."""
LONG = 0.94
FEWEST_DEGREES = 4
"""Observations, less coefficients, that the noise is learnt from at least."""


def fit_calibrated(
    values: Array,
    design: Design,
    *,
    likelihood: Likelihood = "negative-binomial",
    pre_trend: Literal["straight", "adaptive"] = "adaptive",
    seed: int = 20210815,
) -> Fit:
    """Fit a regression whose noise is a latent autoregression plus independent noise, averaged over noise models.

    Counts: Y_j | u ~ Poisson(Σ_t exp(x_t b + u_t) exposure_t), the sum over the periods of an observation and
    E exp(u_t) = 1, linearised at the mode; gaussian: y_t = x_t b + u_t. The standard deviation of the noise, its
    lasting share, its memory and the strength of the bend are averaged over a grid (``noise_grid``) weighed by their
    restricted likelihood; intervals are quantiles of draws from the resulting mixture. Coverage by simulation: ``make
    coverage``. The fit has ``draws``, ``mode`` and, where the pre-period alone determines the counterfactual,
    ``untouched``. Harville (1974), doi:10.1093/biomet/61.2.383; Breslow & Clayton (1993),
    doi:10.1080/01621459.1993.10594284.

    Parameters
    ----------
    values : (n + s,) one value a period, then one a span of the design.
    likelihood : ``gaussian``, or any of the counts (they share this model).
    pre_trend : ``adaptive`` adds the smooth course of ``bending_trend`` to the design.
    seed : of the draws.

    Raises
    ------
    DesignError, FitError
        What no such model can be fitted to: counts that are zero on one side, a perfect fit, too few observations.
    """
    gaussian = likelihood == "gaussian"
    if gaussian:
        ordinary(values, design)  # refuses what no linear model can start from
    else:
        require_events(values, design)
        require_range(values, design)
    if pre_trend == "adaptive":
        design = with_bend(design)
    unit = 0.0 if gaussian else float(design.offset[design.covered].mean())  # of the exposure, whatever its size
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
    n, inverse = len(design.times), scale_of_likelihood(likelihood).inverse
    mixture = _average(values, design, likelihood)
    random, later = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(2))
    draws = mixture.draws(DRAWS, random)[0][0]
    coefficients, covariance = np.median(draws, axis=0), np.cov(draws, rowvar=False)
    if not (np.isfinite(draws).all() and np.isfinite(covariance).all()):
        raise FitError("the calibrated model ended in numbers that are not finite. Check the series and covariates.")
    mean, without = (inverse(x @ coefficients + design.offset) for x in (design.matrix, design.counterfactual))
    messages = _edges(mixture, bending=bends(design) > 0)
    untouched = None
    try:
        untouched = _untouched(values, design, later, likelihood)
    except (DesignError, FitError) as error:
        messages += (f"What would have been observed is not forecast from the pre-period alone: {error}",)
    weight = mixture.bend_weight[0]
    return Fit(
        design=design,
        values=values[:n],
        sums=values[n:],
        coefficients=coefficients,
        covariance=covariance,
        degrees_of_freedom=None,
        likelihood=likelihood,
        errors="calibrated",
        noise=_noise(mixture),
        bend=dict(zip(mixture.strengths.tolist(), weight.tolist(), strict=True)) if bends(design) else {},
        mean=mean,
        counterfactual_mean=without,
        mode=None if likelihood == "gaussian" else np.exp(mixture.linear[0] + design.offset),
        residuals=_residuals(values, design, mixture, gaussian=likelihood == "gaussian"),
        log_likelihood=None,
        converged=bool(mixture.still[0]),
        messages=messages,
        draws=draws,
        untouched=untouched,
    )


def _average(values: Array, design: Design, likelihood: Likelihood) -> Mixture:
    """Average one series, refusing what has no estimate."""
    points, k = len(design.rows), len(design.terms) - bends(design)
    if points - k < FEWEST_DEGREES:
        raise FitError(
            f"{points} points leave {points - k} degrees of freedom beside {k} coefficients; the calibrated model "
            f"needs {FEWEST_DEGREES}. Use fewer harmonics or covariates, or a longer series."
        )
    if likelihood == "gaussian":
        seen = np.where(np.concatenate([design.used, design.spans_used]), values, 0.0)
        unit = gaussian_least_squares(seen[None], without_bend(design))[1]
        if not unit[0] > 1e-12 * float(np.abs(seen).max()):
            raise FitError("the design fits the outcome exactly: there is no noise to judge it by. Check the outcome.")
    mixture = average(values[None], design, likelihood, search=WHOLE)
    if not mixture.converged[0]:
        raise FitError(
            "the count model has no finite estimate: some coefficient runs away, as where every count that a "
            "column speaks of is zero or columns nearly depend on each other. Leave that column out, or choose a "
            "longer window."
        )
    return mixture


def _untouched(values: Array, design: Design, random: np.random.Generator, likelihood: Likelihood) -> Array:
    """(m, n) draws of the series without interventions, NaN before the first of them."""
    before, at = design.before(), design.positions[0]
    require_full_rank(without_bend(before))
    mixture = _average(design.values_before(values), before, likelihood)
    after, offset = design.matrix[at:, design.stays], design.offset[at:]
    if likelihood == "gaussian":
        drawn = forecast_gaussian(mixture, after, FORECASTS, random)[0] + offset
    else:
        drawn = forecast_counts(mixture, after, offset, FORECASTS, random)[0]
    return np.concatenate([np.full((FORECASTS, at), np.nan), drawn], axis=1)


def _noise(mixture: Mixture) -> dict[str, float]:
    """Weighted means of the noise model's parameters, and of the bend's; the upper 80% limit of ρ."""
    weight, rho = mixture.node_weight[0], mixture.rho[0]
    order = np.argsort(rho, kind="stable")
    reached = np.cumsum(weight[order])
    found = {
        "rho": float(weight @ rho),
        "rho_upper": float(rho[order][np.searchsorted(reached, 0.8 * reached[-1])]),
        "share": min(1.0, float(weight @ mixture.share[0])),  # weights add up to one but for rounding
        "sigma": float(weight @ mixture.sigma[0] * mixture.unit[0]),
    }
    if len(mixture.strengths) > 1:
        found["tau"] = float(mixture.bend_weight[0] @ mixture.strengths * mixture.unit[0])
    return found | {"rounds": float(mixture.rounds[0])}


def _edges(mixture: Mixture, *, bending: bool) -> tuple[str, ...]:
    """Tell where the noise lies at the edge of what is considered, or the mode did not stand still."""
    weight, rho, sigma = mixture.node_weight[0], mixture.rho[0], mixture.sigma[0]
    messages = []
    if weight[rho >= LONG].sum() > EDGE:
        course = "" if bending else ": a sign of a course that bends. Try an adaptive pre-trend or a shorter window"
        messages.append(f"The noise remembers about as long as the model considers (ρ up to {LONGEST_MEMORY}){course}.")
    if weight[sigma >= 0.9 * SIGMA[-1]].sum() > EDGE:
        messages.append("The noise is as large as the model considers: its intervals may be too narrow.")
    if not mixture.still[0]:
        messages.append(
            "The model did not stand still where it was linearised: its intervals are not to be used. Choose another "
            "window, or sum the counts over longer periods."
        )
    return tuple(messages)


def _residuals(values: Array, design: Design, mixture: Mixture, *, gaussian: bool) -> Array:
    """(n,) one-step errors over their standard deviations under the weightiest noise model; NaN where not used."""
    n = len(design.times)
    node, bend = np.unravel_index(mixture.weight[0].argmax(), mixture.weight[0].shape)
    unit, sigma = mixture.unit[0], mixture.sigma[0, node]
    coefficients = mixture.means[0, node, bend].copy()
    noise = (float(mixture.rho[0, node]), float(mixture.share[0, node]), float(sigma))
    if gaussian:
        departure = np.where(design.used, values[:n] - design.matrix @ coefficients - design.offset, 0.0) / unit
        return innovations(departure, np.zeros(n), design.used, noise)
    coefficients[design.terms.index("intercept")] -= sigma**2 / 2
    found = linearise(values[None], design, mixture.linear)
    departure = np.where(design.used, found.response[0] - design.matrix @ coefficients, 0.0)
    return innovations(departure, found.sampling[0], design.used, noise)
