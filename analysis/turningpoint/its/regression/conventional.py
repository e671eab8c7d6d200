"""Intervals that others would have reported, for many series of one design at once."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.many_series.count_regressions import Refits, negative_binomial_refits, poisson_refits
from turningpoint.its.model.design import Design, Intervals, term_of
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import without_sums
from turningpoint.its.regression.glm import fit_glm
from turningpoint.its.regression.gls_ar1 import fit_gls_ar1
from turningpoint.its.regression.ols import fit_ols
from turningpoint.its.regression.prais_winsten import fit_prais_winsten

HAC_LAG = 6
GAUSSIAN: Mapping[str, Callable[[Array, Design], Fit]] = {
    "ols": fit_ols,
    f"newey-west:{HAC_LAG}": lambda values, design: fit_ols(values, design, errors=f"hac:{HAC_LAG}"),
    "prais-winsten": fit_prais_winsten,
    "ar1-reml": fit_gls_ar1,
}
"""Conventional estimators of a gaussian outcome, all with the t quantile."""


def conventional_counts(counts: Array, design: Design, *, confidence: float = 0.95) -> dict[str, Intervals]:
    """Wald intervals of the usual models of counts: method → estimand → (N, 2), NaN where the model gives none.

    Of single periods alone, as others would have it: counts are (N, n + s), and sums over spans are left out. Scales
    are those of ``Intervals``; the expected excess is by the delta method on the natural scale, as ``effects``
    gives it. There is no observed excess: these models have no forecast of what would have been observed.
    """
    counts = counts[:, : len(design.times)]
    poisson = partial(poisson_refits, counts, design.matrix, offset=design.offset, used=design.used)
    negative_binomial = partial(negative_binomial_refits, counts, design.matrix, offset=design.offset, used=design.used)
    refits = {
        "poisson": poisson(),
        "quasi-poisson": poisson(dispersion=True),
        f"poisson, hac:{HAC_LAG}": poisson(hac_lag=HAC_LAG),
        "negative-binomial": negative_binomial(),
        f"negative-binomial, hac:{HAC_LAG}": negative_binomial(hac_lag=HAC_LAG),
    }
    return {method: wald_counts(found, design, confidence) for method, found in refits.items()}


def wald_counts(refits: Refits, design: Design, confidence: float) -> Intervals:
    """Wald intervals of refits with a log link; NaN where a refit has none. No slope without a ramp."""
    quantile = float(stats.norm.ppf((1 + confidence) / 2))
    known, after = refits.converged[:, None], design.post
    b = np.where(known, refits.coefficients, 0.0)  # what has not converged can overflow
    covariance = np.where(known[..., None], refits.covariance, 0.0)
    sums, gradients = [], []
    for matrix in (design.matrix[after], design.counterfactual[after]):
        means = np.exp(b @ matrix.T + design.offset[after])
        sums.append(means.sum(axis=1))
        gradients.append(means @ matrix)
    whole = np.eye(b.shape[1])
    estimates = {
        **{
            name: (b[:, term_of(design, kind)], whole[term_of(design, kind)])
            for name, kind in (("level", "step"), ("slope", "ramp"))
            if any(term.startswith(kind) for term in design.intervention_terms)
        },
        "expected_excess": (sums[0] - sums[1], gradients[0] - gradients[1]),
        "relative_excess": (
            np.log(sums[0] / sums[1]),
            gradients[0] / sums[0][:, None] - gradients[1] / sums[1][:, None],
        ),
    }
    found = {}
    for name, (estimate, gradient) in estimates.items():
        along = np.broadcast_to(gradient, b.shape)
        variance = np.einsum("ni,nij,nj->n", along, covariance, along)
        half = quantile * np.sqrt(np.where(variance >= 0, variance, np.nan))  # rounding can swallow it
        ends = np.stack([estimate - half, estimate + half], axis=1)
        found[name] = np.where(known, ends, np.nan)
    return found


def conventional_gaussian(values: Array, design: Design, *, confidence: float = 0.95) -> dict[str, Intervals]:
    """Intervals of the usual linear models: method → estimand → (N, 2), NaN where the estimator refuses.

    Of single periods alone, as of counts.
    """
    values, alone = values[:, : len(design.times)], without_sums(design)
    return {method: _gaussian(values, alone, estimator, confidence) for method, estimator in GAUSSIAN.items()}


def _gaussian(values: Array, design: Design, estimator: Callable[[Array, Design], Fit], confidence: float) -> Intervals:
    whole, total = np.eye(len(design.terms)), (design.matrix - design.counterfactual)[design.post].sum(axis=0)
    directions = np.stack([whole[term_of(design, "step")], whole[term_of(design, "ramp")], total])
    found = np.full((3, len(values), 2), np.nan)
    for i, series in enumerate(values):
        try:
            fit = estimator(series, design)
        except (DesignError, FitError):
            continue  # told as a series that the method refuses
        if not fit.converged:
            continue
        half = fit.quantile(confidence) * np.sqrt(np.einsum("ei,ij,ej->e", directions, fit.covariance, directions))
        estimate = directions @ fit.coefficients
        found[:, i] = np.stack([estimate - half, estimate + half], axis=1)
    return dict(zip(("level", "slope", "expected_excess"), found, strict=True))


def fit_conventional(values: Array, design: Design, *, likelihood: Likelihood, errors: str = "independent") -> Fit:
    """Fit the generalised linear model of counts, or least squares to a gaussian outcome, to values (n + s,)."""
    if likelihood == "gaussian":
        return fit_ols(values, design, errors=errors)
    return fit_glm(values, design, likelihood=likelihood, errors=errors)
