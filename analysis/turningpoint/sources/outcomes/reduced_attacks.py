"""Militant attacks in Pakistan by month, every printed month and total of one publisher put to use.

The reduction of its figures (`turningpoint.sources.printed_totals`) gives months, and sums over several months where no
report tells them apart.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.sources.embedded import published_figures
from turningpoint.sources.outcomes.published_attacks import IN_FULL, OUTCOMES
from turningpoint.sources.outcomes.source import Loaded, Source
from turningpoint.sources.printed_totals.figure import month_label
from turningpoint.sources.printed_totals.observation import Observation, months_in_words
from turningpoint.sources.printed_totals.reduction import Reduction, reduce_published
from turningpoint.spans import Span


@dataclass(frozen=True, eq=False)
class ReducedAttacks(Source):
    """The attacks of one publisher, months and sums; a month that no figure covers is missing.

    Attributes
    ----------
    period_kinds : kinds of period of the figures that are used; empty means all.
    """

    period_kinds: tuple[str, ...] = ()

    @property
    def short_title(self) -> str:
        """As it stands beside a number."""
        kinds = "months and totals" if not self.period_kinds else "yearly totals"
        return f"{self.counter}, {kinds} as published"

    @property
    def title(self) -> str:
        """In full."""
        return f"{IN_FULL[self.counter]}, {self.short_title.partition(', ')[2]}"

    @cached_property
    def reduction(self) -> Reduction:
        """What its figures give, what contradicts, and what was passed over with what it would change."""
        return reduce_published(self.counter, "attacks", "attacks", period_kinds=self.period_kinds)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations from the first printed month on, or all where no single month is used."""
        found = self.reduction.observations
        first = next((one.months[0] for one in found if one.kind == "printed"), found[0].months[0])
        return tuple(one for one in found if one.months[0] >= first)

    @property
    def coverage(self) -> tuple[str, str]:
        """First and last month that is printed, follows, or lies in a sum."""
        months = [month for one in self.observations for month in one.months]
        return month_label(min(months)), month_label(max(months))

    def load(self, name: str, country: str) -> Loaded:
        """Load months and sums with their derivations; the last month is provisional where the source says so."""
        begin, end = self.coverage
        times = pd.period_range(begin, end, freq="M")
        first = self.observations[0].months[0]
        values = np.full(len(times), np.nan)
        spans = []
        for one in self.observations:
            places = tuple(month - first for month in one.months)
            if len(places) == 1:
                values[places[0]] = one.value
            else:
                spans.append(Span(places, float(one.value)))
        how = (
            f"its printed {' and '.join(self.period_kinds)}ly totals alone, each a sum over its months"
            if self.period_kinds
            else "printed months, months that follow from totals by subtraction, and sums over several months where no "
            "report tells them apart"
        )
        definition = f"{self.counter} {self.outcomes[name].definition}; the series holds {how}"
        inside = {month for one in self.observations for month in one.months}
        if missing := [month for month in range(min(inside), max(inside) + 1) if month not in inside]:
            definition += f"; {months_in_words(missing)}: no such figure, so missing and never zero"
        return Loaded(
            times,
            values,
            f"{definition}.",
            self.short_title,
            spans=tuple(spans),
            derivations=self.observations,
            provisional=end if self.last_is_provisional else "",
        )


def _of(publisher: str, **own: Any) -> ReducedAttacks:
    return ReducedAttacks(
        f"{publisher.lower()}-attacks",
        publisher,
        published_figures.NAME,
        "month",
        OUTCOMES,
        only=("PAK",),
        counts="militant attacks, lethal or not",
        at="in Islamabad",
        beside_name=publisher.lower(),
        **own,
    )


PICSS_ATTACKS = _of("PICSS", leads=("PAK",), last_is_provisional=True)
PIPS_ATTACKS = _of("PIPS", period_kinds=("year",))
