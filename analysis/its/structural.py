"""Structural time series for a gaussian outcome: a level that wanders beside the design's regression."""

import numpy as np
from numpy.typing import NDArray

from analysis.its.design import Design
from analysis.its.differenced import undifference
from analysis.its.fit import Fit
from analysis.its.ols import ordinary
from analysis.its.one_step import one_step
from analysis.its.structural_forecast import continued
from analysis.its.wandering import WAY_OUT, Choice, Wandering, choose

Array = NDArray[np.float64]

NONE = 1e-3
"""A disturbance that adds up to less than this share of the largest is as good as none."""


def fit_structural(
    values: Array, design: Design, *, errors: str = "structural", draws: int = 2000, seed: int = 0
) -> Fit:
    """Fit y_t = μ_t + x_t b + ε_t, μ_t = μ_{t-1} + β_{t-1} + η_t, β_t = β_{t-1} + ζ_t, all disturbances gaussian.

    Either a local level (β fixed, as the design's trend) or a local linear trend, by Akaike's criterion. The starting
    level (and slope) and the coefficients are diffuse, exactly: the standard deviations are estimated by restricted
    maximum likelihood, that of a Kalman filter with the regression in its state. Periods that are not used keep
    their place in the calendar. Cov(b) = s² (X'V⁻¹X)⁻¹ + J C J', with C the inverse information of the ratios of
    the standard deviations and J the derivatives of b in them (Kackar & Harville 1984). Intervals come from draws of
    the coefficients with the standard deviations as uncertain as they are: around a level that seems to stand still,
    Wald's would be too short.

    Parameters
    ----------
    values : (n,) outcome, NaN where not observed.
    design : the design, n periods. The intercept, and under a local linear trend the trend, are part of the level: left
        out of the fit's design and named in its messages.
    errors : text of the error model.
    draws : how many, of the coefficients and of what would have been observed without the interventions.
    seed : of the draws.

    Returns
    -------
    Fit
        ``noise``: ``sigma`` of ε, ``level_sigma`` of η, ``slope_sigma`` of ζ, in units of the outcome. ``mean``: level
        plus regression, given all periods; ``counterfactual_mean``: the same minus what the intervention columns add.
        ``draws``: coefficients given the standard deviations of ``Wandering.sample``. ``untouched``: see
        ``continued``. ``log_likelihood`` is the restricted one.

    Raises
    ------
    DesignError
        See ``ordinary`` and ``differenced``.
    FitError
        See ``ordinary``; the series is too short.

    References
    ----------
    Harvey & Durbin (1986), doi:10.2307/2981553; Commandeur & Koopman (2007), ISBN 978-0-19-922887-4; Kackar & Harville
    (1984), doi:10.1080/01621459.1984.10477102.
    """
    ordinary(values, design)
    choice = choose(values, design)
    model, maximum = choice.model, choice.maximum
    series = model.series
    reduced = series.design
    white = model.whitening(maximum.at)
    solution = series.solve(white)
    variance = solution.sum_of_squares / model.free
    sigma, level_sigma, slope_sigma = np.abs(model.shares(maximum.at)) * np.sqrt(variance) * series.scale
    slopes = maximum.jacobian(lambda x: series.solve(model.whitening(x)).coefficients)
    covariance = variance * solution.inverse + slopes @ maximum.covariance @ slopes.T
    coefficients = series.coefficients(solution)
    outcome, noise = series.completed(solution)
    irregular = model.shares(maximum.at)[0] ** 2 * undifference(white.solve(noise), series.difference)
    mean = outcome - irregular
    forecast, said = continued(values, design, draws, seed) if design.interventions else (None, ())
    return Fit(
        design=reduced,
        values=values,
        coefficients=coefficients,
        covariance=series.scale**2 * covariance,
        degrees_of_freedom=float(model.free),
        likelihood="gaussian",
        errors=errors,
        link="identity",
        noise={"sigma": float(sigma), "level_sigma": float(level_sigma), "slope_sigma": float(slope_sigma)},
        mean=mean,
        counterfactual_mean=mean - (reduced.matrix - reduced.counterfactual) @ coefficients,
        residuals=one_step(series, solution, white)[1] / np.sqrt(variance),
        log_likelihood=maximum.value - model.free * float(np.log(series.scale)),
        converged=maximum.converged,
        messages=(choice.message, *_left_out(choice), *maximum.messages(WAY_OUT), *_fixed(choice), *said),
        draws=_draws(model, draws, seed),
        untouched=forecast,
    )


def _draws(model: Wandering, draws: int, seed: int) -> Array:
    """(draws, k) coefficients, in units of the outcome."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    parts = []
    for angles, scales in model.sample(draws, random):
        solution = model.series.solve(model.whitening(angles))
        root = np.linalg.cholesky(solution.inverse)
        around = random.standard_normal((len(scales), len(root))) @ root.T
        parts.append(model.series.coefficients(solution) + model.series.scale * scales[:, None] * around)
    return random.permutation(np.concatenate(parts))


def _left_out(choice: Choice) -> list[str]:
    series = choice.model.series
    messages = []
    if series.gone:
        messages.append(f"{', '.join(series.gone)}: part of the {choice.model.name}, not a term of its own.")
    if series.tied:
        messages.append(f"{', '.join(series.tied)}: made up of the {choice.model.name} and other terms, left out.")
    return messages


def _fixed(choice: Choice) -> list[str]:
    """Say which disturbances came out at zero."""
    model = choice.model
    names = ("the noise of single periods", "the level's steps", "the slope's steps")[: model.angles + 1]
    # what each adds up to over the series, as a share of all
    sums = np.abs(model.shares(choice.maximum.at)) * len(model.series.filled) ** np.array([0.0, 0.5, 1.5])
    return [
        f"The standard deviation of {name} is estimated at zero."
        for name, size in zip(names, sums, strict=False)
        if size < NONE * sums.max()
    ]
