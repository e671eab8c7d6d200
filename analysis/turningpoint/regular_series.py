"""One regular series with its unit, source and geography: the outcome of an analysis."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.number_format import agreeing, counted, fixed
from turningpoint.sources.printed_totals.observation import Observation
from turningpoint.spans import Span, cut_at, in_words, inside, mean_of_sum, number_of_sum, uncut
from turningpoint.timeline import Frequency, Times, cut, frequency, labels, position, span


@dataclass(frozen=True, eq=False)
class Outcome:
    """One regular series with its unit, source and geography.

    Attributes
    ----------
    name : short name, e.g. ``events_state_based``.
    label : what is counted, in words that fit a sentence, e.g. ``lethal conflict events``.
    unit : unit of one value, e.g. ``events per month``.
    source : publication the values come from, with its release.
    geography : place in words, e.g. ``Pakistan``; empty for a series of one's own.
    times : time axis, n periods (``turningpoint.timeline``).
    values : (n,) float, NaN where no value of that very period was observed.
    exposure : (n,) float in natural units, or None. It enters models as its log.
    definition : one sentence: what the values count and what they do not.
    assumption : one sentence where the values rest on an assumption, else empty.
    spans : what is known only as a sum over several periods; no period belongs to two, or has a value besides.
    derivations : how each value and sum was put together, where that was from printed figures.
    provisional : label of the last period where its value may still be restated, else empty.
    """

    name: str
    label: str
    unit: str
    source: str
    geography: str
    times: Times
    values: Array
    exposure: Array | None = None
    definition: str = ""
    assumption: str = ""
    spans: tuple[Span, ...] = ()
    derivations: tuple[Observation, ...] = ()
    provisional: str = ""

    @property
    def observations(self) -> Array:
        """(n + s,) what estimators take: one value a period, NaN where there is none, then one a span."""
        return np.concatenate([self.values, [span.value for span in self.spans]])

    @property
    def observed(self) -> NDArray[np.bool_]:
        """(n,) mask of the periods with a value of their own."""
        return np.isfinite(self.values)

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(n,) mask of the periods with a value of their own, or inside a sum."""
        return self.observed | (number_of_sum(self.spans, len(self.times)) > 0)

    @property
    def frequency(self) -> Frequency:
        """Name of the period: month, quarter, year, week, day or index."""
        return frequency(self.times)

    @property
    def period(self) -> str:
        """What one period is called in a sentence: month, quarter, year, week, day, or period for an index."""
        return self.frequency.replace("index", "period")

    @property
    def labels(self) -> list[str]:
        """Labels of the periods, e.g. ``2021-08``."""
        return labels(self.times)

    def window(self, start: str, end: str) -> "Outcome":
        """The part from ``start`` to ``end``, both included; an empty text leaves that end as it is.

        Raises
        ------
        ParameterError
            Not written like the series' times, outside its coverage, reversed, through the midst of a sum (the nearest
            periods that cut none are named), or nothing but zeros or holes inside.

        >>> from turningpoint.outcome import load_outcome
        >>> load_outcome("events").window("2021-08", "2021-10").values
        array([26., 19., 25.])
        """
        first = position(self.times, start, name="window_start") if start else 0
        last = position(self.times, end, name="window_end") if end else len(self.times) - 1
        begin, finish = span(self.times)
        for name, when, place in (("window_start", start, first), ("window_end", end, last)):
            if not 0 <= place < len(self.times):
                raise ParameterError(
                    f"{name} {when} lies outside the coverage of {self.source}"
                    f"{f' for {self.geography}' if self.geography else ''}: {begin} to {finish}."
                )
        if first > last:
            raise ParameterError(f"window_start {start or begin} is after window_end {end or finish}.")
        for name, when, border in (("window_start", start, first), ("window_end", end, last + 1)):
            if found := cut_at(self.spans, border):
                raise ParameterError(self._cut(found, name, when, border))
        kept = set(self.labels[first : last + 1])
        part = replace(
            self,
            times=cut(self.times, first, last + 1),
            values=self.values[first : last + 1],
            exposure=self.exposure[first : last + 1] if self.exposure is not None else None,
            spans=inside(self.spans, first, last + 1),
            derivations=tuple(one for one in self.derivations if kept.issuperset(one.labels)),
            provisional=self.provisional if self.provisional in kept else "",
        )
        if problem := part.nothing_in_it():
            raise ParameterError(f"{problem} Choose another window, outcome or country.")
        return part

    def nearest_start(self, when: str) -> str:
        """The period ``when``, or the next one after it at which a window can start without cutting a sum.

        For windows that the program derives: one that a user sets is refused by ``window`` instead.

        Raises
        ------
        ParameterError
            Not written like the series' times, or no such period is left in the series.
        """
        free = uncut(self.spans, position(self.times, when, name="window_start"))[1]
        return self._free(free, f"start in {when} or later", f"runs to {self.labels[-1]}")

    def nearest_end(self, when: str) -> str:
        """The period ``when``, or the last one before it at which a window can end without cutting a sum.

        Refused as in ``nearest_start``.
        """
        free = uncut(self.spans, position(self.times, when, name="window_end") + 1)[0] - 1
        return self._free(free, f"end in {when} or earlier", f"starts in {self.labels[0]}")

    def _free(self, place: int, wanted: str, there: str) -> str:
        """The label of a place, refused where the series does not have it."""
        if not 0 <= place < len(self.times):
            raise ParameterError(f"no window can {wanted} without cutting a sum in half: the series {there}.")
        return self.labels[place]

    def _cut(self, found: Span, name: str, when: str, border: int) -> str:
        """Say which sum an end of a window cuts, and where the nearest are that cut none."""
        kind = name.removeprefix("window_")
        places = [place if kind == "start" else place - 1 for place in uncut(self.spans, border)]
        near = [self.labels[place] for place in places if 0 <= place < len(self.times)]
        return (
            f"{name} {when} cuts a sum: {found.value:,.10g} is known only for {in_words(found.periods, self.labels)} "
            f"together. The nearest {kind}{agreeing(len(near), ' that cuts', 's that cut')} none: {' and '.join(near)}."
        )

    def nothing_in_it(self) -> str:
        """A sentence if no value was observed or every observed one is zero, else an empty text."""
        place = f" in {self.geography}" if self.geography else ""
        begin, finish = span(self.times)
        values = self.observations
        if not np.isfinite(values).any():
            return f"no value of {self.label}{place} ({self.source}) was observed from {begin} to {finish}."
        if not np.nansum(np.abs(values)):
            return f"every observed value of {self.label}{place} ({self.source}) from {begin} to {finish} is zero."
        return ""

    def to_frame(self) -> pd.DataFrame:
        """The series as a table: time (label), value, observed, and exposure where there is one.

        ``value`` is that of the very period. Where there are sums, ``sum`` is the number of the sum that a period
        belongs to (0: none), and ``mean_of_sum`` that sum's mean per period.
        """
        frame = pd.DataFrame({"time": self.labels, "value": self.values, "observed": self.observed})
        if self.spans:
            n = len(self.times)
            frame = frame.assign(sum=number_of_sum(self.spans, n), mean_of_sum=mean_of_sum(self.spans, n))
        return frame if self.exposure is None else frame.assign(exposure=self.exposure)

    @property
    def adds_up(self) -> bool:
        """Whether values are so many a period, that add up, and not measured values that have a mean."""
        return " per " in self.unit

    def summary(self) -> str:
        """One sentence: what, where, from when to when, how many, or of what mean.

        >>> from turningpoint.outcome import load_outcome
        >>> load_outcome("events", start="2024-01", end="2024-12").summary().partition(": ")[2]
        '687 in 12 months from 2024-01 to 2024-12, 57.2 per month.'
        """
        known, periods = self.observations, int(self.covered.sum())
        total = known[np.isfinite(known)].sum()
        period = self.period
        begin, finish = span(self.times)
        holes = len(self.values) - periods
        where = f" in {self.geography}" if self.geography else ""
        are = agreeing(holes, "is", "are")
        missing = f"; {holes} of the {len(self.values)} {period}s {are} missing" if holes else ""
        if self.spans:
            summed, sums = periods - int(self.observed.sum()), len(self.spans)
            missing = f"; {summed} of them known only as {counted(sums, 'sum')} over several{missing}"
        what, seen = f"{self.label[:1].upper()}{self.label[1:]}{where} ({self.source})", f"{periods} {period}s"
        if not self.adds_up:
            mean = f"{total / periods:,.4g}".replace("-", "\N{MINUS SIGN}")
            return f"{what}: a mean of {mean} in {seen} from {begin} to {finish}{missing}."
        mean = f"{fixed(total / periods, 1)} per {period}"
        return f"{what}: {total:,.10g} in {seen} from {begin} to {finish}, {mean}{missing}."
