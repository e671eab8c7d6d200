"""What a report found, as its front sees it: the series that speak, and every recorded result by its id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from turningpoint.its.model.season import periods_of_year
from turningpoint.number_format import counted
from turningpoint.outcome import Outcome
from turningpoint.reports.front.recorded import Interval, Record, Side, interval_of
from turningpoint.reports.settings.named_series import names_beside
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.question import event_in_words
from turningpoint.sources.outcomes.registry import SOURCES, sources_beside
from turningpoint.timeline import in_words


@dataclass(frozen=True)
class Series:
    """A series that speaks: who counts, and the beginning of its ids."""

    name: str
    prefix: str


@dataclass(frozen=True, eq=False)
class Evidence:
    """Results of a report with the words around them.

    Attributes
    ----------
    records : by id. series : the report's own first.
    what, unit, place : what is counted (``militant attacks``), the noun of its unit (``attacks``), where.
    when, event : month of the intervention, and the same with its name, in words.
    span : how long the sides of before and after are, e.g. ``12 months``.
    counts : whether values add up.
    """

    records: Mapping[str, Record]
    series: tuple[Series, ...]
    what: str
    unit: str
    place: str
    when: str
    event: str
    span: str
    counts: bool

    def record(self, id: str) -> Record | None:
        """A record by its whole id."""
        return self.records.get(id)

    def found(self, series: Series, *names: str) -> Interval | None:
        """The first of some results of a series that there is."""
        for name in names:
            if (interval := interval_of(self.records.get(f"{series.prefix}.{name}"))) is not None:
                return interval
        return None

    def each(self, *names: str) -> list[tuple[Series, Interval]]:
        """The series that give a result, with it."""
        pairs = ((one, self.found(one, *names)) for one in self.series)
        return [(one, interval) for one, interval in pairs if interval is not None]

    def named(self, *names: str, side: Side) -> list[str]:
        """Who finds a result on one side."""
        return [one.name for one, interval in self.each(*names) if interval.side == side]

    @property
    def where(self) -> str:
        """`` in Pakistan``, or nothing."""
        return f" in {self.place}" if self.place else ""


BEFORE_AFTER = ("before_after.months_12", "before_after.periods_12", "before_after.whole")
FIRST_YEAR = ("effect.months_12", "effect.periods_12")


def evidence_of(results: Iterable[Record], parameters: Parameters, outcome: Outcome) -> Evidence:
    """Read the results of a report whose series is named."""
    own = "" if parameters.data else SOURCES[parameters.source].counter
    series = [Series(own or "This series", "attacks")]
    known = {} if parameters.data else sources_beside(parameters.country)
    series += [Series(known[name].counter, f"attacks.beside.{name}") for name in names_beside(parameters)]
    year = periods_of_year(outcome.times)
    return Evidence(
        records={str(record["id"]): record for record in results},
        series=tuple(series),
        what=outcome.label,
        unit=outcome.unit.partition(" per ")[0],
        place=outcome.geography,
        when=in_words(parameters.intervention),
        event=event_in_words(parameters),
        span=counted(year, outcome.period),
        counts=outcome.adds_up,
    )
