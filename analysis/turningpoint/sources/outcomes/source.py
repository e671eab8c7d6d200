"""What a source of outcomes is: what it offers, for which countries, from when to when, and how it loads a series."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from turningpoint.arrays import Array
from turningpoint.sources.countries import country_names
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.printed_totals.observation import Observation
from turningpoint.spans import Span


@dataclass(frozen=True)
class OutcomeKind:
    """A kind of outcome: its label in words that fit a sentence, its unit in the plural, without the period.

    ``definition`` says what is counted and what is not, as a clause that follows the publisher's name. Where it exists
    for some countries ``only`` (their codes; empty means all of its source), others have ``elsewhere`` in its place.
    """

    label: str
    unit: str
    definition: str
    only: tuple[str, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, eq=False)
class Loaded:
    """A series as its source loads it: (n,) periods and values, NaN where nothing was observed.

    ``definition`` says in one sentence what the values count and what they do not, ``source`` what to name beside a
    number, ``assumption`` in one sentence on what the values rest, if on anything. ``spans`` are known as sums alone;
    ``derivations`` say how each value was put together from printed figures, ``provisional`` names the last period
    where its value may still be restated.
    """

    times: pd.PeriodIndex
    values: Array
    definition: str
    source: str
    assumption: str = ""
    spans: tuple[Span, ...] = ()
    derivations: tuple[Observation, ...] = ()
    provisional: str = ""


@dataclass(frozen=True, eq=False)
class Source(ABC):
    """A source of outcomes. Its release, title and coverage are those of its table.

    Attributes
    ----------
    name : name by which a user asks for it, without a release.
    counter : who counts, the subject of the definition's sentence.
    table : table of the catalogue the values come from.
    frequency : of the series.
    outcomes : what it can load, by name.
    only : codes of the only countries it covers; empty means every country of UCDP's table.
    tried_together : outcomes that a report tries beside each other as specifications of one question.
    counts : what its outcome of attacks or events counts, in a few words to set beside other sources.
    at : where who counts is at home, as ``in Islamabad``, for a reader who does not know the name.
    leads : codes of the countries of which its first outcome is the main series of a report.
    beside_name : name under which a report sets one series of this source beside those of other publishers; None where
        it does not stand beside others.
    last_is_provisional : whether the value of its last period may still be restated.
    """

    name: str
    counter: str
    table: str
    frequency: Literal["month", "year"]
    outcomes: Mapping[str, OutcomeKind]
    only: tuple[str, ...] = ()
    tried_together: tuple[str, ...] = ()
    counts: str = ""
    at: str = ""
    leads: tuple[str, ...] = ()
    beside_name: str | None = None
    last_is_provisional: bool = False

    @property
    def short_title(self) -> str:
        """As it stands beside a number."""
        return table_info(self.table).short_title

    @property
    def title(self) -> str:
        """In full."""
        return table_info(self.table).title

    @property
    def coverage(self) -> tuple[str, str]:
        """First and last period, as labels."""
        info = table_info(self.table)
        return info.coverage_start, info.coverage_end

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO3 codes of the countries covered."""
        return self.only or tuple(country_names())

    @property
    def offer(self) -> str:
        """Names of its outcomes, with the countries that one is confined to."""
        return ", ".join(
            f"{name} ({', '.join(kind.only)} only)" if kind.only else name for name, kind in self.outcomes.items()
        )

    @abstractmethod
    def load(self, name: str, country: str) -> Loaded:
        """Load one of its outcomes for one of its countries, over the whole coverage."""
