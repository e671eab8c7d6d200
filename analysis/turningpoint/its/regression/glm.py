"""Generalised linear models for counts: Poisson, quasi-Poisson, negative binomial."""

import itertools
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import optimize, special
from statsmodels.stats.sandwich_covariance import cov_hac_simple

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.many_series.negative_binomial import LARGEST_ALPHA, SMALLEST_ALPHA
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.specification import hac_lag
from turningpoint.timeline import labels

LARGEST_COUNT = 1e12
"""Counts beyond this, or exposures that differ by a larger factor, are refused: what is summed loses its digits."""


def fit_glm(
    values: Array, design: Design, *, likelihood: Likelihood = "negative-binomial", errors: str = "hac:6"
) -> Fit:
    """Fit a log-linear count model to the used periods of a design.

    log E[y_t] = x_t b + log exposure_t, by iteratively reweighted least squares (statsmodels' GLM). The
    negative binomial alternates between b and α until both are at their maximum, as R's ``MASS::glm.nb``
    does; its standard errors are given α. A HAC covariance weighs scores up to LAG periods apart over calendar
    time: a period that is not used counts as a zero score, it does not bring its neighbours together.

    Parameters
    ----------
    values : (n,) counts, NaN where not observed.
    design : the design, n periods.
    likelihood, errors : see ``Specification``.

    Raises
    ------
    DesignError
        Every value on one side of an intervention is zero, or counts or exposures are too large.
    FitError
        The iterations overflow, or end in numbers that are not finite.

    References
    ----------
    Newey & West (1987), doi:10.2307/1913610. Venables & Ripley (2002), doi:10.1007/978-0-387-21706-2.
    """
    require_events(values, design)
    require_range(values, design)
    y, x, offset = values[design.used], design.matrix[design.used], design.offset[design.used]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            if likelihood == "negative-binomial":
                result, alpha, converged = _negative_binomial(y, x, offset)
            else:
                result, alpha, converged = _glm(y, x, offset, sm.families.Poisson()), None, True
            dispersion = float(result.pearson_chi2 / result.df_resid)
            covariance = _covariance(result, design, errors, dispersion if likelihood == "quasi-poisson" else 1.0)
        except (ValueError, np.linalg.LinAlgError) as error:
            raise FitError(
                f"the iterations of the {likelihood} model overflow, as where a few values are far larger than all "
                "others. Check the series and covariates, or model the logarithm with likelihood gaussian."
            ) from error
    messages = list(dict.fromkeys(str(warning.message) for warning in caught))
    converged = converged and bool(result.converged)
    if not np.isfinite(result.params).all() or not np.isfinite(result.fittedvalues).all():
        raise FitError(f"the {likelihood} model ended in numbers that are not finite. Check the series and covariates.")
    if alpha == 0:
        messages.append("No overdispersion was found: the negative binomial equals the Poisson here.")
    if not converged:
        messages.append(
            "The iterations did not converge: the estimates are not to be used. Look for columns that nearly depend on "
            "each other or speak of nothing but zeros, and leave them out."
        )
    if not np.isfinite(covariance).all() or (np.diag(covariance) < 0).any():
        raise FitError(
            f"the {likelihood} model has no standard errors: rounding swallows them, as where columns nearly depend on "
            "each other or a few values are far larger than all others. Check the series and covariates."
        )
    mean = np.exp(design.matrix @ result.params + design.offset)
    variance = mean + (alpha or 0.0) * mean**2
    return Fit(
        design=design,
        values=values,
        coefficients=result.params,
        covariance=covariance,
        degrees_of_freedom=None,
        likelihood=likelihood,
        errors=errors,
        noise={"dispersion": dispersion} | ({} if alpha is None else {"alpha": alpha}),
        mean=mean,
        counterfactual_mean=np.exp(design.counterfactual @ result.params + design.offset),
        residuals=np.where(design.used, (values - mean) / np.sqrt(variance), np.nan),
        log_likelihood=None if likelihood == "quasi-poisson" else float(result.llf),
        converged=converged,
        messages=tuple(messages),
    )


def require_events(values: Array, design: Design) -> None:
    """Refuse counts that are zero throughout on one side of an intervention."""
    names = labels(design.times)
    edges = [0, *design.positions, len(values)]
    for start, end in itertools.pairwise(edges):
        if not (values[start:end][design.used[start:end]] > 0).any():
            raise DesignError(
                f"every value used from {names[start]} to {names[end - 1]} is zero: a ratio to zero cannot be "
                "estimated. Choose a longer window or another outcome."
            )


def require_range(values: Array, design: Design) -> None:
    """Refuse counts, or differences of exposures, so large that a log-linear model loses its digits."""
    largest = float(values[design.used].max())
    if largest > LARGEST_COUNT:
        raise DesignError(
            f"the outcome is of the size {largest:.0e}; models of counts hold up to {LARGEST_COUNT:.0e}. Choose "
            "another unit."
        )
    exposure = design.offset[design.used]
    if np.ptp(exposure) > np.log(LARGEST_COUNT):
        raise DesignError(
            f"the exposure runs from {np.exp(exposure.min()):.0e} to {np.exp(exposure.max()):.0e}: no rate can be told "
            "over such a range. Check its column."
        )


def _glm(y: Array, x: Array, offset: Array, family: object, start: Array | None = None) -> sm.GLM:
    model = sm.GLM(y, x, family=family, offset=offset)
    return model.fit(start_params=start, maxiter=200, tol=1e-12, tol_criterion="params")


def _negative_binomial(y: Array, x: Array, offset: Array, rounds: int = 100) -> tuple[sm.GLM, float, bool]:
    result, alpha = _glm(y, x, offset, sm.families.Poisson()), 0.0
    for _ in range(rounds):
        previous, alpha = alpha, _alpha(y, result.fittedvalues)
        if alpha == 0.0:
            return _glm(y, x, offset, sm.families.Poisson(), result.params), 0.0, True
        result = _glm(y, x, offset, sm.families.NegativeBinomial(alpha=alpha), result.params)
        # in units of the variance it adds: near the Poisson α itself has few digits
        if abs(alpha - previous) * result.fittedvalues.max() <= 1e-8:
            return result, alpha, True
    return result, alpha, False


def _alpha(y: Array, mean: Array) -> float:
    """Negative-binomial dispersion that maximises the likelihood at given means; 0 at the Poisson's edge."""

    def score(log_alpha: float) -> float:
        theta = np.exp(-log_alpha)
        terms = special.digamma(y + theta) - special.digamma(theta) + np.log(theta / (mean + theta))
        return float(np.sum(terms + (mean - y) / (mean + theta)))

    low, high = np.log(SMALLEST_ALPHA), np.log(LARGEST_ALPHA)
    # the score of θ = 1/α is negative where α is too small
    if score(low) >= 0:
        return 0.0
    if score(high) <= 0:
        raise FitError("the counts vary beyond any negative binomial (α above 10,000). Check the series for outliers.")
    return float(np.exp(optimize.brentq(score, low, high, xtol=1e-13, rtol=1e-13)))


def _covariance(result: sm.GLM, design: Design, errors: str, scale: float) -> Array:
    lag = hac_lag(errors)
    if lag is None:
        return np.asarray(result.normalized_cov_params) * scale
    scores = np.zeros(design.matrix.shape)
    scores[design.used] = result.model.score_obs(result.params, scale=1.0)
    bread = np.linalg.inv(result.model.hessian(result.params, scale=1.0))
    return np.asarray(cov_hac_simple((scores, bread), nlags=lag, use_correction=False))
