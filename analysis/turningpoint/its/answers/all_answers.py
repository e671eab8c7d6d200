"""The answers of one fit, in the order in which a reader asks for them."""

from collections.abc import Sequence

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
    ratios, of a gaussian outcome differences in its unit.

    Parameters
    ----------
    outcome : the series, for what was observed.
    fit, effects : of the same series.
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

    def before_and_after(self) -> list[Answer]:
        """Compare the mean course on both sides, over one year, two, and all there is."""
        found = []
        for key, name, periods in (
            ("12", f"{self.months}_12", self.year),
            ("24", f"{self.months}_24", 2 * self.year),
            ("whole", "whole", None),
        ):
            long = f"all {self.period}s" if periods is None else f"the {counted(periods, self.period)}"
            over, before = f"{long} from {self.date} on", f"{long} before"
            observed, note = observed_ratio(self.outcome, self.at, periods) if self.ratio else (None, "")
            words = (
                f"{over} had {{}} times as many per {self.period} as {before}"
                if self.ratio
                else f"the mean of {over} differs by {{}} from that of {before}"
            )
            estimand = f"mean course of {over} {self._against} that of {before}"
            found += self._answer(f"before_after.{name}", f"before_after_{key}", estimand, words, note, observed)
        return found

    def growth(self) -> list[Answer]:
        """Give the slope of the course before and since, their contrast, and the rise before the intervention."""
        early = counted(min(YEARS_BEFORE * self.year, self.at), self.period)
        kind = "growth factor" if self.ratio else "growth"
        before, since = f"{kind} per {self.per} over the {early} before", f"{kind} per {self.per} since {self.date}"
        height = "over its height" if self.ratio else "minus its height"
        back = counted(RISE_YEARS * self.year, self.period)
        by = "grew by a factor of {} per" if self.ratio else "grew by {} per"
        faster = (
            "growth since is {} times growth before" if self.ratio else "growth since differs by {} from that before"
        )
        rise = f"in the {self.period} before {self.date} the course stood "
        rise += f"at {{}} times its height {back} earlier" if self.ratio else f"{{}} above its height {back} earlier"
        per = f" per {self.per}"
        return [
            *self._answer(
                "growth_before", "growth_before", before, f"over the {early} before it {by} {self.per}", of=per
            ),
            *self._answer("growth_since", "growth_since", since, f"since {self.date} it {by} {self.per}", of=per),
            *self._answer("acceleration", "acceleration", f"{since} {self._against} that before", faster, of=per),
            *self._answer(
                "rise_before_intervention",
                "rise_before",
                f"course in the {self.period} before {self.date} {height} {back} earlier",
                rise,
            ),
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
        found = []
        for name, start, words in (
            ("turn.level", self.fit.scale.level, ("the number was {} times", "the value differed by {} from")),
            ("turn.slope", self.fit.scale.slope, ("growth was {} times", "growth differed by {} from")),
        ):
            effect = next((e for e in self.effects if e.name.startswith(start) and e.when == self.when), None)
            if effect is None:
                continue
            moment = f"in {self.date} itself" if name == "turn.level" else f"from {self.date} on"
            implied = " what the course before implied" if name == "turn.level" else " that of the course before"
            sentence = f"{moment} {words[0 if self.ratio else 1]}{implied}"
            found.append(self._of_effect(name, effect, sentence))
        return found

    def events(self) -> list[Answer]:
        """Say what an event that ends did: the level during it, and after a single one."""
        many = len(self.fit.design.pulses)
        during = "during the event" if many == 1 else f"during the {many} events"
        found = []
        for name, start, moment in (
            ("event.level", self.fit.scale.level, during),
            ("event.after", "after_", "after the event"),
        ):
            effect = next((e for e in self.effects if e.name.startswith(start)), None)
            if effect is not None:
                words = "the number was {} times" if self.ratio else "the value differed by {} from"
                found.append(self._of_effect(name, effect, f"{moment} {words} what the course otherwise implied"))
        return found

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

    @property
    def _against(self) -> str:
        return "over" if self.ratio else "minus"

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
        note: str = "",
        observed: float | None = None,
        of: str = "",
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
        return Answer(
            name,
            estimand,
            *ends,
            self.confidence,
            unit,
            method or method_of(self.fit),
            f"{words[:1].upper()}{words[1:]}",
            self.when,
            note,
            observed,
            years or {},
        )
