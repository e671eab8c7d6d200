"""UCDP's Georeferenced Event Dataset by country and month: lethal events by type, and deaths."""

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import DataError
from turningpoint.sources.countries import country_name, state_began
from turningpoint.sources.embedded import ucdp_country_months, ucdp_kinds
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.source import Loaded, OutcomeKind, Source

NAME = "ucdp-ged"
WITHOUT_INDIA = "events_without_india"
_VIOLENCE = "organised violence (state-based, non-state and one-sided)"
_LETHAL = (
    "with at least one death in its best, low or high estimate, whichever side began it, in conflicts that reached "
    "25 deaths in some calendar year; attacks that killed nobody are not counted"
)
OUTCOMES = {
    name: OutcomeKind(label, "events", f"counts events {which} {_LETHAL}")
    for name, label, which in (
        ("events", "lethal conflict events", f"of {_VIOLENCE}"),
        ("events_state_based", "lethal events of state-based conflict", "in which at least one side is a government,"),
        ("events_one_sided", "lethal events of one-sided violence", "in which an organised actor killed civilians,"),
        ("events_non_state", "lethal events of non-state conflict", "in which neither side is a government,"),
    )
} | {
    "deaths_best": OutcomeKind(
        "deaths in conflict events",
        "deaths",
        f"counts deaths by its best estimate, of all sides and of civilians together, in all events of {_VIOLENCE}; "
        "they come in clusters, several in one event",
    ),
    WITHOUT_INDIA: OutcomeKind(
        "lethal conflict events without India-Pakistan exchanges",
        "events",
        f"counts events of organised violence {_LETHAL}; exchanges between India and Pakistan are taken off",
        only=("PAK",),
        elsewhere="events",
    ),
}
HOLD_EXCHANGES = ("events", "events_state_based", "deaths_best")
"""Outcomes in which exchanges between India and Pakistan are counted, in either country."""


class UcdpGed(Source):
    """Its table by country and month; inside the coverage an absent month is zero."""

    def load(self, name: str, country: str) -> Loaded:
        """Load one outcome; months before the country was a state are not covered."""
        began, (covered, end) = state_began(country), self.coverage
        times = pd.period_range(began, end, freq="M")
        column = "events" if name == WITHOUT_INDIA else name
        rows = ucdp_country_months.read_country_months()
        rows = rows[rows["iso3"] == country].set_index("month")
        values = rows[column].reindex(times, fill_value=0).to_numpy(dtype=float)
        place = country_name(country)
        definition = f"{self.counter} {self.outcomes[name].definition}; only events in {place} are counted"
        if country in ("PAK", "IND") and name in HOLD_EXCHANGES:
            definition += ", among them exchanges of fire between India and Pakistan across the Line of Control"
        if began > covered:
            definition += f", from {began} on, when it became a state"
        if name == WITHOUT_INDIA:
            return self._without_india(times, values, f"{definition}.")
        return Loaded(times, values, f"{definition}.", self.short_title)

    def _without_india(self, times: pd.PeriodIndex, events: Array, definition: str) -> Loaded:
        """Take the exchanges, as the release with kinds of fighting lists them, off the events of this one.

        The one permitted meeting of the two releases.
        """
        table = table_info(ucdp_kinds.NAME)
        kinds = ucdp_kinds.read_kinds()
        both = times <= pd.Period(table.coverage_end, "M")
        totals = kinds.groupby("month")["events"].sum().reindex(times, fill_value=0).to_numpy()
        agreeing = int(np.sum((totals == events)[both]))
        exchanges = kinds[kinds["kind"] == "india_pakistan"].set_index("month")["events"]
        exchanged = exchanges.reindex(times, fill_value=0).to_numpy()
        if (exchanged > events).any():
            problem = f"more exchanges between India and Pakistan than events in {times[exchanged > events][0]}."
            raise DataError(problem, file=table.path, column="events")
        last_year = table.coverage_end[:4]
        in_last_year = int(exchanged[times.year == int(last_year)].sum())
        assumption = (
            f"The exchanges between India and Pakistan are those of {table.short_title}, which ends in "
            f"{table.coverage_end}: after it none is assumed (in {last_year} it has {in_last_year}), and it is "
            f"assumed that {self.short_title} holds the same exchanges (the two versions count the same number of "
            f"all events in {agreeing} of {both.sum()} months)."
        )
        source = f"{self.short_title} less {table.short_title}"
        return Loaded(times, events - exchanged, definition, source, assumption)


TOGETHER = ("events", WITHOUT_INDIA, "events_state_based", "events_one_sided", "deaths_best")
UCDP_GED = UcdpGed(
    NAME,
    "UCDP",
    ucdp_country_months.NAME,
    "month",
    OUTCOMES,
    tried_together=TOGETHER,
    counts="lethal events by either side, army operations included",
    at="at Uppsala University",
    beside_name="ucdp",
)
