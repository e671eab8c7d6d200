"""What an intervention did: ratios and excess, from a fit, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import ParameterError
from analysis.its.fit import Fit
from analysis.timeline import frequency


@dataclass(frozen=True)
class Effect:
    """One estimand with its interval.

    Attributes
    ----------
    name : ``level_ratio``, ``slope_ratio_per_year`` (or ``_per_period``), ``ratio_at_horizon``,
        ``expected_excess``, ``relative_excess``.
    estimand : the same in words.
    estimate, low, high : None is an open end.
    confidence : level of the interval.
    unit : of the estimate; ratios and relative excess have unit ``ratio`` and ``share``.
    method : how estimate and interval were made.
    when : the intervention it belongs to; for several at once the first.
    horizon : periods from the intervention on that it speaks of; None where it speaks of one moment.
    note : what a reader must know about it.
    """

    name: str
    estimand: str
    estimate: float
    low: float | None
    high: float | None
    confidence: float
    unit: str
    method: str
    when: str
    horizon: int | None = None
    note: str = ""

    def interval(self, digits: int = 1, *, plus: float = 0.0) -> str:
        """Word the interval, e.g. ``1.2 to 3.0``; ``plus`` is added to both ends (1 turns a share into a ratio)."""
        low, high = (None if end is None else f"{end + plus:,.{digits}f}" for end in (self.low, self.high))
        if low is None or high is None:
            return f"{low or 'no lower limit'} to {high or 'no upper limit'}"
        return f"{low} to {high}"


def effects(fit: Fit, *, confidence: float = 0.95, horizons: Sequence[int] = (), unit: str = "events") -> list[Effect]:
    """Compute every effect of a fit: level and slope ratio of each intervention, excess at each horizon.

    The level ratio is exp(step), the jump in the intervention's own period. The slope ratio is exp(ramp). With μ₁
    the fitted mean and μ₀ the counterfactual mean (all interventions at zero), summed over the periods from the
    first intervention on up to the horizon: expected excess Σμ₁ - Σμ₀ and relative excess Σμ₁/Σμ₀ - 1. Intervals are
    Wald's: on the log scale for ratios and for relative excess, on the natural scale for the expected excess, whose
    variance comes from the delta method.

    Parameters
    ----------
    fit : a fit on the log scale.
    confidence : level of the intervals.
    horizons : numbers of periods from the first intervention on; the end of the series is always added.
    unit : unit of the expected excess.

    Raises
    ------
    ParameterError
        A horizon that is not positive or reaches beyond the series.
    """
    design = fit.design
    last = len(design.times) - design.positions[0]
    for horizon in horizons:
        if not 1 <= horizon <= last:
            raise ParameterError(
                f"horizon {horizon} is outside the series: it has {last} periods after the intervention."
            )
    found = [_coefficient(fit, term, confidence) for term in design.intervention_terms]
    for horizon in sorted({*horizons, last}):
        found += _at_horizon(fit, horizon, confidence, unit)
    return found


def method_of(fit: Fit) -> str:
    """Say in words how a fit's intervals were made.

    Examples: ``negative binomial, HAC lag 6, normal quantile``.
    """
    errors = "independent errors" if fit.errors == "independent" else f"HAC lag {fit.errors.removeprefix('hac:')}"
    quantile = "normal quantile" if fit.degrees_of_freedom is None else f"t quantile, {fit.degrees_of_freedom:g} df"
    likelihood = {"poisson": "Poisson", "quasi-poisson": "quasi-Poisson", "negative-binomial": "negative binomial"}
    return f"{likelihood[fit.likelihood]}, {errors}, {quantile}"


def _coefficient(fit: Fit, term: str, confidence: float) -> Effect:
    """Level ratio of a step, slope ratio of a ramp."""
    design = fit.design
    kind, _, when = term.partition("@")
    when = when or design.interventions[0]
    left_out = design.transition[design.positions[design.interventions.index(when)]]
    name, estimand = {
        "step": ("level_ratio", f"jump in {when} itself: expected number over what the earlier course implied"),
        "ramp": (
            f"slope_ratio_per_{design.time_unit}",
            f"growth factor per {design.time_unit} from {when} on over the growth factor before",
        ),
    }[kind]
    direction = (np.array(design.terms) == term).astype(float)
    estimate, low, high = np.exp(_wald(direction @ fit.coefficients, direction, fit, confidence))
    return Effect(
        name=name,
        estimand=estimand,
        estimate=float(estimate),
        low=float(low),
        high=float(high),
        confidence=confidence,
        unit="ratio",
        method=method_of(fit),
        when=when,
        note=f"{when} is left out of the fit: the jump is extrapolated to it." if kind == "step" and left_out else "",
    )


def _at_horizon(fit: Fit, horizon: int, confidence: float, unit: str) -> list[Effect]:
    """Expected and relative excess up to a horizon, and the ratio of the means in its last period."""
    design, when = fit.design, fit.design.interventions[0]
    rows = slice(design.positions[0], design.positions[0] + horizon)
    with_, without = fit.mean[rows], fit.counterfactual_mean[rows]
    gradient, gradient_without = with_ @ design.matrix[rows], without @ design.counterfactual[rows]
    total, expected = with_.sum(), without.sum()
    direction = gradient / total - gradient_without / expected
    moment = design.matrix[rows][-1] - design.counterfactual[rows][-1]
    name_of_period = frequency(design.times).replace("index", "period")
    span = f"over {horizon} {name_of_period}s from {when} on"
    left_out = int(design.transition[rows].sum())
    parts = {
        "expected_excess": (
            f"fitted minus counterfactual mean, summed {span}",
            unit,
            _wald(total - expected, gradient - gradient_without, fit, confidence),
        ),
        "relative_excess": (
            f"that excess as a share of the counterfactual total {span}",
            "share",
            np.expm1(_wald(np.log(total / expected), direction, fit, confidence)),
        ),
        "ratio_at_horizon": (
            f"fitted over counterfactual mean in {name_of_period} {horizon} from {when} on",
            "ratio",
            np.exp(_wald(moment @ fit.coefficients, moment, fit, confidence)),
        ),
    }
    return [
        Effect(
            name=name,
            estimand=estimand,
            estimate=float(estimate),
            low=float(low),
            high=float(high),
            confidence=confidence,
            unit=of,
            method=method_of(fit),
            when=when,
            horizon=horizon,
            note=f"The fit leaves out {left_out} {name_of_period}s of transition; they are extrapolated here."
            if left_out
            else "",
        )
        for name, (estimand, of, (estimate, low, high)) in parts.items()
    ]


def _wald(estimate: float, gradient: NDArray[np.float64], fit: Fit, confidence: float) -> NDArray[np.float64]:
    """(3,) estimate, low, high of a function of the coefficients with this gradient."""
    half = fit.quantile(confidence) * np.sqrt(gradient @ fit.covariance @ gradient)
    return np.array([estimate, estimate - half, estimate + half])


def effects_frame(found: Sequence[Effect]) -> pd.DataFrame:
    """Give one row an effect, unrounded."""
    return pd.DataFrame([vars(effect) for effect in found])
