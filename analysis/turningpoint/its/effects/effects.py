"""What an intervention did: ratios or changes and excess, from a fit, with intervals."""

import math
from collections.abc import Sequence

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.effects.effect import Effect
from turningpoint.its.effects.excess import Sums, expected_excess, observed_excess, relative_excess, sum_means
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit, linear, method_of
from turningpoint.its.model.scale import RATIOS
from turningpoint.its.model.season import periods_of_year
from turningpoint.timeline import frequency


@np.errstate(over="ignore")  # an end beyond all numbers is open
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
    excess Σy - ΣY(0) over the observed periods, with a prediction interval; sums over several periods count where they
    lie in that range as a whole.

    Intervals are the equal-tailed quantiles of the draws where the fit has draws. Otherwise they are Wald's: for
    counts on the log scale for ratios and for relative excess, and by the delta method on the natural scale for
    expected excess; for a gaussian outcome exact for all that is linear, and Fieller's for relative excess.

    Parameters
    ----------
    horizons : numbers of periods from the first intervention on; the end of the series is always added.
    unit, unit_of_value : of a sum of values, and of one value; changes of a gaussian outcome have the latter.

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
    design, scale, per = fit.design, fit.scale, fit.design.time_unit
    kind, _, when = term.partition("@")
    when = when or design.interventions[0]
    left_out = design.transition[design.positions[design.interventions.index(when)]]
    against = "number over" if scale is RATIOS else "value minus"
    if kind == "after" or design.pulses:
        many = len(design.pulses)
        moment = "after the event" if kind == "after" else "during the event" if many == 1 else f"during {many} events"
        name, of = (f"after_{scale.contrast}", unit) if kind == "after" else (scale.level, unit)
        estimand = f"expected {against} what the course otherwise implied, {moment}"
    elif kind == "step":
        name, of = scale.level, unit
        estimand = f"jump in {when} itself: expected {against} what the earlier course implied"
    else:
        name, of = f"{scale.slope}_per_{per}", f"{unit} per {per}"
        growth, against = ("growth factor", "over the growth factor") if scale is RATIOS else ("growth", "")
        estimand = f"{growth} per {per} from {when} on {against or f'minus the growth per {per}'} before"
    found = scale.inverse(linear(fit, (np.array(design.terms) == term).astype(float), confidence))
    note = f"{when} is left out of the fit: the jump is extrapolated to it." if left_out else ""
    if kind == "ramp":
        note = f"{EXTRAPOLATED}{_no_headline(design.positions[0])}"
    of = "ratio" if scale is RATIOS else of
    return Effect(name, estimand, *_ends(found), confidence, of, method_of(fit), when, None, note)


def _at_horizon(fit: Fit, horizon: int, sums: Sums, confidence: float, unit: str, unit_of_value: str) -> list[Effect]:
    """Expected, relative and observed excess up to a horizon, and the contrast of the means in its last period."""
    design, when = fit.design, fit.design.interventions[0]
    last = design.positions[0] + horizon - 1
    period = frequency(design.times).replace("index", "period")
    span = f"over {horizon} {period}s from {when} on"
    left_out = int(design.transition[design.positions[0] : last + 1].sum())
    note = f"The fit leaves out {left_out} {period}s of transition; they are extrapolated here. " if left_out else ""
    note = (note + _reach(design, horizon, period)).strip()
    moment = linear(fit, design.matrix[last] - design.counterfactual[last], confidence)
    relative, reason = relative_excess(fit, sums, confidence)
    observed = observed_excess(fit, horizon, confidence)

    def effect(name: str, estimand: str, found: Array, unit: str, note: str, how: str = "") -> Effect:
        return Effect(name, estimand, *_ends(found), confidence, unit, f"{method_of(fit)}{how}", when, horizon, note)

    words = f"fitted minus counterfactual mean, summed {span}"
    excess, far = _worth_telling(fit, horizon, expected_excess(fit, sums, confidence))
    found = [effect("expected_excess", words, excess, unit, " ".join(filter(None, [note, reason, far])))]
    if relative is not None:
        words = f"that excess as a share of the counterfactual total {span}"
        found.append(effect("relative_excess", words, relative, "share", note))
    contrast, of = ("over", "ratio") if fit.scale is RATIOS else ("minus", unit_of_value)
    words = f"fitted {contrast} counterfactual mean in {period} {horizon} from {when} on"
    found.append(effect(f"{fit.scale.contrast}_at_horizon", words, fit.scale.inverse(moment), of, note))
    if observed is not None:
        interval, missing = observed
        words = f"observed minus what would have been observed, continued from the pre-period alone, summed {span}"
        alone = ", or only in a sum that reaches beyond them," if design.spans else ""
        gaps = f"{missing} of the {horizon} {period}s were not observed{alone} and are left out of both sums."
        interval, far = _worth_telling(fit, horizon, interval)
        note = " ".join(filter(None, [gaps if missing else "", far]))
        found.append(effect("observed_excess", words, interval, unit, note, "; prediction interval"))
    return found


EXTRAPOLATED = "Slope, and excess beyond the first year, rest on carrying the course before on."
"""What a reader must know of a slope, and of an excess beyond the first year."""
FEW_BEFORE = 24
"""Periods before, below which slope and excess are no headlines."""
BEYOND = "The excess is beyond any number worth telling"
"""What the note of an excess says whose very estimate is further off than `FAR_OFF`."""
FAR_OFF = 20.0
"""An end of an excess beyond so many times what was observed is no number worth telling."""


def _no_headline(before: int) -> str:
    """Say that a series with few periods before bears no headline of its slope or excess."""
    few = f" With {before} periods before, fewer than {FEW_BEFORE}, slope and excess are no headlines."
    return few if before < FEW_BEFORE else ""


def _reach(design: Design, horizon: int, period: str) -> str:
    """Say how far an excess leans on the course before."""
    before = design.positions[0]
    words = EXTRAPOLATED if horizon > periods_of_year(design.times) else ""
    if 3 * horizon > before:
        third = f"more than a third of the {before} before, from which the course is carried on."
        words += f" Warning: {horizon} {period}s are {third}"
    return (words + _no_headline(before)).strip()


def _worth_telling(fit: Fit, horizon: int, found: Array) -> tuple[Array, str]:
    """Open the ends of an excess of counts, of draws, past `FAR_OFF` times what was observed up to the horizon."""
    first = fit.design.positions[0]
    total = np.nansum(fit.values[first : first + horizon])
    inside = [first <= min(periods) and max(periods) < first + horizon for periods in fit.design.spans]
    limit = FAR_OFF * (total + fit.sums[inside].sum())
    if fit.draws is None or fit.scale is not RATIOS or limit <= 0:
        return found, ""
    low, high = found[1] < -limit, found[2] > limit
    side = "bound" if low and high else "lower bound" if low else "upper bound"
    ends = np.array([found[0], -np.inf if low else found[1], np.inf if high else found[2]])
    if abs(found[0]) > limit:
        return ends, f"{BEYOND} over {horizon} periods."
    return ends, f"Over {horizon} periods the excess has no {side} worth a number." if low or high else ""


def _ends(found: Array) -> tuple[float, float | None, float | None]:
    """Estimate, low and high; an end that is too far off for a number is open."""
    low, high = (None if math.isinf(end) else float(end) for end in found[1:])
    return float(found[0]), low, high
