"""The contract of every estimator: a design and an outcome in, this out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import FitError
from turningpoint.its.model.bending_trend import bends
from turningpoint.its.model.design import Design
from turningpoint.its.model.scale import Link, Scale, scale_of_likelihood
from turningpoint.its.model.specification import ErrorModel, error_model
from turningpoint.timeline import frequency


@dataclass(frozen=True, eq=False)
class Fit:
    """One model fitted to one design.

    Attributes
    ----------
    design : k terms and n periods. Terms that the model cannot hold (what differencing takes away) are left out of it
        and named in ``messages``.
    values : (n,) outcome, NaN where no value of that very period was observed.
    coefficients, covariance : (k,) and (k, k), on the scale of the link.
    degrees_of_freedom : of the reference distribution; None means the normal one.
    likelihood, errors : the choices behind the fit.
    noise : the noise model's parameters by name, e.g. ``alpha``, ``dispersion``, ``rho``, ``sigma``.
    mean, counterfactual_mean : (n,) fitted, and with the intervention columns at zero, in units of the outcome.
    residuals : (n,) residuals over the model's standard deviation, NaN where not used in the fit.
    log_likelihood : None for a quasi-likelihood.
    converged : whether the iterations met their criterion.
    messages : what a reader must know about this fit, in words.
    draws : (m, k) draws of the coefficients, where their uncertainty is not one normal or t distribution; intervals
        are then their quantiles. None for all others.
    untouched : (m, n) draws of what would have been observed without the interventions, continued from the
        pre-period alone; NaN before the first intervention. None where the model has no such forecast.
    sums : (s,) observed sums over the design's spans.
    mode : (n,) mean of every period with its latent noise, at the mode where a count model was linearised.
    bend : strength of a trend that may bend, in units of the slope a year, → its weight; empty where it may not.
    """

    design: Design
    values: Array
    coefficients: Array
    covariance: Array
    degrees_of_freedom: float | None
    likelihood: Likelihood
    errors: str
    noise: Mapping[str, float]
    mean: Array
    counterfactual_mean: Array
    residuals: Array
    log_likelihood: float | None
    converged: bool
    messages: tuple[str, ...] = ()
    draws: Array | None = field(default=None, repr=False)
    untouched: Array | None = field(default=None, repr=False)
    sums: Array = field(default_factory=lambda: np.zeros(0), repr=False)
    mode: Array | None = field(default=None, repr=False)
    bend: Mapping[float, float] = field(default_factory=dict)

    @property
    def scale(self) -> Scale:
        """The scale on which effects are told."""
        return scale_of_likelihood(self.likelihood)

    @property
    def link(self) -> Link:
        """``log`` for counts (exp of a coefficient is a ratio), ``identity`` for a gaussian outcome."""
        return self.scale.link

    @property
    def standard_errors(self) -> Array:
        """(k,) standard errors on the scale of the link."""
        return np.sqrt(np.diag(self.covariance))

    def quantile(self, confidence: float) -> float:
        """Two-sided quantile of the reference distribution."""
        tail = (1 + confidence) / 2
        df = self.degrees_of_freedom
        return float(stats.norm.ppf(tail) if df is None else stats.t.ppf(tail, df))

    def to_frame(self, confidence: float = 0.95) -> pd.DataFrame:
        """Give one row a term: estimate, se, low, high (scale of the link), df."""
        if self.draws is None:
            half = self.quantile(confidence) * self.standard_errors
            low, high = self.coefficients - half, self.coefficients + half
        else:
            low, high = equal_tailed(self.draws, confidence)
        columns = {"term": self.design.terms, "estimate": self.coefficients, "se": self.standard_errors}
        return pd.DataFrame({**columns, "low": low, "high": high, "df": self.degrees_of_freedom})


COUNTS = {"poisson": "Poisson", "quasi-poisson": "quasi-Poisson", "negative-binomial": "negative binomial"}


def method_of(fit: Fit) -> str:
    """Say in words how a fit's intervals were made.

    The quantile is named where intervals come from a normal or a t distribution, not where they come from draws. A
    pre-trend that may bend is named where the design holds its shapes, and so are sums that it leaves out.

    Examples: ``negative binomial, HAC lag 6, normal quantile``; ``Prais-Winsten, AR(1) errors, t quantile, 104 df``.
    """
    model = _model_of(fit.likelihood, error_model(fit.errors))
    if bends(fit.design):
        model = f"{model}, pre-trend that may bend"
    if fit.design.alone:
        model = f"{model}, single {frequency(fit.design.times).replace('index', 'period')}s only"
    if fit.draws is not None:
        return model
    df = fit.degrees_of_freedom
    return f"{model}, {'normal quantile' if df is None else f't quantile, {df:g} df'}"


def _model_of(likelihood: Likelihood, errors: ErrorModel) -> str:
    if likelihood != "gaussian":
        if errors.kind == "calibrated":
            return "log-linear count model with latent autocorrelation, calibrated"
        return f"{COUNTS[likelihood]}, {f'HAC lag {errors.lag}' if errors.kind == 'hac' else 'independent errors'}"
    if errors.kind == "arima":
        season = "({},{},{})[{}]".format(*errors.seasonal) if errors.seasonal[3] else ""
        return f"ARIMA{'({},{},{})'.format(*errors.order)}{season} with regressors"
    return {
        "independent": "ordinary least squares, independent errors",
        "hac": f"ordinary least squares, HAC lag {errors.lag} with small-sample factor n/(n − k)",
        "prais-winsten": "Prais-Winsten, AR(1) errors",
        "ar1-reml": "generalised least squares, AR(1) errors by restricted maximum likelihood (REML)",
        "ar1-ml": "generalised least squares, AR(1) errors by maximum likelihood (ML)",
        "structural": "structural time series with regressors",
        "calibrated": "gaussian model with autocorrelation, calibrated",
    }[errors.kind]


def wald(fit: Fit, estimate: float, gradient: Array, confidence: float) -> Array:
    """(3,) estimate, low, high of a function of the coefficients with this gradient (k,), by the delta method."""
    variance = float(gradient @ fit.covariance @ gradient)
    spread = np.abs(gradient) * fit.standard_errors
    if not np.isfinite(variance) or variance < -1e-9 * float(spread.sum()) ** 2:
        raise FitError(
            "an interval has no width: rounding swallows it, as where columns nearly depend on each other or a few "
            "values are far larger than all others. Check the series and covariates."
        )
    half = fit.quantile(confidence) * np.sqrt(max(variance, 0.0))
    return np.array([estimate, estimate - half, estimate + half])


def from_draws(estimate: float, draws: Array, confidence: float) -> Array:
    """(3,) estimate, and the equal-tailed quantiles of its draws (m,)."""
    return np.array([estimate, *equal_tailed(draws, confidence)])


def equal_tailed(draws: Array, confidence: float, axis: int = 0) -> Array:
    """Give the equal-tailed quantiles of draws along an axis: low and high, first."""
    tail = (1 - confidence) / 2
    return np.asarray(np.quantile(draws, [tail, 1 - tail], axis=axis))


def linear(fit: Fit, direction: Array, confidence: float) -> Array:
    """(3,) estimate, low, high of Σ direction · coefficients; exact for a linear model."""
    estimate = float(direction @ fit.coefficients)
    if fit.draws is None:
        return wald(fit, estimate, direction, confidence)
    return from_draws(estimate, fit.draws @ direction, confidence)


def fieller(fit: Fit, numerator: Array, denominator: Array, confidence: float) -> Array | None:
    """(3,) estimate, low, high of the ratio of two linear functions a'b and c'b of the coefficients b.

    The interval holds every θ with (a'b - θ c'b)² ≤ q² Var(a'b - θ c'b), q the quantile: exact for a linear model.
    None where the denominator is not above zero, or cannot be told from zero: the interval is then not bounded. Fieller
    (1954), doi:10.1111/j.2517-6161.1954.tb00159.x.
    """
    above, below = float(numerator @ fit.coefficients), float(denominator @ fit.coefficients)
    factor = fit.quantile(confidence) ** 2
    square = below**2 - factor * (denominator @ fit.covariance @ denominator)
    if below <= 0 or square <= 0:
        return None
    middle = (above * below - factor * (numerator @ fit.covariance @ denominator)) / square
    rest = (above**2 - factor * (numerator @ fit.covariance @ numerator)) / square
    # rounding alone can take the root of a perfect fit below zero
    half = np.sqrt(np.maximum(middle**2 - rest, 0.0))
    return np.array([above / below, middle - half, middle + half])
