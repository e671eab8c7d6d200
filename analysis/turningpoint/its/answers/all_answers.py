"""The answers of one fit, in the order in which a reader asks for them."""

from collections.abc import Sequence
from itertools import islice

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.answers.answer import Answer
from turningpoint.its.answers.contrasts import RISE_YEARS, YEARS_BEFORE, of_fit
from turningpoint.its.answers.low_point import MOSTLY, low_point
from turningpoint.its.answers.observed_ratio import observed_ratio
from turningpoint.its.effects.effect import Effect
from turningpoint.its.model.fit import Fit, from_draws, method_of
from turningpoint.its.model.scale import RATIOS
from turningpoint.its.model.season import periods_of_year
from turningpoint.number_format import counted, percent
from turningpoint.outcome import Outcome
from turningpoint.timeline import frequency, in_words


def answers(outcome: Outcome, fit: Fit, effects: Sequence[Effect], *, confidence: float = 0.95) -> tuple[Answer, ...]:
    """Answer what people ask: did it rise, how fast, when was it lowest, did it turn at the (first) intervention.

    Every number is the median of a contrast of the one posterior, with equal-tailed quantiles; level, slope and effect
    of the first year are those of ``effects``. A fit without draws has these three alone. Estimates of counts are
    ratios, of a gaussian outcome differences in its unit. ``outcome``, ``fit`` and ``effects`` are of one series.
    """
    writer = _Writer(outcome, fit, effects, confidence)
    if fit.design.pulses:
        return tuple(writer.events())
    return (*writer.before_and_after(), *writer.growth(), *writer.lowest(), *writer.turn(), *writer.first_year())


class _Writer:
    """Words around the numbers of one fit."""

    def __init__(self, outcome: Outcome, fit: Fit, effects: Sequence[Effect], confidence: float) -> None:
        self.outcome, self.fit, self.effects, self.confidence = outcome, fit, effects, confidence
        self.draws = of_fit(fit)
        self.when, self.at = fit.design.interventions[0], fit.design.positions[0]
        self.date, self.ratio, self.period = in_words(self.when), fit.scale is RATIOS, outcome.period
        self.year = periods_of_year(outcome.times)
        index = frequency(outcome.times) == "index"
        self.months, self.per = ("periods", f"{self.year} periods") if index else ("months", "year")
        self.against = "over" if self.ratio else "minus"
        self.differs = "was {} times" if self.ratio else "differed by {} from"
        self.number = f"the {'number' if self.ratio else 'value'} {self.differs}"

    def before_and_after(self) -> list[Answer]:
        """Compare the mean course on both sides, over one year, two, and all there is."""
        found = []
        for key, periods in (("12", self.year), ("24", 2 * self.year), ("whole", None)):
            name = key if periods is None else f"{self.months}_{key}"
            long = f"all {self.period}s" if periods is None else f"the {counted(periods, self.period)}"
            over, before = f"{long} from {self.date} on", f"{long} before"
            observed, note = observed_ratio(self.outcome, self.at, periods) if self.ratio else (None, "")
            words = f"the mean of {over} differs by {{}} from that of {before}"
            if self.ratio:
                words = f"{over} had {{}} times as many per {self.period} as {before}"
            estimand = f"mean course of {over} {self.against} that of {before}"
            found += self._answer(f"before_after.{name}", f"before_after_{key}", estimand, words, "", note, observed)
        return found

    def growth(self) -> list[Answer]:
        """Give the slope of the course before and since, their contrast, and the rise before the intervention."""
        early = counted(min(YEARS_BEFORE * self.year, self.at), self.period)
        back = counted(RISE_YEARS * self.year, self.period)
        kind, by, faster, rise = (
            ("growth factor", "a factor of {}", "growth since is {} times growth before", "at {} times")
            if self.ratio
            else ("growth", "{}", "growth since differs by {} from that before", "{} above")
        )
        before = f"{kind} per {self.per} over the {early} before"
        since = f"{kind} per {self.per} since {self.date}"
        course = f"course in the {self.period} before {self.date} {self.against} its height {back} earlier"
        stood = f"in the {self.period} before {self.date} the course stood {rise} its height {back} earlier"
        grew, per = f"it grew by {by} per {self.per}", f" per {self.per}"
        return [
            *self._answer("growth_before", "growth_before", before, f"over the {early} before {grew}", per),
            *self._answer("growth_since", "growth_since", since, f"since {self.date} {grew}", per),
            *self._answer("acceleration", "acceleration", f"{since} {self.against} that before", faster, per),
            *self._answer("rise_before_intervention", "rise_before", course, stood),
        ]

    def lowest(self) -> list[Answer]:
        """Say when the course was lowest."""
        found = low_point(self.fit, self.confidence)
        if found is None:
            return []
        last = self.outcome.labels[self.at - 1]
        note = (
            f"{percent(found.before)} lies on {last}, the {self.period} before the date, and {percent(found.since)} on "
            "the date or later"
        )
        if found.by_year:
            year, share = max(found.by_year.items(), key=lambda item: item[1])
            note = f"most likely in {year} ({percent(share)}); {note}"
        if found.before > MOSTLY and self.fit.design.spans:
            note += ": where a fall ends at the date its low is there, and sums cannot tell whether it turned earlier"
        words = "the course, its season left out, was lowest in {}"
        estimand = f"{self.period} in which the course, its season left out, was lowest"
        ends = found.median, found.low, found.high
        return [self._told("low_point", estimand, ends, self.period, words, note, years=found.by_year)]

    def turn(self) -> list[Answer]:
        """Repeat the jump and the change of slope at the (first) intervention."""
        level = f"in {self.date} itself {self.number} what the course before implied"
        slope = f"from {self.date} on growth {self.differs} that of the course before"
        scale = self.fit.scale
        return [*self._first("turn.level", scale.level, level), *self._first("turn.slope", scale.slope, slope)]

    def events(self) -> list[Answer]:
        """Say what an event that ends did: the level during it, and after a single one."""
        many = len(self.fit.design.pulses)
        during = "during the event" if many == 1 else f"during the {many} events"
        found = f"{self.number} what the course otherwise implied"
        return [
            *self._first("event.level", self.fit.scale.level, f"{during} {found}"),
            *self._first("event.after", "after_", f"after the event {found}"),
        ]

    def first_year(self) -> list[Answer]:
        """Give the effect of the first year: one plus the relative excess, or the expected excess per period."""
        total = self.fit.scale.total
        effect = next((e for e in self.effects if (e.name, e.horizon) == (total, self.year)), None)
        if effect is None:
            return []
        over = f"over the {counted(self.year, self.period)} from {self.date} on"
        name = f"effect.{self.months}_12"
        if self.ratio:
            return [self._of_effect(name, effect, f"{over} there were {{}} times as many as without", plus=1.0)]
        words = f"{over} the mean differed by {{}} from that without"
        return [self._of_effect(name, effect, words, times=1 / self.year)]

    def _first(self, name: str, start: str, words: str) -> list[Answer]:
        """Tell the effect of the (first) intervention whose name starts so, if there is one."""
        effects = (e for e in self.effects if e.name.startswith(start) and e.when == self.when)
        return [self._of_effect(name, effect, words) for effect in islice(effects, 1)]

    def _of_effect(self, name: str, effect: Effect, words: str, *, plus: float = 0.0, times: float = 1.0) -> Answer:
        """Tell an effect that is computed already, its numbers as they are."""
        ends = [None if one is None else plus + times * one for one in (effect.estimate, effect.low, effect.high)]
        unit = "ratio" if plus else self.outcome.unit if times != 1 else effect.unit
        estimand = effect.estimand
        if plus or times != 1:
            how = "total over the counterfactual total" if plus else "mean minus the counterfactual mean"
            estimand = f"{how} of the {counted(self.year, self.period)} from {self.date} on"
        clauses = effect.note.removesuffix(".").split(". ")
        note = "; ".join(f"{clause[:1].lower()}{clause[1:]}" for clause in clauses)
        return self._told(name, estimand, (ends[0], ends[1], ends[2]), unit, words, note, method=effect.method)

    @np.errstate(over="ignore")  # an end beyond all numbers is open
    def _answer(
        self,
        name: str,
        key: str,
        estimand: str,
        words: str,
        of: str = "",
        note: str = "",
        observed: float | None = None,
    ) -> list[Answer]:
        """Tell a contrast by its draws; nothing where the fit has none of it."""
        drawn: Array | None = self.draws.get(key)
        if drawn is None:
            return []
        found = self.fit.scale.inverse(from_draws(float(np.median(drawn)), drawn, self.confidence))
        estimate, low, high = (None if np.isinf(one) else float(one) for one in found)
        unit = ("ratio" if self.ratio else self.outcome.unit) + of
        return [self._told(name, estimand, (estimate, low, high), unit, words, note, observed=observed)]

    def _told(
        self,
        name: str,
        estimand: str,
        ends: tuple[float | str | None, float | str | None, float | str | None],
        unit: str,
        words: str,
        note: str = "",
        *,
        method: str = "",
        observed: float | None = None,
        years: dict[str, float] | None = None,
    ) -> Answer:
        if unit == self.outcome.unit or not (self.ratio or isinstance(ends[0], str)):
            words = words.replace("{}", f"{{}} {self.outcome.unit}", 1)
        method, words = method or method_of(self.fit), f"{words[:1].upper()}{words[1:]}"
        return Answer(
            name, estimand, *ends, self.confidence, unit, method, words, self.when, note, observed, years or {}
        )
