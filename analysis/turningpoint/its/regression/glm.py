"""Generalised linear models for counts: Poisson, quasi-Poisson, negative binomial."""

import itertools
import warnings

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.sandwich_covariance import cov_hac_simple

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import entered, require_single_periods
from turningpoint.its.model.specification import hac_lag
from turningpoint.its.regression.overdispersion import alpha_at
from turningpoint.its.regression.sums import Estimates, fit_sums
from turningpoint.timeline import labels

LARGEST_COUNT = 1e12
"""Counts beyond this, or exposures that differ by a larger factor, are refused: what is summed loses its digits."""


def fit_glm(
    values: Array, design: Design, *, likelihood: Likelihood = "negative-binomial", errors: str = "hac:6"
) -> Fit:
    """Fit a log-linear count model to the used periods of a design, and to the sums over several periods.

    log E[y_t] = x_t b + log exposure_t, by iteratively reweighted least squares (statsmodels' GLM). The
    negative binomial alternates between b and α until both are at their maximum, as R's ``MASS::glm.nb``
    does; its standard errors are given α. A HAC covariance weighs scores up to LAG periods apart over calendar
    time: a period that is not used counts as a zero score, it does not bring its neighbours together.

    A sum has the mean M_j = Σ e_t μ_t over its periods (Thompson and Baker's composite link): the Poisson maximises its
    likelihood, Σ (Y_j - M_j)/M_j ∂M_j/∂b = 0, and the quasi-Poisson scales its covariance by Pearson's dispersion over
    all observations. With months gamma mixed, Var Y_j = M_j + α Σ (e_t μ_t)²: the negative binomial solves the same
    equations with this variance below for b given α, and α maximises the likelihood of a negative binomial with mean
    and variance of the sum, which is the log-likelihood given (a sum of unequal negative binomials is not exactly
    one). Covariances are of the expected information. Without sums both are as above.

    Parameters
    ----------
    values : (n + s,) counts, one a period, NaN where not observed, then one a span of the design.
    design : the design, n periods and s spans.
    likelihood, errors : see ``Specification``. Errors with memory need single periods.

    Raises
    ------
    DesignError
        Every value on one side of an intervention is zero, counts or exposures are too large, or HAC with sums.
    FitError
        The iterations overflow, or end in numbers that are not finite.

    References
    ----------
    Newey & West (1987), doi:10.2307/1913610. Venables & Ripley (2002), doi:10.1007/978-0-387-21706-2. Thompson & Baker
    (1981), doi:10.2307/2346381.
    """
    if hac_lag(errors) is not None:
        require_single_periods(design, errors)
    require_events(values, design)
    require_range(values, design)
    n, sums = len(design.times), design.spans_used.any()
    try:
        found = (
            fit_sums(values, design, likelihood) if sums else _single_periods(values[:n], design, likelihood, errors)
        )
    except (ValueError, np.linalg.LinAlgError) as error:
        raise FitError(
            f"the iterations of the {likelihood} model overflow, as where a few values are far larger than all "
            "others. Check the series and covariates, or model the logarithm with likelihood gaussian."
        ) from error
    messages, b = list(found.messages), found.coefficients
    with np.errstate(over="ignore"):  # refused below
        mean = np.exp(design.matrix @ b + design.offset)
    if not np.isfinite(b).all() or not np.isfinite(mean[design.covered]).all():
        raise FitError(f"the {likelihood} model ended in numbers that are not finite. Check the series and covariates.")
    if found.alpha == 0:
        messages.append("No overdispersion was found: the negative binomial equals the Poisson here.")
    if not found.converged:
        messages.append(
            "The iterations did not converge: the estimates are not to be used. Look for columns that nearly depend on "
            "each other or speak of nothing but zeros, and leave them out."
        )
    if not np.isfinite(found.covariance).all() or (np.diag(found.covariance) < 0).any():
        raise FitError(
            f"the {likelihood} model has no standard errors: rounding swallows them, as where columns nearly depend on "
            "each other or a few values are far larger than all others. Check the series and covariates."
        )
    variance = mean + (found.alpha or 0.0) * mean**2
    return Fit(
        design=design,
        values=values[:n],
        coefficients=b,
        covariance=found.covariance,
        degrees_of_freedom=None,
        likelihood=likelihood,
        errors=errors,
        noise={"dispersion": found.dispersion} | ({} if found.alpha is None else {"alpha": found.alpha}),
        mean=mean,
        counterfactual_mean=np.exp(design.counterfactual @ b + design.offset),
        residuals=np.where(design.used, (values[:n] - mean) / np.sqrt(variance), np.nan),
        log_likelihood=None if likelihood == "quasi-poisson" else found.log_likelihood,
        converged=found.converged,
        messages=tuple(messages),
        sums=values[n:],
    )


def _single_periods(values: Array, design: Design, likelihood: Likelihood, errors: str) -> Estimates:
    y, x, offset = values[design.used], design.matrix[design.used], design.offset[design.used]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if likelihood == "negative-binomial":
            result, alpha, converged = _negative_binomial(y, x, offset)
        else:
            result, alpha, converged = _glm(y, x, offset, sm.families.Poisson()), None, True
        dispersion = float(result.pearson_chi2 / result.df_resid)
        covariance = _covariance(result, design, errors, dispersion if likelihood == "quasi-poisson" else 1.0)
    said = tuple(dict.fromkeys(str(warning.message) for warning in caught))
    converged = converged and bool(result.converged)
    return Estimates(result.params, covariance, dispersion, alpha, float(result.llf), converged, said)


def require_events(values: Array, design: Design) -> None:
    """Refuse counts (n + s,) that are zero throughout on one side of an intervention.

    A sum speaks for every side on which it has periods.
    """
    names = labels(design.times)
    n = len(names)
    seen = design.used & (values[:n] > 0)
    seen |= design.summed[values[n:][design.spans_used] > 0].any(axis=0)
    for start, end in itertools.pairwise([0, *design.positions, n]):
        if not seen[start:end].any():
            raise DesignError(
                f"every value used from {names[start]} to {names[end - 1]} is zero: a ratio to zero cannot be "
                "estimated. Choose a longer window or another outcome."
            )


def require_range(values: Array, design: Design) -> None:
    """Refuse counts (n + s,), or differences of exposures, so large that a log-linear model loses its digits."""
    largest = float(entered(values, design).max())
    if largest > LARGEST_COUNT:
        raise DesignError(
            f"the outcome is of the size {largest:.0e}; models of counts hold up to {LARGEST_COUNT:.0e}. Choose "
            "another unit."
        )
    exposure = design.offset[design.covered]
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
        previous, alpha = alpha, alpha_at(y, result.fittedvalues)
        if alpha == 0.0:
            return _glm(y, x, offset, sm.families.Poisson(), result.params), 0.0, True
        result = _glm(y, x, offset, sm.families.NegativeBinomial(alpha=alpha), result.params)
        # in units of the variance it adds: near the Poisson α itself has few digits
        if abs(alpha - previous) * result.fittedvalues.max() <= 1e-8:
            return result, alpha, True
    return result, alpha, False


def _covariance(result: sm.GLM, design: Design, errors: str, scale: float) -> Array:
    lag = hac_lag(errors)
    if lag is None:
        return np.asarray(result.normalized_cov_params) * scale
    scores = np.zeros(design.matrix.shape)
    scores[design.used] = result.model.score_obs(result.params, scale=1.0)
    bread = np.linalg.inv(result.model.hessian(result.params, scale=1.0))
    return np.asarray(cov_hac_simple((scores, bread), nlags=lag, use_correction=False))
