"""What a fit leaves unexplained: dispersion, memory, curvature, single periods that carry the result."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.tsa.stattools import acf

from analysis.errors import DesignError
from analysis.its.design import require_full_rank
from analysis.its.glm import Fit, fit_glm
from analysis.its.specification import hac_lag
from analysis.timeline import labels

MOST_LAGS = 12


@dataclass(frozen=True, eq=False)
class Curvature:
    """Test of a bend in the pre-trend: a quadratic term in time, periods before the first intervention only.

    Attributes
    ----------
    estimate, se, z, p_value : of the quadratic term on the log scale; None where it is not estimable.
    points : periods used.
    unit : of the estimate.
    reason : why it is not estimable, else empty.
    """

    estimate: float | None
    se: float | None
    z: float | None
    p_value: float | None
    points: int
    unit: str
    reason: str = ""

    def straight(self, level: float = 0.05) -> bool | None:
        """Whether a straight pre-trend passes the test at this level; None where it could not be tested."""
        return None if self.p_value is None else self.p_value >= level

    def summary(self) -> str:
        """Say in one sentence what the test found."""
        if self.p_value is None or self.z is None:
            return f"Whether the course before was straight could not be tested: {self.reason}"
        found = f"z = {self.z:.1f}, {self.points} points"
        if self.straight():
            return f"A straight course before the intervention is not rejected ({found}); that does not prove it."
        return f"The course before the intervention was not straight ({found}): what is carried forward is in doubt."


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """Diagnostics of one fit.

    Attributes
    ----------
    dispersion : Pearson's statistic over its degrees of freedom: 1 where the likelihood's variance fits.
    autocorrelation : (L,) of the Pearson residuals at lags 1 to L, over calendar time.
    ljung_box, ljung_box_lags, ljung_box_p : portmanteau test of all of them, chi-squared with L degrees of freedom.
    curvature : test of the pre-trend's shape.
    """

    dispersion: float
    autocorrelation: NDArray[np.float64]
    ljung_box: float
    ljung_box_lags: int
    ljung_box_p: float
    curvature: Curvature

    def to_frame(self) -> pd.DataFrame:
        """Give one row a diagnostic."""
        rows = [
            ("Dispersion (Pearson)", self.dispersion, "1 where the assumed variance fits"),
            ("Residual autocorrelation, lag 1", float(self.autocorrelation[0]), "0 where months are independent"),
            (f"Ljung-Box, {self.ljung_box_lags} lags: p-value", self.ljung_box_p, "small where residuals have memory"),
            ("Curvature of the pre-trend: z", self.curvature.z, "beyond ±2 where the pre-trend bends"),
        ]
        return pd.DataFrame(rows, columns=["diagnostic", "value", "reading"])


def diagnose(fit: Fit) -> Diagnostics:
    """Compute the diagnostics of a fit that are cheap; ``influence`` refits and stands apart."""
    residuals = fit.pearson_residuals
    points = int(fit.design.used.sum())
    lags = min(MOST_LAGS, points // 4)
    correlation = acf(residuals, nlags=lags, missing="conservative", fft=False)[1:]
    # Ljung & Box (1978), doi:10.1093/biomet/65.2.297; with holes, points is the number of residuals there are
    statistic = float(points * (points + 2) * np.sum(correlation**2 / (points - np.arange(1, lags + 1))))
    return Diagnostics(
        dispersion=fit.dispersion,
        autocorrelation=correlation,
        ljung_box=statistic,
        ljung_box_lags=lags,
        ljung_box_p=float(stats.chi2.sf(statistic, lags)),
        curvature=curvature(fit),
    )


def curvature(fit: Fit) -> Curvature:
    """Test the straightness of the pre-trend by a quadratic term with a HAC covariance.

    The pre-period is fitted alone, with the fit's own seasonality, covariates and likelihood, plus time
    squared; z compares its coefficient with its standard error. The lag is the fit's own, or 6 where the fit
    takes its errors for independent.
    """
    lag = hac_lag(fit.errors) or 6
    before = fit.design.before()
    time = before.matrix[:, before.terms.index("trend")]
    bent = before.with_column("trend_squared", time**2)
    points, unit = int(bent.used.sum()), f"log units per {bent.time_unit} squared"
    try:
        require_full_rank(bent)
        alone = fit_glm(fit.values[: len(time)], bent, likelihood=fit.likelihood, errors=f"hac:{lag}")
    except DesignError as error:
        return Curvature(None, None, None, None, points, unit, str(error))
    if not alone.converged:
        return Curvature(None, None, None, None, points, unit, "the fit of the pre-period did not converge.")
    estimate, se = float(alone.coefficients[-1]), float(alone.standard_errors[-1])
    z = estimate / se
    return Curvature(estimate, se, z, float(2 * stats.norm.sf(abs(z))), points, unit)


def influence(fit: Fit, *, term: str | None = None, top: int = 5) -> pd.DataFrame:
    """Refit without each period in turn and list those that move a coefficient most.

    Parameters
    ----------
    fit : the fit.
    term : the coefficient; the first step by default.
    top : how many periods to list.

    Returns
    -------
    DataFrame
        ``period``, ``value``, ``fitted``, ``ratio`` (exp of the coefficient without the period), ``change``
        (that over the ratio with it, minus 1), the largest change first. Every refit is exact.
    """
    design = fit.design
    at = design.terms.index(term or design.intervention_terms[0])
    rows, names = [], labels(design.times)
    for position in map(int, np.flatnonzero(design.used)):
        without = fit_glm(fit.values, design.without_period(position), likelihood=fit.likelihood, errors="independent")
        ratio = np.exp(without.coefficients[at])
        rows.append((names[position], fit.values[position], fit.mean[position], ratio))
    frame = pd.DataFrame(rows, columns=["period", "value", "fitted", "ratio"])
    frame["change"] = frame["ratio"] / np.exp(fit.coefficients[at]) - 1
    return (
        frame.reindex(frame["change"].abs().sort_values(ascending=False, kind="stable").index)
        .head(top)
        .reset_index(drop=True)
    )
