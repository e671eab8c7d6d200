"""Looks at the frequency of attacks: what a series in a window says about the date of a change, and how strongly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from turningpoint.claims.verdict import Verdict
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import agreeing
from turningpoint.robustness.dates.date_set import DateSet

Speech = Literal["for", "against", "silent"]


@dataclass(frozen=True, eq=False)
class Look:
    """One series, in words, in one window, ``YYYY-MM to YYYY-MM``: the dates at which a break is possible.

    Level and slope are of the interrupted time series at the date that the claims name; no slope in a step model.
    """

    series: str
    window: str
    dates: DateSet
    level: Effect
    slope: Effect | None

    @property
    def name(self) -> str:
        """Series and window."""
        return f"{self.series}, {self.window}"

    def of_date(self, when: str, rivals: Sequence[str]) -> Speech:
        """Say whether a date is possible and its rivals are not (for), it is not (against), or neither (silent)."""
        stands = self.dates.stands(when)
        if stands == "outside":
            return "against"
        if stands != "inside":
            return "silent"
        return "for" if rivals and not any(self.dates.holds(rival) for rival in rivals) else "silent"

    def of_year(self, year: int) -> Speech:
        """Say whether all possible dates lie in a year (for), none does (against), or neither (silent)."""
        if not self.dates.rules_out or not any(date.startswith(str(year)) for date in self.dates.dates):
            return "silent"
        inside = [date for date in self.dates.dates if self.dates.holds(date)]
        within = [date for date in inside if date.startswith(str(year))]
        return "against" if not within else "for" if len(within) == len(inside) else "silent"

    def words(self, when: str) -> str:
        """Say the set of dates, and where one date stands."""
        found = self.dates
        if not found.rules_out:
            return f"{self.name}: no date is ruled out"
        where = f"{when} {'was' if found.holds(when) is None else 'is'} {found.stands(when)}"
        return f"{self.name}: a break in {found.spans_in_words()}, all other dates are ruled out, {where}"


def agreed(said: Sequence[Speech]) -> Verdict:
    """Give a verdict on what several looks say, the report's own first.

    >>> agreed(["against", "silent"]), agreed(["against", "for"]), agreed(["for", "silent"]), agreed([])
    ('contradicted', 'not testable here', 'supported', 'not testable here')
    """
    if said and said[0] == "against" and "for" not in said:
        return "contradicted"
    if said and said[0] == "for" and "against" not in said:
        return "supported"
    return "not testable here"


def counted_words(said: Sequence[Speech], what: str) -> str:
    """Count the looks in words.

    >>> counted_words(["against", "silent", "against"], "August 2021")
    'of 3 looks 2 rule out August 2021, none singles it out and 1 cannot tell'
    """
    counts = {speech: sum(one == speech for one in said) for speech in ("against", "for", "silent")}
    numbers = {speech: str(count) if count else "none" for speech, count in counts.items()}
    rule, single = agreeing(counts["against"], "rules", "rule"), agreeing(counts["for"] or 1, "singles", "single")
    return (
        f"of {len(said)} looks {numbers['against']} {rule} out {what}, {numbers['for']} {single} it out and "
        f"{numbers['silent']} cannot tell"
    )


def best_words(looks: Sequence[Look]) -> str:
    """Say where the first look places the break."""
    first = looks[0].dates
    return f"the break lies in {first.spans_in_words()}" if first.rules_out else "the data rule no date out"
