"""Militant attacks in Pakistan as publishers print them, by month or year."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from turningpoint.sources.embedded import published_figures
from turningpoint.sources.embedded.published_figures import attack_counts
from turningpoint.sources.outcomes.source import Loaded, OutcomeKind, Source

OUTCOMES = {
    "attacks": OutcomeKind(
        "militant attacks",
        "attacks",
        "counts attacks by militants, lethal or not, as printed in its reports or in the press that relays them; "
        "operations of the security forces are not counted",
    ),
}
IN_FULL = {"PICSS": "Pakistan Institute for Conflict and Security Studies", "PIPS": "Pak Institute for Peace Studies"}


@dataclass(frozen=True, eq=False)
class PublishedAttacks(Source):
    """The figures of one publisher; a period without one is missing."""

    @property
    def short_title(self) -> str:
        """As it stands beside a number."""
        return f"{self.counter}, {self.frequency}ly figures"

    @property
    def title(self) -> str:
        """In full."""
        return f"{IN_FULL[self.counter]}, {self.frequency}ly figures as published"

    @property
    def coverage(self) -> tuple[str, str]:
        """First and last period with a figure."""
        periods = attack_counts(self.counter, self.frequency)["period"]
        return str(periods.min()), str(periods.max())

    def load(self, name: str, country: str) -> Loaded:
        """Load the figures, of several for one period that of the latest dated report."""
        figures = attack_counts(self.counter, self.frequency)
        begin, end = self.coverage
        code, period = {"month": "M", "year": "Y"}[self.frequency], self.frequency
        times = pd.period_range(begin, end, freq=code)
        index = pd.PeriodIndex(figures["period"], freq=code)
        values = pd.Series(figures["value"].to_numpy(dtype=float), index=index).reindex(times).to_numpy()
        definition = (
            f"{self.counter} {self.outcomes[name].definition}; a {period} without a figure is missing, and of several "
            f"figures for one {period} that of the latest dated report counts (undated last; floors, disputed figures, "
            "likely misprints and unclear periods left out)"
        )
        if inferred := figures.loc[figures["quality"] == "inferred", "period"].tolist():
            definition += f"; that the figure of {' and '.join(inferred)} is by {self.counter} is inferred"
        return Loaded(times, values, f"{definition}.", self.short_title)


def _of(publisher: str, frequency: Literal["month", "year"]) -> PublishedAttacks:
    name = f"{publisher.lower()}-{frequency}ly-attacks"
    return PublishedAttacks(
        name, publisher, published_figures.NAME, frequency, OUTCOMES, only=("PAK",), at="in Islamabad"
    )


PICSS_MONTHLY, PICSS_YEARLY, PIPS_YEARLY = _of("PICSS", "month"), _of("PICSS", "year"), _of("PIPS", "year")
