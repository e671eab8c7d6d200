"""The contract of every estimator: a design and an outcome in, this out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.its.design import Design
from analysis.its.specification import Likelihood

Link = Literal["log", "identity"]


@dataclass(frozen=True, eq=False)
class Fit:
    """One model fitted to one design.

    Attributes
    ----------
    design : the design, k terms and n periods. Terms that the model cannot hold (what differencing takes away) are
        left out of it and named in ``messages``.
    values : (n,) outcome, NaN where not observed.
    coefficients, covariance : (k,) and (k, k), on the scale of the link.
    degrees_of_freedom : of the reference distribution; None means the normal one.
    likelihood, errors : the choices behind the fit.
    link : ``log`` for counts (exp of a coefficient is a ratio), ``identity`` for a gaussian outcome.
    noise : the noise model's parameters by name, e.g. ``alpha``, ``dispersion``, ``rho``, ``sigma``.
    mean, counterfactual_mean : (n,) fitted mean, and the same with the intervention columns at zero, in units of
        the outcome.
    residuals : (n,) residuals over the model's standard deviation, NaN where not used in the fit.
    log_likelihood : None for a quasi-likelihood.
    converged : whether the iterations met their criterion.
    messages : what a reader must know about this fit, in words.
    draws : (m, k) draws of the coefficients, where their uncertainty is not one normal or t distribution; intervals
        are then their quantiles. None for all others.
    untouched : (m, n) draws of what would have been observed without the interventions, continued from the
        pre-period alone; NaN before the first intervention. None where the model has no such forecast.
    """

    design: Design
    values: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    degrees_of_freedom: float | None
    likelihood: Likelihood
    errors: str
    link: Link
    noise: Mapping[str, float]
    mean: NDArray[np.float64]
    counterfactual_mean: NDArray[np.float64]
    residuals: NDArray[np.float64]
    log_likelihood: float | None
    converged: bool
    messages: tuple[str, ...] = ()
    draws: NDArray[np.float64] | None = field(default=None, repr=False)
    untouched: NDArray[np.float64] | None = field(default=None, repr=False)

    @property
    def standard_errors(self) -> NDArray[np.float64]:
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
            tail = (1 - confidence) / 2
            low, high = np.quantile(self.draws, [tail, 1 - tail], axis=0)
        return pd.DataFrame(
            {
                "term": self.design.terms,
                "estimate": self.coefficients,
                "se": self.standard_errors,
                "low": low,
                "high": high,
                "df": self.degrees_of_freedom,
            }
        )
