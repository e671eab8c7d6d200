"""What a fit leaves unexplained: dispersion, memory, the shape of the pre-trend."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.its.diagnostics.pre_trend import Curvature, curvature
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.specification import error_model
from turningpoint.number_format import agreeing

MOST_LAGS = 12
FEWEST_SINGLE = 12
"""Single periods that autocorrelations need beside sums over several."""


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """Diagnostics of one fit.

    Attributes
    ----------
    dispersion : Pearson's statistic over its degrees of freedom: 1 where the likelihood's variance fits; None where the
        noise model has none.
    autocorrelation : (L,) of the residuals at lags 1 to L, over calendar time. They are of single periods alone: a sum
        over several periods has no lag. Empty, L zero, where too few single periods are left beside sums.
    ljung_box, ljung_box_lags, ljung_box_df, ljung_box_p : portmanteau test of all L of them, chi-squared; its degrees
        of freedom are L less the autocorrelation parameters that were estimated. None where L is zero.
    curvature : test of the pre-trend's shape.
    note : what the autocorrelations leave out, or why there are none; empty without sums.
    """

    dispersion: float | None
    autocorrelation: Array
    ljung_box: float | None
    ljung_box_lags: int
    ljung_box_df: int
    ljung_box_p: float | None
    curvature: Curvature
    note: str = ""

    @property
    def first_autocorrelation(self) -> float | None:
        """Autocorrelation of the residuals at lag 1."""
        return float(self.autocorrelation[0]) if len(self.autocorrelation) else None

    def to_frame(self) -> pd.DataFrame:
        """Give one row a diagnostic; what the model does not have is left out."""
        alone, lags = "; single periods alone" if self.note else "", f"Ljung-Box, {self.ljung_box_lags} lags: p-value"
        rows = [
            ("Dispersion (Pearson)", self.dispersion, "1 where the assumed variance fits"),
            ("Residual autocorrelation, lag 1", self.first_autocorrelation, f"0 where periods are independent{alone}"),
            (lags, self.ljung_box_p, f"small where residuals have memory{alone}"),
        ]
        bend = ("Curvature of the pre-trend: z", self.curvature.z, "beyond ±2 where the pre-trend bends")
        known = [row for row in rows if row[1] is not None]
        return pd.DataFrame([*known, bend], columns=["diagnostic", "value", "reading"])


def diagnose(fit: Fit, design: Design | None = None) -> Diagnostics:
    """Compute the diagnostics of a fit that are cheap; ``influence`` refits and stands apart.

    Residuals of a model with autocorrelation are its innovations, which have no memory where it holds. ``design`` :
    that was asked for, where the fit could not hold all its terms.
    """
    estimated, single = _memory_parameters(fit.errors), int(fit.design.used.sum())
    lags, note = max(min(MOST_LAGS, single // 4), estimated + 1), ""
    if sums := int(fit.design.spans_used.sum()):
        enough = single >= FEWEST_SINGLE and bool((fit.design.used[1:] & fit.design.used[:-1]).any())
        lags, note = (lags, _of_single_periods(single, sums)) if enough else (0, _not_applied(single))
    correlation, statistic = _autocorrelation(fit.residuals, lags) if lags else (np.zeros(0), None)
    df = lags - estimated if lags else 0
    p = None if statistic is None else float(stats.chi2.sf(statistic, df))
    bend = curvature(fit, design)
    return Diagnostics(fit.noise.get("dispersion"), correlation, statistic, lags, df, p, bend, note)


def _of_single_periods(single: int, sums: int) -> str:
    left_out = agreeing(sums, "a sum over several is", f"{sums} sums over several are")
    return f"Autocorrelations are those of {single} single periods; {left_out} left out."


def _not_applied(single: int) -> str:
    return (
        "The residuals' autocorrelation and Ljung and Box's test do not apply: they need neighbouring single periods, "
        f"{FEWEST_SINGLE} or more in all, and beside the sums over several there {agreeing(single, 'is', 'are')} "
        f"{single}."
    )


def _memory_parameters(errors: str) -> int:
    """Autocorrelation parameters that the residuals were freed of (Box & Pierce 1970, doi:10.2307/2284333)."""
    model = error_model(errors)
    if model.kind == "arima":
        (p, _, q), (seasonal_p, _, seasonal_q, _) = model.order, model.seasonal
        return p + q + seasonal_p + seasonal_q
    return int(model.kind in ("prais-winsten", "ar1-reml", "ar1-ml", "calibrated"))


def _autocorrelation(residuals: Array, lags: int) -> tuple[Array, float]:
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
