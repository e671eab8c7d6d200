"""What an intervention did: ratios or changes and excess, from a fit, with intervals."""

import math
from collections.abc import Sequence

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.effects.effect import Effect
from turningpoint.its.effects.excess import Sums, expected_excess, observed_excess, relative_excess, sum_means
from turningpoint.its.model.fit import Fit, linear, method_of
from turningpoint.timeline import frequency


def effects(
    fit: Fit,
    *,
    confidence: float = 0.95,
    horizons: Sequence[int] = (),
    unit: str = "events",
    unit_of_value: str = "events",
) -> list[Effect]:
    """Compute every effect of a fit: level and slope of each intervention, excess at each horizon.

    The level is the step, the jump in the intervention's own period, and the slope is the ramp: for counts exp of
    them, two ratios; for a gaussian outcome changes in its unit. With μ₁ the fitted mean and μ₀ the counterfactual
    mean (all interventions at zero), summed over the periods from the first intervention on up to the horizon:
    expected excess Σμ₁ - Σμ₀ and relative excess Σμ₁/Σμ₀ - 1, left out for a gaussian outcome where Σμ₀ cannot be told
    from zero. Where the model forecasts what would have been observed, Y(0), from the pre-period alone: observed
    excess Σy - ΣY(0) over the observed periods, with a prediction interval.

    Intervals are the equal-tailed quantiles of the draws where the fit has draws. Otherwise they are Wald's: for
    counts on the log scale for ratios and for relative excess, and by the delta method on the natural scale for
    expected excess; for a gaussian outcome exact for all that is linear, and Fieller's for relative excess.

    Parameters
    ----------
    fit : any fit.
    confidence : level of the intervals.
    horizons : numbers of periods from the first intervention on; the end of the series is always added.
    unit : unit of a sum of values.
    unit_of_value : unit of one value; changes of a gaussian outcome have it.

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
    found = [_coefficient(fit, term, confidence, unit_of_value) for term in design.intervention_terms]
    for horizon, sums in sum_means(fit, sorted({*horizons, last})).items():
        found += _at_horizon(fit, horizon, sums, confidence, unit, unit_of_value)
    return found


def _coefficient(fit: Fit, term: str, confidence: float, unit: str) -> Effect:
    """Level of a step, slope of a ramp."""
    design = fit.design
    kind, _, when = term.partition("@")
    when = when or design.interventions[0]
    left_out = design.transition[design.positions[design.interventions.index(when)]]
    per = design.time_unit
    ratio, change = {
        "step": (
            ("level_ratio", f"jump in {when} itself: expected number over what the earlier course implied", "ratio"),
            ("level_change", f"jump in {when} itself: expected value minus what the earlier course implied", unit),
        ),
        "ramp": (
            (
                f"slope_ratio_per_{per}",
                f"growth factor per {per} from {when} on over the growth factor before",
                "ratio",
            ),
            (
                f"slope_change_per_{per}",
                f"growth per {per} from {when} on minus the growth per {per} before",
                f"{unit} per {per}",
            ),
        ),
    }[kind]
    name, estimand, of = ratio if fit.link == "log" else change
    direction = (np.array(design.terms) == term).astype(float)
    return _effect(
        fit,
        name,
        estimand,
        _from_link(fit, linear(fit, direction, confidence)),
        confidence,
        unit=of,
        when=when,
        note=f"{when} is left out of the fit: the jump is extrapolated to it." if kind == "step" and left_out else "",
    )


def _at_horizon(fit: Fit, horizon: int, sums: Sums, confidence: float, unit: str, unit_of_value: str) -> list[Effect]:
    """Expected, relative and observed excess up to a horizon, and the contrast of the means in its last period."""
    design, when = fit.design, fit.design.interventions[0]
    last = design.positions[0] + horizon - 1
    period = frequency(design.times).replace("index", "period")
    span = f"over {horizon} {period}s from {when} on"
    left_out = int(design.transition[design.positions[0] : last + 1].sum())
    note = f"The fit leaves out {left_out} {period}s of transition; they are extrapolated here." if left_out else ""
    moment = linear(fit, design.matrix[last] - design.counterfactual[last], confidence)
    relative, reason = relative_excess(fit, sums, confidence)
    observed = observed_excess(fit, horizon, confidence)

    def effect(name: str, estimand: str, found: Array, of: str, words: str, method: str = "") -> Effect:
        return _effect(
            fit, name, estimand, found, confidence, unit=of, when=when, horizon=horizon, note=words, method=method
        )

    found = [
        effect(
            "expected_excess",
            f"fitted minus counterfactual mean, summed {span}",
            expected_excess(fit, sums, confidence),
            unit,
            f"{note} {reason}".strip(),
        )
    ]
    if relative is not None:
        words = f"that excess as a share of the counterfactual total {span}"
        found.append(effect("relative_excess", words, relative, "share", note))
    contrast, name, of = (
        ("over", "ratio_at_horizon", "ratio") if fit.link == "log" else ("minus", "change_at_horizon", unit_of_value)
    )
    words = f"fitted {contrast} counterfactual mean in {period} {horizon} from {when} on"
    found.append(effect(name, words, _from_link(fit, moment), of, note))
    if observed is not None:
        interval, missing = observed
        words = f"observed minus what would have been observed, continued from the pre-period alone, summed {span}"
        gaps = f"{missing} of the {horizon} {period}s were not observed and are left out of both sums."
        method = f"{method_of(fit)}; prediction interval"
        found.append(effect("observed_excess", words, interval, unit, gaps if missing else "", method))
    return found


def _from_link(fit: Fit, found: Array) -> Array:
    """Turn differences on the scale of the link into ratios, or leave them."""
    return np.exp(found) if fit.link == "log" else found


def _effect(
    fit: Fit,
    name: str,
    estimand: str,
    found: Array,
    confidence: float,
    *,
    unit: str,
    when: str,
    note: str,
    horizon: int | None = None,
    method: str = "",
) -> Effect:
    estimate = float(found[0])
    low, high = (None if math.isinf(end) else float(end) for end in found[1:])  # too far off for a number is open
    return Effect(name, estimand, estimate, low, high, confidence, unit, method or method_of(fit), when, horizon, note)
