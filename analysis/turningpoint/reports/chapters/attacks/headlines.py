"""The sentences that answer the question: results in, plain English out.

Every rule of wording stands here, where it is tested. An effect is never worded without the verdict on the pre-trend
and the range over window starts, and what is inconclusive is never worded as "no change".
"""

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its import Analysis
from turningpoint.its.answers.equivalence import in_a_line
from turningpoint.its.effects.effect import Effect
from turningpoint.its.window_agreement import clear, total_of
from turningpoint.number_format import confidence_label, decimals_for, fixed, percent, sentence_case, with_interval
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words, position

NOT_NONE = "which is not the same as no change"


FIRST = ("before_after.months_12", "before_after.periods_12", "growth_since", "low_point")
"""The answers that stand first, those that there are."""


def around(outcome: Outcome, when: str) -> tuple[Array, Array]:
    """Values before and from the intervention on: as many periods as both sides hold, at most twelve on each."""
    at = position(outcome.times, when)
    span = min(12, at, len(outcome.values) - at)
    return outcome.values[at - span : at], outcome.values[at : at + span]


def before_and_after(outcome: Outcome, when: str) -> str:
    """Compare the same number of periods before and from the intervention on, without any model.

    Says so where a period in them was not observed. Measured values are compared by their means.
    """
    before, after = around(outcome, when)
    span, period = len(before), f"{outcome.period}s"
    unit = outcome.unit.partition(" per ")[0]
    if np.isnan(before).all() or np.isnan(after).all():
        return f"Nothing was observed in the {span} {period} on one side of {in_words(when)}: no plain count is given."
    if np.isnan([*before, *after]).any() or not outcome.adds_up:
        seen = np.isfinite(before).sum(), np.isfinite(after).sum()
        means = [fixed(float(np.nanmean(side)), 1) for side in (before, after)]
        return (
            f"{'Counted' if outcome.adds_up else 'Measured'}, without any model: a mean of {means[0]} {unit} in the "
            f"{seen[0]} {period} observed among the {span} before {in_words(when)}, {means[1]} in the {seen[1]} "
            f"observed among the {span} from it on."
        )
    change = percent(after.sum() / before.sum() - 1, signed=True) if before.sum() else "from none"
    return (
        f"Counted, without any model: {fixed(before.sum(), 0)} {unit} in the {span} {period} before {in_words(when)}, "
        f"{fixed(after.sum(), 0)} in the {span} {period} from it on ({change})."
    )


def in_answers(analysis: Analysis) -> str:
    """Answer in two or three sentences what people ask first: whether it rose, how fast since, and when it was lowest.

    Empty where a fit has no such answers.
    """
    first = next((one for one in analysis.answers if one.name in FIRST), None)
    rest = [one.summary() for one in analysis.answers if one.name in FIRST and one is not first]
    return "" if first is None else " ".join([f"**{first.summary().rstrip('.')}.**", *rest])


def as_good_as_none(analysis: Analysis) -> str:
    """Say which answers are no more than a change as good as none; nothing unless a region of equivalence."""
    asked = analysis.specification
    return in_a_line(analysis.answers, asked.region, plain=True) if asked.equivalence else ""


def level(analysis: Analysis, windows: pd.DataFrame, *, without_india: Analysis | None = None) -> str:
    """Give the level ratio or change with everything that must stand beside it."""
    effect = analysis.level
    found = f"{told(effect)} the number" if effect.unit == "ratio" else f"a change of {told(effect)} from the value"
    other = f"Without India's exchanges it is {told(without_india.level)}." if without_india is not None else ""
    sentence = (
        f"In {in_words(effect.when)} itself the model finds {found} that the course before implied, "
        f"{_leaning(analysis)}{over_windows(windows, effect.name)}."
    )
    return " ".join(filter(None, [sentence, other, _conclusion(windows, effect)]))


def with_line(other: Analysis, *, horizon: int = 0) -> str:
    """Give the answer of a model in which the course before is a straight line."""
    total = total_of(other, horizon or None)
    stated = any(clear(pd.DataFrame(), effect, sign).own for effect in (other.level, total) for sign in (1, -1))
    verdict = "" if stated else f" Both are inconclusive, {NOT_NONE}."
    return (
        f"**Where the course from {in_words(other.outcome.labels[0])} on is carried forward as a straight line**, the "
        f"jump is {told(other.level)}. {_excess(other, horizon)}.{verdict}"
    )


def continued(analysis: Analysis, *, horizon: int = 0) -> str:
    """Compare what was observed with what the course before alone leads to, or say why there is no such forecast."""
    fit, first = analysis.fit, analysis.design.positions[0]
    if fit.untouched is None:
        return "What would have been observed is not forecast by this model, or not from this pre-period alone."
    span = horizon or len(fit.values) - first
    rows = slice(first, first + span)
    seen = np.isfinite(fit.values[rows])
    if not seen.any():
        return f"Nothing was observed in the {span} {analysis.outcome.period}s from the intervention on."
    effect = analysis.effect("observed_excess", horizon=span)
    observed, drawn = fit.values[rows][seen].sum(), fit.untouched[:, rows][:, seen].sum(axis=1)
    tail = (1 - effect.confidence) / 2
    low, middle, high = np.quantile(drawn, [tail, 0.5, 1 - tail])
    places = decimals_for(middle, low, high)
    verdict = f"what was observed is within what the course before leads to: inconclusive, {NOT_NONE}"
    if not low <= observed <= high:
        more = "more" if observed > high else "less"
        verdict = f"{more} was observed than the course before leads to, by {told(effect)}"
    share = (drawn < observed).mean()
    below = "More than 99%" if share > 0.99 else "Less than 1%" if share < 0.01 else percent(float(share))
    return (
        f"In the {int(seen.sum())} {analysis.outcome.period}s observed from {in_words(effect.when)} on, "
        f"{fixed(observed, places)} {effect.unit} were observed. The course before alone leads to anything between "
        f"{fixed(low, places)} and {fixed(high, places)} with {100 * effect.confidence:.10g}% probability. {below} of "
        f"its continuations stay below the number observed, so {verdict}."
    )


def _excess(analysis: Analysis, horizon: int) -> str:
    """Word the expected excess over a line, and the relative one where there is one, without a full stop."""
    total = analysis.effect("expected_excess", horizon=horizon or None)
    places = decimals_for(total.estimate, total.low, total.high)
    way = "below" if total.estimate < 0 else "above"
    relative = [e for e in analysis.effects if e.name == "relative_excess" and e.horizon == total.horizon]
    share = [f": {with_interval(e.estimate, e.low, e.high, confidence=e.confidence, unit=e.unit)}" for e in relative]
    return (
        f"Summed over the {total.horizon} {analysis.outcome.period}s, the fit lies "
        f"{fixed(abs(total.estimate), places)} {total.unit} {way} a straight continuation "
        f"({confidence_label(total.confidence)} {_signed_ends(total, places)}){''.join(share)}"
    )


def _signed_ends(total: Effect, places: int) -> str:
    """Word an interval around zero by its sides: ``974 below to 3,414 above``, ``932 to 1,373 above``."""
    if total.low is None or total.high is None:
        return total.interval(places)
    low, high = (fixed(abs(end), places) for end in (total.low, total.high))
    if total.low < 0 < total.high:
        return f"{low} below to {high} above"
    return f"{low} to {high} above" if total.low >= 0 else f"{high} to {low} below"


def _conclusion(windows: pd.DataFrame, effect: Effect) -> str:
    """Word what the jump's intervals allow to conclude, over all windows where there are several."""
    found = {"above": clear(windows, effect, 1), "below": clear(windows, effect, -1)}
    stated, null = next((side for side, one in found.items() if one.all), ""), f"{effect.scale.null:g}"
    inconclusive = f"whether there was a jump is inconclusive, {NOT_NONE}."
    if not found["above"].words:
        return "" if stated else sentence_case(inconclusive)
    if stated:
        was = f"that there was a {'jump' if stated == 'above' else 'drop'} does not hang on the window, its size does"
        return f"The interval lies {stated} {null} {found[stated].words}: {was}."
    sides = " and ".join(f"{side} {null} {one.words}" for side, one in found.items() if one.count)
    return f"The interval lies {sides or f'around {null} in every window tried'}: {inconclusive}"


def _leaning(analysis: Analysis) -> str:
    if analysis.specification.bends:
        return "a course that this model lets bend"
    found = analysis.diagnostics.curvature
    z = "" if found.z is None else f" (z = {fixed(found.z, 1)})"
    return {
        "bent": f"but that course was not straight{z}, and the answer hangs on it",
        "bend suggested": f"but that course may bend{z}, and the answer hangs on it",
        "straight": "a course that a test does not find bent",
        "not tested": "a course whose shape could not be tested",
    }[found.verdict]


def over_windows(windows: pd.DataFrame, name: str) -> str:
    """Word the range of an effect over the window starts, or nothing where there are not two of them."""
    if name not in windows or windows[name].notna().sum() < 2:
        return ""
    known = windows.dropna(subset=[name])
    starts = f"{in_words(known['window_start'].iloc[0])} to {in_words(known['window_start'].iloc[-1])}"
    low, high = known[name].min(), known[name].max()
    places = 2 if name.endswith("_ratio") else decimals_for(None, low, high)
    ends = [percent(end, signed=True) if name == "relative_excess" else fixed(end, places) for end in (low, high)]
    return f"; over windows that start from {starts} it runs from {ends[0]} to {ends[1]}"


def told(effect: Effect) -> str:
    """Write an effect with its interval, its number bold, e.g. ``**1.9 times** (…)`` or ``**3.1 mm** (…)``."""
    unit = "times" if effect.unit == "ratio" else effect.unit
    words = with_interval(effect.estimate, effect.low, effect.high, confidence=effect.confidence, unit=unit)
    number, _, ends = words.partition(" (")
    return f"**{number}** ({ends}"
