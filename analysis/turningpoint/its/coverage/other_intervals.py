"""What others would have reported for the same series, and what one could who knew the noise."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, FitError
from turningpoint.its.answers.contrasts import contrasts
from turningpoint.its.coverage.cell_series import World, derivatives
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import entered, without_sums
from turningpoint.its.regression.conventional import HAC_LAG, usual_refits
from turningpoint.its.regression.gls_ar1 import fit_gls_ar1
from turningpoint.its.regression.ols import fit_ols

Ends = dict[str, Array]
"""Answer → (N, 3) estimate, low and high on the scale of the link; NaN where the method gives none."""
CONFIDENCE = 0.95
BLOCKS = 4
"""Blocks on either side of the intervention for the test of means of blocks."""
BLOCK, RESAMPLES = 3, 499
"""Months in a block of the bootstrap, and its resamples."""
GAUSSIAN: Mapping[str, Callable[[Array, Design], Fit]] = {
    f"newey-west:{HAC_LAG}": lambda values, design: fit_ols(values, design, errors=f"hac:{HAC_LAG}"),
    "ar1-reml": fit_gls_ar1,
}
"""Conventional estimators of a gaussian outcome, with the t quantile."""


def oracle(world: World, truths: dict[str, tuple[Array, Array]]) -> Ends:
    """Generalised least squares with the true covariance, of the working response at the true mean; bends are known.

    The response of an observation is (Y - M)/M; its covariance 1/M and that of the noise itself around its mean.
    """
    design, n = world.design, len(world.design.times)
    inside = np.concatenate([np.eye(n)[design.used], design.summed])
    observed = entered(world.values, design)
    if world.link == "identity":
        apart, noise = observed - world.linear[:, design.used], world.covariance[np.ix_(design.used, design.used)][None]
        matrix = design.matrix[design.used][None]
    else:
        mean = np.exp(world.linear)
        total = mean @ inside.T
        weights = inside * mean[:, None] / total[..., None]
        relative = np.expm1(world.covariance)
        relative[np.diag_indices(n)] = (1 + world.independent) * np.exp(np.diag(world.covariance)) - 1
        noise = weights @ relative @ weights.transpose(0, 2, 1)
        noise[:, range(len(inside)), range(len(inside))] += 1 / total
        apart, matrix = (observed - total) / total, weights @ design.matrix
    towards = np.linalg.solve(noise, matrix).transpose(0, 2, 1)
    covariance = np.asarray(np.linalg.inv(towards @ matrix), dtype=np.float64)
    error = (covariance @ (towards @ apart[..., None]))[..., 0]
    return {
        name: _wald(truth + (gradient * error).sum(axis=1), gradient, covariance)
        for name, (truth, gradient) in truths.items()
    }


def conventional(world: World) -> dict[str, Ends]:
    """Method → its Wald intervals of every answer, from single months alone."""
    if world.link == "identity":
        return {method: _linear(world, estimator) for method, estimator in GAUSSIAN.items()}
    design, values = world.design, world.values[:, : len(world.design.times)]
    quasi = poisson_refits(values, design.matrix, offset=design.offset, used=design.used, dispersion=True)
    refits = {"quasi-poisson": quasi, f"negative-binomial, hac:{HAC_LAG}": usual_refits(values, design)}
    found = {}
    for method, one in refits.items():
        known = one.converged
        b = np.where(known[:, None], one.coefficients, 0.0)
        covariance = np.where(known[:, None, None], one.covariance, np.nan)
        found[method] = {
            name: _wald(contrast.of_draws(b), derivatives(contrast, b), covariance)
            for name, contrast in contrasts(design, "log").items()
        }
    return found | means_of_months(world)


def means_of_months(world: World) -> dict[str, Ends]:
    """Log ratio of the mean of the months after to that of those before, with four intervals, where all are observed.

    Quasi-Poisson of the sums; Newey-West; bootstrap of blocks within each side; t of the means of blocks (Ibragimov &
    Müller 2016, doi:10.1162/REST_a_00545).
    """
    design, at, n = world.design, world.design.positions[0], len(world.design.times)
    found: dict[str, Ends] = {}
    if design.offset.any() or not design.used.all():
        return found
    for months in (12, 24):
        if months > min(at, n - at):
            continue
        sides = world.values[:, at : at + months], world.values[:, at - months : at]
        for method, ends in _ratios(*sides).items():
            found.setdefault(method, {})[f"before_after_{months}"] = ends
    return found


def _ratios(after: Array, before: Array) -> dict[str, Array]:
    """Method → (N, 3); a series without an event on a side has none."""
    months = after.shape[1]
    means = np.stack([after.mean(axis=1), before.mean(axis=1)])
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.log(means[0] / means[1])
        influence = np.stack([after / means[0][:, None], before / means[1][:, None]]) - 1
        pearson = (influence**2 * means[..., None]).sum(axis=(0, 2)) / (2 * months - 2)
        quasi = np.sqrt(pearson * (1 / means).sum(axis=0) / months)
        chain = np.concatenate([-influence[1], influence[0]], axis=1) / months
        squared = (chain**2).sum(axis=1)
        for lag in range(1, HAC_LAG + 1):
            squared += 2 * (1 - lag / (HAC_LAG + 1)) * (chain[:, lag:] * chain[:, :-lag]).sum(axis=1)
        blocks = np.log(np.stack([part.reshape(len(part), BLOCKS, -1).mean(axis=2) for part in (after, before)]))
        apart = blocks.mean(axis=2)[0] - blocks.mean(axis=2)[1]
        spread = np.sqrt(blocks.var(axis=2, ddof=1).sum(axis=0) / BLOCKS)
    normal, student = stats.norm.ppf((1 + CONFIDENCE) / 2), stats.t.ppf((1 + CONFIDENCE) / 2, BLOCKS - 1)
    found = {
        "quasi-poisson of sums": _around(estimate, normal * quasi),
        f"means, hac:{HAC_LAG}": _around(estimate, normal * np.sqrt(squared)),
        "block bootstrap": np.column_stack([estimate, *_bootstrap(after, before)]),
        "means of blocks, t": _around(apart, student * spread),
    }
    return {
        method: np.where(np.isfinite(ends).all(axis=1, keepdims=True), ends, np.nan) for method, ends in found.items()
    }


def _bootstrap(after: Array, before: Array) -> tuple[Array, Array]:
    """Percentiles over resampled blocks of neighbouring months, the same resamples for every series."""
    random, months = np.random.default_rng(RESAMPLES), after.shape[1]
    begins = random.integers(0, months - BLOCK + 1, (2, RESAMPLES, months // BLOCK))
    places = (begins[..., None] + np.arange(BLOCK)).reshape(2, RESAMPLES, months)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(after[:, places[0]].mean(axis=2)) - np.log(before[:, places[1]].mean(axis=2))
        low, high = np.quantile(logs, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=1)
    return low, high


def _linear(world: World, estimator: Callable[[Array, Design], Fit]) -> Ends:
    """Answers by a linear estimator, series by series."""
    alone = without_sums(world.design)
    asked = contrasts(world.design, "identity")
    found = {name: np.full((len(world.values), 3), np.nan) for name in asked}
    for i, series in enumerate(world.values[:, : len(alone.times)]):
        try:
            fit = estimator(series, alone)
        except (DesignError, FitError):
            continue  # told as a series that the method refuses
        if fit.converged:
            for name, one in asked.items():
                direction = derivatives(one, fit.coefficients[None])[0]
                half = fit.quantile(CONFIDENCE) * np.sqrt(direction @ fit.covariance @ direction)
                found[name][i] = direction @ fit.coefficients + np.array([0.0, -half, half])
    return found


def _wald(estimate: Array, gradient: Array, covariance: Array) -> Array:
    """(N, 3) with normal quantiles; a variance below zero, which rounding can give, is none."""
    covariance = np.broadcast_to(covariance, (len(gradient), *covariance.shape[1:]))
    variance = np.einsum("ni,nij,nj->n", gradient, covariance, gradient)
    return _around(estimate, stats.norm.ppf((1 + CONFIDENCE) / 2) * np.sqrt(np.where(variance > 0, variance, np.nan)))


def _around(estimate: Array, half: Array) -> Array:
    return np.column_stack([np.where(np.isfinite(half), estimate, np.nan), estimate - half, estimate + half])
