"""Structural time series for a gaussian outcome: a level that wanders beside the design's regression."""

from dataclasses import replace

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, FitError
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.ols import gaussian_fit, ordinary
from turningpoint.its.time_series.differencing import NOTHING, difference_columns, differenced, one_step, undifference
from turningpoint.its.time_series.local_level import WAY_OUT, Choice, Wandering, choose

NONE = 1e-3
"""A disturbance that adds up to less than this share of the largest is as good as none."""

MOST_AHEAD = 1_000
"""Periods that are forecast at most: each is a hole of the series, and the time grows with the cube of their number."""


def fit_structural(
    values: Array, design: Design, *, errors: str = "structural", draws: int = 2000, seed: int = 0
) -> Fit:
    """Fit y_t = μ_t + x_t b + ε_t, μ_t = μ_{t-1} + β_{t-1} + η_t, β_t = β_{t-1} + ζ_t, all disturbances gaussian.

    Either a local level (β fixed, as the design's trend) or a local linear trend, by Akaike's criterion. The starting
    level (and slope) and the coefficients are diffuse, exactly: the standard deviations are estimated by restricted
    maximum likelihood, that of a Kalman filter with the regression in its state. Periods that are not used keep their
    place in the calendar. Cov(b) = s² (X'V⁻¹X)⁻¹ + J C J', with C the inverse information of the ratios of the standard
    deviations and J the derivatives of b in them (Kackar & Harville 1984). Intervals come from draws of the
    coefficients with the standard deviations as uncertain as they are: around a level that seems to stand still, Wald's
    would be too short.

    ``noise``: ``sigma`` of ε, ``level_sigma`` of η, ``slope_sigma`` of ζ, in units of the outcome. ``mean``: level plus
    regression, given all periods; ``counterfactual_mean``: the same minus what the intervention columns add. ``draws``:
    coefficients given the standard deviations of ``Wandering.sample``. ``untouched``: see ``continued``.
    ``log_likelihood`` is the restricted one. Harvey & Durbin (1986), doi:10.2307/2981553; Commandeur & Koopman (2007),
    ISBN 978-0-19-922887-4; Kackar & Harville (1984), doi:10.1080/01621459.1984.10477102.

    Parameters
    ----------
    design : the design, n periods. The intercept, and under a local linear trend the trend, are part of the level: left
        out of the fit's design and named in its messages.
    draws : how many, of the coefficients and of what would have been observed without the interventions.
    seed : of the draws.
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
    forecast, said = continued(values, design, draws, seed)
    return gaussian_fit(
        values,
        reduced,
        errors,
        coefficients=coefficients,
        covariance=series.scale**2 * covariance,
        degrees_of_freedom=float(model.free),
        noise={"sigma": float(sigma), "level_sigma": float(level_sigma), "slope_sigma": float(slope_sigma)},
        mean=mean,
        counterfactual_mean=mean - (reduced.matrix - reduced.counterfactual) @ coefficients,
        innovations=one_step(series, solution, white)[1][reduced.used] / np.sqrt(variance),
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
    series, name = choice.model.series, choice.model.name
    gone = [f"{', '.join(series.gone)}: part of the {name}, not a term of its own."] if series.gone else []
    tied = [f"{', '.join(series.tied)}: made up of the {name} and other terms, left out."] if series.tied else []
    return gone + tied


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


def continued(values: Array, design: Design, draws: int, seed: int) -> tuple[Array | None, tuple[str, ...]]:
    """Draw what would have been observed after the first intervention, had the course before it gone on.

    The model is chosen and fitted on the periods before alone. Each draw holds a level and slope at the end of the
    pre-period and their later disturbances, coefficients, noise of the single periods, and standard deviations, all
    uncertain: these last as in ``Wandering.sample``, the rest jointly gaussian given them. (m, n) draws in units of the
    outcome, NaN before the first intervention, or None where there is none, where the pre-period is too short for them
    or so much comes after that the time runs away; and what must be said of it.
    """
    if not design.interventions:
        return None, ()
    if (length := int(design.post.sum())) > MOST_AHEAD:
        return None, (
            f"A structural model does not forecast what would have been observed over {length:,} periods; "
            f"{MOST_AHEAD:,} are the most. Sum the values over weeks or months for it.",
        )
    before = design.before()
    try:
        choice = choose(values[: len(before.times)], before)
    except (DesignError, FitError) as error:
        return None, (f"The course before cannot be continued alone: {error}",)
    model = choice.model
    # the same on the whole calendar, with every period after as a hole
    whole = replace(design.select(before.terms), intervention_terms=(), used=design.used & ~design.post)
    series = differenced(values, whole, model.series.difference)
    ahead = Wandering(series, span=len(before.times))
    lost = [i for i, term in enumerate(before.terms) if term not in series.design.terms]
    left = difference_columns(whole.matrix[:, lost], series.difference)
    gone = [before.terms[i] for i, column in zip(lost, left.T, strict=True) if np.abs(column).max() > NOTHING]
    messages = [f"The forecast without the interventions rests on a {model.name}, chosen before them."]
    if gone:
        messages.append(f"It leaves {', '.join(gone)} at zero, which the pre-period alone cannot tell.")

    random = np.random.default_rng(np.random.SeedSequence(seed))
    holes = ~whole.used
    parts = []
    for angles, scales in model.sample(draws, random):
        white = ahead.whitening(angles)
        expected = series.completed(series.solve(white))[0][holes]
        root = series.hole_root(white)
        wander = random.standard_normal((len(scales), root.shape[1])) @ root.T
        parts.append(expected + model.series.scale * scales[:, None] * wander)
    found = np.full((draws, len(values)), np.nan)
    found[:, holes] = random.permutation(np.concatenate(parts))
    found[:, ~design.post] = np.nan
    return found, tuple(messages)
