"""What a report found, as its front sees it: the series that speak, and every recorded result by its id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from turningpoint.its.model.season import periods_of_year
from turningpoint.number_format import counted
from turningpoint.outcome import Outcome
from turningpoint.reports.front.recorded import Interval, Record, interval_of
from turningpoint.reports.settings.named_series import names_beside
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.question import event_in_words
from turningpoint.sources.outcomes.registry import SOURCES, sources_beside
from turningpoint.timeline import in_words, position

BEFORE_AFTER = ("before_after.months_12", "before_after.periods_12", "before_after.whole")
FIRST_YEAR = ("effect.months_12", "effect.periods_12")


@dataclass(frozen=True)
class Series:
    """A series that speaks: who counts, the beginning of its ids, and where who counts is at home, if known."""

    name: str
    prefix: str
    at: str = ""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Results of a report with the words around them.

    Attributes
    ----------
    records : by id. series : the report's own first.
    what, unit, place : what is counted (``militant attacks``), the noun of its unit (``attacks``), where.
    when, event : the intervention's period, and the same with its name, in words.
    period, year, before : word for one period, how many make a year, how many lie before the intervention.
    confidence : of the intervals. counts : whether values add up.
    per : what counts are related to where they have an exposure (`` per inhabitant``), else nothing.
    """

    records: Mapping[str, Record]
    series: tuple[Series, ...]
    what: str
    unit: str
    place: str
    when: str
    event: str
    period: str
    year: int
    before: int
    confidence: float
    counts: bool
    per: str = ""

    def record(self, id: str) -> Record | None:
        """A record by its whole id."""
        return self.records.get(id)

    def behind(self, start: str) -> dict[str, Record]:
        """The records whose ids begin so, by what stands behind."""
        return {id.removeprefix(start): one for id, one in self.records.items() if id.startswith(start)}

    def verdict(self, id: str) -> str:
        """The verdict of a record; nothing where there is none."""
        return str((self.record(id) or {}).get("verdict", ""))

    def found(self, series: Series, *names: str) -> Interval | None:
        """The first of some results of a series that there is."""
        intervals = (interval_of(self.record(f"{series.prefix}.{name}")) for name in names)
        return next((interval for interval in intervals if interval is not None), None)

    def each(self, *names: str) -> list[tuple[Series, Interval]]:
        """The series that give a result, with it."""
        pairs = ((one, self.found(one, *names)) for one in self.series)
        return [(one, interval) for one, interval in pairs if interval is not None]

    @property
    def contrast(self) -> str:
        """Which comparison of before and after is told of every series: over a year each, else over all there is."""
        return next((name for name in BEFORE_AFTER if self.each(name)), BEFORE_AFTER[0])

    def before_after(self) -> list[tuple[Series, Interval]]:
        """The series that compare before and after, all over the same span."""
        return self.each(self.contrast)

    @property
    def span(self) -> str:
        """A year in periods, e.g. ``12 months``."""
        return counted(self.year, self.period)

    @property
    def sides(self) -> tuple[str, str]:
        """After and before, as the comparison has them."""
        if self.contrast == BEFORE_AFTER[-1]:
            return f"all {self.period}s from {self.when} on", f"all {self.period}s before"
        return f"the {self.span} from {self.when}", f"the {self.year} before"

    @property
    def many(self) -> str:
        """``as many militant attacks``, by the period where the sides are not of one length."""
        by = f" a {self.period}" if self.contrast == BEFORE_AFTER[-1] else ""
        return f"as many {self.what}{self.per}{by}"

    @property
    def where(self) -> str:
        """`` in Pakistan``, or nothing."""
        return f" in {self.place}" if self.place else ""

    @property
    def of_claims(self) -> bool:
        """Whether the report is on statements, which say that there was a rise."""
        return "claims.C06" in self.records


def evidence_of(results: Iterable[Record], parameters: Parameters, outcome: Outcome) -> Evidence:
    """Read the results of a report whose series is named; ``outcome`` is the series inside the window."""
    series = [Series("this series", "attacks")]
    if not parameters.data:
        known = sources_beside(parameters.country)
        speak = {"attacks": SOURCES[parameters.source]}
        speak |= {f"attacks.beside.{name}": known[name] for name in names_beside(parameters)}
        series = [Series(source.counter, prefix, source.at) for prefix, source in speak.items()]
    return Evidence(
        records={str(record["id"]): record for record in results},
        series=tuple(series),
        what=outcome.label,
        unit=outcome.unit.partition(" per ")[0],
        place=outcome.geography,
        when=in_words(parameters.intervention),
        event=event_in_words(parameters),
        period=outcome.period,
        year=periods_of_year(outcome.times),
        before=position(outcome.times, parameters.intervention),
        confidence=parameters.confidence,
        counts=outcome.adds_up,
        per="" if outcome.exposure is None else f" per {'inhabitant' if parameters.population else 'unit of exposure'}",
    )
