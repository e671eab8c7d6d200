"""One interrupted time series from outcome to effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its.answers.all_answers import answers
from turningpoint.its.answers.answer import Answer
from turningpoint.its.answers.equivalence import judge
from turningpoint.its.answers.second_opinion import SecondOpinion, second_opinions
from turningpoint.its.answers.zero_after import ZeroAfter, nothing_after, zero_after
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.diagnostics.diagnostics import Diagnostics, diagnose
from turningpoint.its.diagnostics.season_left_in import season_left_in
from turningpoint.its.effects.effect import Effect
from turningpoint.its.effects.effects import effects
from turningpoint.its.effects.excess import counterfactual_band
from turningpoint.its.model.design import Design, design_of
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.season import periods_of_year
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import confidence_label, decimals_for, fixed
from turningpoint.outcome import Outcome
from turningpoint.pandas_outcome import outcome_of
from turningpoint.spans import mean_of_sum, number_of_sum
from turningpoint.timeline import position


@dataclass(frozen=True, eq=False)
class Analysis:
    """Outcome, choices, and everything that follows from them.

    ``design`` is what was asked for; ``fit.design`` lacks the terms that the model could not hold.
    """

    outcome: Outcome
    specification: Specification
    design: Design
    fit: Fit
    effects: tuple[Effect, ...]
    diagnostics: Diagnostics

    def effect(self, name: str, *, when: str | None = None, horizon: int | None = None) -> Effect:
        """Find one effect by name, at the last horizon and first intervention by default; a KeyError without any."""
        when = when or self.design.interventions[0]
        found = [e for e in self.effects if (e.name, e.when) == (name, when) and horizon in (None, e.horizon)]
        if not found:
            raise KeyError(f"{name} at {when} is not among {sorted({e.name for e in self.effects})}")
        return max(found, key=lambda e: e.horizon or 0)

    @property
    def level(self) -> Effect:
        """The jump of the first intervention: ``level_ratio`` of counts, ``level_change`` of a gaussian outcome."""
        return self.effect(self.fit.scale.level)

    @property
    def slope(self) -> Effect | None:
        """The slope ratio or change of the first intervention, or None in a design without a ramp."""
        return next((e for e in self.effects if e.name.startswith(("slope_ratio", "slope_change"))), None)

    @property
    def transition(self) -> tuple[str, str] | None:
        """First and last period left out around the first intervention, or None."""
        left_out = np.flatnonzero(self.design.transition)
        names = self.outcome.labels
        return (names[left_out[0]], names[left_out[-1]]) if len(left_out) else None

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """What people ask of the series, see ``answers``: each with ``summary``, one plain sentence.

        Those of how many there were have a verdict too, by the region of practical equivalence.
        """
        found = answers(self.outcome, self.fit, self.effects, confidence=self.specification.confidence)
        return judge(found, self.specification.region)

    @cached_property
    def second_opinions(self) -> tuple[SecondOpinion, ...]:
        """What other methods say of the answers, see ``second_opinions``; none of a fit that is not calibrated."""
        if self.fit.draws is None:
            return ()
        return second_opinions(self.outcome, self.fit, self.answers, confidence=self.specification.confidence)

    def answer(self, name: str) -> Answer:
        """Find one answer by name, e.g. ``before_after.months_12``; a KeyError where there is none."""
        found = {one.name: one for one in self.answers}
        if name not in found:
            raise KeyError(f"{name} is not among {sorted(found)}")
        return found[name]

    def to_frame(self) -> pd.DataFrame:
        """Give the series with its fit: period, value, fitted, counterfactual with its interval, phase.

        ``value`` is that of the very period. A sum over several periods has no value in any of them: where there are
        sums, ``sum`` is the number of the one that a period belongs to (0: none), and ``mean_of_sum`` its mean per
        period, to be set beside the mean of ``fitted`` over the same periods. The interval is that of the mean; it is
        NaN where the model does not say how sure the mean is (``counterfactual_band``).
        """
        after = self.design.post
        low, high = counterfactual_band(self.fit, self.specification.confidence)
        columns = {
            "period": self.outcome.labels,
            "value": self.outcome.values,
            "fitted": self.fit.mean,
            "counterfactual": np.where(after, self.fit.counterfactual_mean, np.nan),
            "counterfactual_low": low,
            "counterfactual_high": high,
            "phase": np.select([self.design.transition, after], ["transition", "after"], "before"),
        }
        frame = pd.DataFrame(columns)
        spans, n = self.outcome.spans, len(frame)
        return frame.assign(sum=number_of_sum(spans, n), mean_of_sum=mean_of_sum(spans, n)) if spans else frame

    def summary(self) -> str:
        """Say in plain English what was found, with intervals and the verdict on the pre-trend."""
        name = self.fit.scale.total
        found = in_one_sentence(self.level, self.effect(name), period=self.outcome.period)
        straight = not self.specification.bends
        return f"{found} {self.diagnostics.curvature.summary(line_carried=straight)}"


def analyse(
    outcome: Outcome | pd.Series | pd.DataFrame,
    specification: Specification,
    *,
    covariates: Mapping[str, Array] | None = None,
    horizons: Sequence[int] = (),
) -> Analysis:
    """Fit the model of a specification to an outcome, or a pandas object, and derive its effects.

    Excess is given at one and two years (where the series is long enough), at ``horizons`` (periods from the first
    intervention on) and at its end.

    Parameters
    ----------
    outcome : an ``Outcome``, or what ``outcome_of`` makes one of, as a Series with a PeriodIndex.
    covariates : name → (n,) column.
    horizons : periods over which the excess is given besides.

    Raises
    ------
    DataError
        A pandas object that is no regular series, see ``outcome_of``.
    DesignError, FitError, ParameterError
        See ``build_design`` and ``analyse_design``.
    """
    if not isinstance(outcome, Outcome):
        outcome = outcome_of(outcome)
        if specification.likelihood == "gaussian":  # a measured value is not so many a period
            outcome = replace(outcome, unit=outcome.label)
    outcome, design = _designed(outcome, specification, covariates or {})
    return analyse_design(outcome, design, specification, horizons=horizons)


def bound(
    outcome: Outcome | pd.Series | pd.DataFrame,
    specification: Specification,
    *,
    covariates: Mapping[str, Array] | None = None,
) -> ZeroAfter | None:
    """Bound the ratio of counts of which not one is left after the intervention; None where ``analyse`` says more.

    Parameters are those of ``analyse``, errors raised those of ``build_design`` and ``zero_after``; it is calibrated.
    """
    if specification.likelihood == "gaussian" or specification.errors != "calibrated":
        return None
    if not isinstance(outcome, Outcome):
        outcome = outcome_of(outcome)
    outcome, design = _designed(outcome, specification, covariates or {})
    return zero_after(outcome, design, specification) if nothing_after(outcome, design) else None


def _designed(
    outcome: Outcome, specification: Specification, covariates: Mapping[str, Array]
) -> tuple[Outcome, Design]:
    """The series in the window that the pre-trend asks for, cutting no sum, and its design."""
    if specification.recent is not None:
        first = max(position(outcome.times, specification.first) - specification.recent, 0)
        part = outcome.window(outcome.nearest_start(outcome.labels[first]), "")
        cut = len(outcome.times) - len(part.times)
        outcome, covariates = part, {name: values[cut:] for name, values in covariates.items()}
    return outcome, design_of(outcome, specification, covariates)


def analyse_design(
    outcome: Outcome, design: Design, specification: Specification, *, horizons: Sequence[int] = ()
) -> Analysis:
    """Fit the model of a specification to a design of the outcome that is built already, as ``analyse`` does.

    Errors raised are those of ``fit_design`` and ``effects``.
    """
    fit = fit_design(outcome.observations, design, specification)
    if left_in := season_left_in(outcome.observations, design, likelihood=specification.likelihood):
        fit = replace(fit, messages=(*fit.messages, left_in))
    asked = (*horizons, *_horizons(design, outcome))
    unit = outcome.unit.partition(" per ")[0]  # a sum of ``events per month`` is in events
    found = effects(fit, confidence=specification.confidence, horizons=asked, unit=unit, unit_of_value=outcome.unit)
    return Analysis(outcome, specification, design, fit, tuple(found), diagnose(fit, design))


def _horizons(design: Design, outcome: Outcome) -> list[int]:
    if design.pulses:  # an event that ends has no first year
        return [stop - start for start, stop in design.pulses[:1]]
    after, year = len(design.times) - design.positions[0], periods_of_year(outcome.times)
    return [horizon for horizon in (year, 2 * year) if horizon <= after]


def in_one_sentence(level: Effect, excess: Effect, *, period: str) -> str:
    """Say how large the jump was and what came together from then on, each with its interval.

    The excess is relative beside a level ratio and expected beside a level change; a period is e.g. a ``month``.
    """
    label, when = confidence_label(level.confidence), f"In {level.when} itself"
    over = f"over the {excess.horizon} {period}s from then on"
    if level.unit == "ratio":
        digits = 1 if level.estimate >= 1 else 2
        found = f"{fixed(level.estimate, digits)} times the expected number ({label} {level.interval(digits)})"
        total = f"{fixed(excess.estimate + 1, digits)} times the expected total"
        return f"{when} {found}; {over}, {total} ({excess.interval(digits, plus=1)})."
    (more, ends), (more_in_all, ends_in_all) = _more(level), _more(excess)
    return (
        f"{when} {more} than expected ({label} {ends}); {over}, {more_in_all} in total than expected ({ends_in_all})."
    )


def _more(effect: Effect) -> tuple[str, str]:
    """Word a change and its interval without a sign, e.g. ``3.1 deaths per month more``, ``1.0 less to 7.2 more``."""
    estimate, low, high = effect.estimate, effect.low, effect.high
    digits = decimals_for(estimate, low, high)
    change = f"{fixed(abs(estimate), digits)} {effect.unit} {'more' if estimate >= 0 else 'less'}"
    if low is None or high is None:
        return change, effect.interval(digits)
    first, last = (fixed(abs(end), digits) for end in (low, high))
    if low < 0 <= high:
        return change, f"{first} less to {last} more"
    return change, f"{first} to {last} more" if low >= 0 else f"{last} to {first} less"
