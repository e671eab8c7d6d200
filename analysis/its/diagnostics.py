"""What a fit leaves unexplained: dispersion, memory, curvature, single periods that carry the result."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.errors import DesignError, FitError
from analysis.its.design import require_full_rank
from analysis.its.fit import Fit
from analysis.its.glm import fit_glm
from analysis.its.specification import hac_lag
from analysis.timeline import labels

MOST_LAGS = 12
CLEARLY_BENT = 4.0
"""From this |z| on the pre-trend is called bent; between 1.96 and it a bend is suggested."""


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

    @property
    def verdict(self) -> Literal["straight", "bend suggested", "bent", "not tested"]:
        """What the test says of a straight pre-trend.

        On short series with memory a test with a HAC covariance rejects straight courses too often: 15 to 40% of the
        time at a nominal 5% (simulated, 79 and 31 points). So only |z| of 4 and more is called bent.
        """
        if self.z is None:
            return "not tested"
        if abs(self.z) >= CLEARLY_BENT:
            return "bent"
        return "bend suggested" if abs(self.z) >= stats.norm.ppf(0.975) else "straight"

    def summary(self) -> str:
        """Say in one sentence what the test found."""
        if self.z is None:
            return f"Whether the course before was straight could not be tested: {self.reason}"
        found = f"z = {self.z + 0.0:.1f}, {self.points} points"
        return {
            "straight": f"A straight course before is not rejected ({found}); that does not prove it.",
            "bend suggested": f"A bend in the course before is suggested ({found}), which puts the line in doubt.",
            "bent": f"The course before was not straight ({found}), which puts the line in doubt.",
        }[self.verdict]


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
            ("Residual autocorrelation, lag 1", float(self.autocorrelation[0]), "0 where periods are independent"),
            (f"Ljung-Box, {self.ljung_box_lags} lags: p-value", self.ljung_box_p, "small where residuals have memory"),
            ("Curvature of the pre-trend: z", self.curvature.z, "beyond ±2 where the pre-trend bends"),
        ]
        return pd.DataFrame(rows, columns=["diagnostic", "value", "reading"])


def diagnose(fit: Fit) -> Diagnostics:
    """Compute the diagnostics of a fit that are cheap; ``influence`` refits and stands apart."""
    residuals = fit.residuals
    lags = min(MOST_LAGS, int(fit.design.used.sum()) // 4)
    correlation, statistic = _autocorrelation(residuals, lags)
    return Diagnostics(
        dispersion=fit.noise["dispersion"],
        autocorrelation=correlation,
        ljung_box=statistic,
        ljung_box_lags=lags,
        ljung_box_p=float(stats.chi2.sf(statistic, lags)),
        curvature=curvature(fit),
    )


def _autocorrelation(residuals: NDArray[np.float64], lags: int) -> tuple[NDArray[np.float64], float]:
    """Autocorrelation at lags 1 to L and Ljung and Box's statistic, over calendar time.

    Each lag rests on the pairs of periods that far apart of which both are observed; without holes both are the usual
    ones (Ljung & Box 1978, doi:10.1093/biomet/65.2.297). A lag without a pair is zero.
    """
    centred = np.nan_to_num(residuals - np.nanmean(residuals))
    seen = np.isfinite(residuals)
    points = int(seen.sum())
    pairs = np.array([int((seen[lag:] & seen[:-lag]).sum()) for lag in range(1, lags + 1)])
    products = np.array([centred[lag:] @ centred[:-lag] for lag in range(1, lags + 1)])
    by_pair = products / np.maximum(pairs, 1) / (centred @ centred / points)
    statistic = (1 + 2 / points) * float(np.sum(pairs * by_pair**2))
    return by_pair * (1 - np.arange(1, lags + 1) / len(residuals)), statistic


def curvature(fit: Fit) -> Curvature:
    """Test the straightness of the pre-trend by a quadratic term with a HAC covariance.

    The pre-period is fitted alone, with the fit's own seasonality, covariates and likelihood, plus time
    squared; z compares its coefficient with its standard error. The lag is the fit's own, or 6 where the fit
    takes its errors for independent.
    """
    own = hac_lag(fit.errors)
    lag = 6 if own is None else own
    before = fit.design.before()
    time = before.matrix[:, before.terms.index("trend")]
    bent = before.with_column("trend_squared", time**2)
    points, unit = int(bent.used.sum()), f"log units per {bent.time_unit} squared"
    try:
        require_full_rank(bent)
        alone = fit_glm(fit.values[: len(time)], bent, likelihood=fit.likelihood, errors=f"hac:{lag}")
    except (DesignError, FitError) as error:
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
        (that over the ratio with it, minus 1), ``problem``. Periods without which there is no fit come first: ratio
        and change are NaN and the problem says why. Then the largest change. Every refit is exact.
    """
    at = fit.design.terms.index(term or fit.design.intervention_terms[0])
    names = labels(fit.design.times)
    rows = []
    for position in map(int, np.flatnonzero(fit.design.used)):
        ratio, problem = _without_period(fit, position, at)
        rows.append((names[position], fit.values[position], fit.mean[position], ratio, problem))
    frame = pd.DataFrame(rows, columns=["period", "value", "fitted", "ratio", "problem"])
    frame.insert(4, "change", frame["ratio"] / np.exp(fit.coefficients[at]) - 1)
    order = frame["change"].abs().fillna(np.inf).sort_values(ascending=False, kind="stable").index
    return frame.reindex(order).head(top).reset_index(drop=True)


def _without_period(fit: Fit, position: int, at: int) -> tuple[float, str]:
    """Exponential of one coefficient in the fit without a period, or NaN and why there is none."""
    design = fit.design.without_period(position)
    try:
        require_full_rank(design)
        without = fit_glm(fit.values, design, likelihood=fit.likelihood, errors="independent")
    except (DesignError, FitError) as error:
        return np.nan, str(error)
    return float(np.exp(without.coefficients[at])), "" if without.converged else "the refit did not converge"
