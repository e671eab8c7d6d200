"""What each source's series of attacks says of the change of power: yearly counts, answers, turns at rival dates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import ndtri

from turningpoint.its import Specification, analyse
from turningpoint.its.answers.answer import Answer
from turningpoint.its.witness import Witness, witness
from turningpoint.number_format import fixed
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.sources.embedded.interventions import events
from turningpoint.sources.outcomes.registry import named_series, sources_beside
from turningpoint.sources.outcomes.ucdp_ged import NAME as UCDP
from turningpoint.sources.outcomes.ucdp_ged import WITHOUT_INDIA

COUNTRY = "PAK"
POWER_CHANGED = "2021-08"
"""Month of the change of power, at which the claims place the change."""
SINCE = "2015-01"
"""First month of the series: that of the default edition."""
APART = 12
"""Months by which a rival lies from the date at least, and observed months that it needs on each side."""
AS_NONE = 1.25
"""A ratio between its inverse and this is as good as none."""
ANSWERS = ("growth_before", "growth_since", "acceleration", "turn.level", "turn.slope", "effect.months_12")


@dataclass(frozen=True)
class Ends:
    """A ratio with its interval; None is an open end."""

    estimate: float
    low: float | None
    high: float | None

    @property
    def above(self) -> bool:
        """Whether all of the interval lies above one."""
        return self.low is not None and self.low > 1

    @property
    def below(self) -> bool:
        """Whether all of the interval lies below one."""
        return self.high is not None and self.high < 1

    @property
    def none(self) -> bool:
        """Whether all of the interval is as good as no change."""
        return self.low is not None and self.high is not None and 1 / AS_NONE <= self.low <= self.high <= AS_NONE

    def words(self, unit: str = "") -> str:
        """Write it in two digits, an end near one in three: ``1.3 times (0.82 to 2.0)``.

        >>> Ends(1.27, 0.82, 2.03).words(" times"), Ends(1.31, 1.03, None).words()
        ('1.3 times (0.82 to 2.0)', '1.3 (1.03 or more)')
        """
        return f"{two_digits(self.estimate)}{unit} ({self.ends()})"

    def ends(self) -> str:
        """Write the interval alone."""
        low, high = (None if end is None else two_digits(end) for end in (self.low, self.high))
        return f"{low} or more" if high is None else f"{high} or less" if low is None else f"{low} to {high}"


def words_of(found: Mapping[str, Ends], unit: str = "") -> str:
    """Write ratios by name; the unit stands behind the first."""
    return ", ".join(f"{name} {ends.words(unit * (not place))}" for place, (name, ends) in enumerate(found.items()))


def two_digits(value: float) -> str:
    """Write a ratio in two digits, one near 1 in as many as keep it from reading as 1, up to four.

    >>> two_digits(0.823), two_digits(2.03), two_digits(1.03), two_digits(12.4)
    ('0.82', '2.0', '1.03', '12')
    """
    if 0.95 <= value < 1.05:
        return fixed(value, 3 if abs(value - 1) < 0.005 else 2)
    return fixed(value, 2 if value < 1 else 1 if value < 10 else 0)


@dataclass(frozen=True, eq=False)
class SourceSays:
    """What one source says of attacks.

    Attributes
    ----------
    name : who counts.
    yearly : count by year, whole years only.
    answers : those of `ANSWERS` that its series has, by name.
    low_years : share of the draws that have the lowest trend in each year.
    low_to : last month of the range of that low point.
    note : what is to be known of the low point.
    """

    name: str
    yearly: pd.Series
    answers: Mapping[str, Ends]
    low_years: Mapping[str, float]
    low_to: str
    note: str = ""

    def low_before(self, year: int) -> float:
        """Share of the draws whose lowest month lies before a year."""
        return sum(share for when, share in self.low_years.items() if int(when) < year)


@dataclass(frozen=True)
class Turn:
    """Jump of the leading series at the date of an event, with its distance from none in standard errors."""

    when: str
    event: str
    level: Ends
    confidence: float = 0.95

    @property
    def z(self) -> float:
        """|log level| over its standard error, that of an interval as wide on the log scale."""
        if self.level.low is None or self.level.high is None or self.level.low <= 0:
            return 0.0
        width = math.log(self.level.high) - math.log(self.level.low)
        return abs(math.log(self.level.estimate)) * 2 * float(ndtri(0.5 + self.confidence / 2)) / width

    def stands_out(self, among: int) -> bool:
        """Whether it excludes none at the test's level divided by how many dates are tried."""
        return self.z > float(ndtri(1 - (1 - self.confidence) / (2 * max(among, 1))))


@dataclass(frozen=True, eq=False)
class AttackSeries:
    """All series of attacks, the leading one first, and what stands beside them.

    ``without_india`` is UCDP without the exchanges between India and Pakistan; ``turns`` are of the leading series: at
    the date first, then at each rival.
    """

    sources: tuple[SourceSays, ...] = ()
    without_india: SourceSays | None = None
    turns: tuple[Turn, ...] = ()

    def answers(self, name: str) -> dict[str, Ends]:
        """Give one of `ANSWERS` by every source that has it, by the source's name."""
        return {one.name: one.answers[name] for one in self.sources if name in one.answers}


@lru_cache(maxsize=4)
def attack_series(confidence: float = 0.95) -> AttackSeries:
    """Analyse every source's series at the change of power, and the leading one at each rival date.

    The claims are about one date and one place: the settings of a report do not enter, but for the level of intervals.
    """
    lead, _ = named_series(COUNTRY)
    known = sorted(sources_beside(COUNTRY).values(), key=lambda source: source.name != lead)
    specification = Specification((POWER_CHANGED,), confidence=confidence)
    series = [
        (load_outcome(next(iter(source.outcomes)), country=COUNTRY, source=source.name), source.counter)
        for source in known
    ]
    *found, beside = (
        witness(whole, specification, name=name, counts="", start=SINCE, end=whole.labels[-1])
        for whole, name in [*series, (load_outcome(WITHOUT_INDIA, source=UCDP), "UCDP")]
    )
    turns = []
    for when, event in {POWER_CHANGED: "change of power", **rival_months(found[0].outcome)}.items():
        level = analyse(found[0].outcome, Specification((when,), confidence=confidence)).answer("turn.level")
        turns.append(Turn(when, event, _ends(level), confidence))
    return AttackSeries(tuple(map(_says, found)), _says(beside), tuple(turns))


def rival_months(outcome: Outcome, interventions: pd.DataFrame | None = None) -> dict[str, str]:
    """Months of other dated events far from the date and with months enough, each with the first event in it.

    ``interventions`` are as `read_interventions` gives them; by default the embedded ones.
    """
    known = events(interventions)
    date, covered = pd.Period(POWER_CHANGED, freq="M"), np.asarray(outcome.covered)
    found: dict[str, str] = {}
    for month, event in known[["month", "label"]].itertuples(index=False, name=None):
        when = str(month)
        if abs((month - date).n) < APART or when not in outcome.labels:
            continue
        at = outcome.labels.index(when)
        if min(covered[:at].sum(), covered[at:].sum()) >= APART:
            found.setdefault(when, event)
    return found


def yearly_sums(outcome: Outcome) -> pd.Series:
    """Sum of every calendar year all of whose months are covered, by observations that do not cross its ends."""
    years = np.array([int(label[:4]) for label in outcome.labels])
    found = {}
    for year in dict.fromkeys(years):
        inside = years == year
        spans = [span for span in outcome.spans if inside[list(span.periods)].any()]
        whole = inside.sum() == APART and np.asarray(outcome.covered)[inside].all()
        if whole and all(inside[list(span.periods)].all() for span in spans):
            found[int(year)] = float(np.nansum(outcome.values[inside]) + sum(span.value for span in spans))
    return pd.Series(found, dtype=float)


def _says(one: Witness) -> SourceSays:
    """Take from a witness what the rules ask for; nothing but counts where there is no fit."""
    given: Sequence[Answer] = one.analysis.answers if one.analysis else ()
    answers = {answer.name: _ends(answer) for answer in given if answer.name in ANSWERS}
    low = next((answer for answer in given if answer.name == "low_point"), None)
    years = dict(low.year_probabilities) if low else {}
    end, note = (str(low.high), low.note) if low else ("", one.problem)
    return SourceSays(one.name, yearly_sums(one.outcome), answers, years, end, note)


def _ends(answer: Answer) -> Ends:
    """Numbers of an answer that is a ratio."""
    estimate, low, high = (None if one is None else float(one) for one in (answer.estimate, answer.low, answer.high))
    return Ends(math.nan if estimate is None else estimate, low, high)
