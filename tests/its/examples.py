"""Made-up series of 108 months, interrupted in month 72, and their fits."""

from dataclasses import replace

import numpy as np
import pandas as pd

from turningpoint.its import Analysis, Fit, Specification, build_design, fit_glm
from turningpoint.its.regression.ols import fit_ols
from turningpoint.spans import Span

MONTHS = pd.period_range("2015-01", periods=108, freq="M")
WHEN = "2021-01"
YEARS = (np.arange(108) - 72) / 12
AFTER = YEARS >= 0


def counts(level=2.0, slope=1.5, seed=3):
    mean = 20 * np.exp(-0.1 * YEARS + AFTER * (np.log(level) + np.log(slope) * np.clip(YEARS, 0, None)))
    return np.random.default_rng(seed).negative_binomial(20, 20 / (20 + mean)).astype(float)


def measured(level=5.0, slope=2.0, start=40.0, seed=3):
    mean = start - 0.5 * YEARS + AFTER * (level + slope * np.clip(YEARS, 0, None))
    return mean + np.random.default_rng(seed).normal(scale=3.0, size=108)


def design_of(values, **choices):
    specification = Specification((WHEN,), **{"harmonics": 0, **choices})
    return build_design(MONTHS, specification, observed=np.isfinite(values))


def fit_counts(values=None, *, likelihood="negative-binomial", errors="hac:6", **choices) -> Fit:
    values = counts() if values is None else values
    return fit_glm(values, design_of(values, **choices), likelihood=likelihood, errors=errors)


def fit_measured(values=None, *, errors="independent", **choices) -> Fit:
    values = measured() if values is None else values
    return fit_ols(values, design_of(values, likelihood="gaussian", **choices), errors=errors)


def with_draws(fit, m=4_000, seed=5) -> Fit:
    """The same fit with draws from its own normal distribution instead of that distribution."""
    draws = np.random.default_rng(seed).multivariate_normal(fit.coefficients, fit.covariance, size=m, method="svd")
    return replace(fit, draws=draws)


def with_untouched(fit, m=2_000, seed=6) -> Fit:
    """The same fit with forecasts of what would have been observed, made around its counterfactual mean."""
    noise = np.random.default_rng(seed).normal(scale=4.0, size=(m, 108))
    return replace(fit, untouched=np.where(AFTER, fit.counterfactual_mean + noise, np.nan))


def without_level(fit) -> Fit:
    """The same fit as a differencing model gives it: the level is no coefficient."""
    keep = [i for i, term in enumerate(fit.design.terms) if term != "intercept"]
    design = replace(fit.design, terms=tuple(fit.design.terms[i] for i in keep), matrix=fit.design.matrix[:, keep])
    return replace(
        fit,
        design=design,
        coefficients=fit.coefficients[keep],
        covariance=fit.covariance[np.ix_(keep, keep)],
        errors="arima:0,1,1",
    )


def with_sum(analysis: Analysis, periods: tuple[int, ...]) -> Analysis:
    """The same analysis of an outcome of which some periods are known only as a sum; the fit stays what it was."""
    outcome, gone = analysis.outcome, np.isin(np.arange(len(analysis.outcome.times)), periods)
    summed = replace(
        outcome,
        values=np.where(gone, np.nan, outcome.values),
        spans=(Span(periods, float(outcome.values[gone].sum())),),
    )
    design = build_design(
        summed.times, analysis.specification, observed=summed.observed, spans=[span.periods for span in summed.spans]
    )
    return replace(analysis, outcome=summed, design=design)
