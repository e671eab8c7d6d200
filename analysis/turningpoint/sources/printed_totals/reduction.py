"""The whole of a reduction: observations, what contradicts them, and what was passed over with what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass

from turningpoint.errors import DataError
from turningpoint.sources.embedded.published_figures import NAME, read_published_figures
from turningpoint.sources.printed_totals import editions, elimination
from turningpoint.sources.printed_totals.borders import Borders, Months, total
from turningpoint.sources.printed_totals.editions import PassedOver, choose
from turningpoint.sources.printed_totals.elimination import Unused, eliminate, totals_first
from turningpoint.sources.printed_totals.figure import MID_MONTH, Figure, figures_of
from turningpoint.sources.printed_totals.observation import Observation, months_in_words

RULE = f"{editions.RULE}; {elimination.RULE}"
"""The rule as a report prints it."""


@dataclass(frozen=True)
class Contradiction:
    """Two values for the same months: the one that stays, and another that the figures give as well."""

    months: Months
    kept: int
    other: int
    text: str


@dataclass(frozen=True)
class NotChosen:
    """A figure that was passed over, and why.

    ``changes`` : in words what the observations would be with it; empty: as they are. ``kept`` : what the observations
    inside its months add to, None where they do not cover them or the figure begins or ends inside a month.
    """

    figure: Figure
    reason: str
    changes: str
    kept: int | None


@dataclass(frozen=True)
class Reduction:
    """Observations that do not overlap, in order, and what was decided on the way."""

    observations: tuple[Observation, ...]
    contradictions: tuple[Contradiction, ...]
    not_chosen: tuple[NotChosen, ...]
    unused: tuple[Unused, ...]


def reduce_figures(figures: Sequence[Figure]) -> Reduction:
    """Reduce the figures of one publisher and quantity to observations, by `RULE`."""
    chosen, passed = choose(figures)
    observations, unused = eliminate(chosen)
    return Reduction(
        tuple(observations),
        (*_against_totals(chosen, observations), *_in_another_order(chosen, observations)),
        tuple(_not_chosen(one, chosen, observations) for one in passed),
        tuple(unused),
    )


def reduce_published(
    publisher: str, quantity: str, basis: str, geography: str = "Pakistan", *, period_kinds: Sequence[str] = ()
) -> Reduction:
    """Reduce what one publisher printed of one quantity on one basis: any of the table of published figures.

    Where ``period_kinds`` are named, figures of other kinds of period are not used. A `DataError` where there is no
    such count.
    """
    rows = read_published_figures()
    wanted = {"publisher": publisher, "quantity": quantity, "basis": basis, "geography": geography}
    if period_kinds:
        rows = rows[rows["period_kind"].isin(period_kinds)]
    figures = figures_of(rows[(rows[list(wanted)] == list(wanted.values())).all(axis=1)])
    if not figures:
        problem = f"{publisher} prints no count of {quantity!r} on the basis {basis!r} for {geography}."
        raise DataError(problem, file=f"{NAME}.csv")
    return reduce_figures(figures)


def _added(figure: Figure, observations: Sequence[Observation]) -> int | None:
    """What the observations inside the months of a figure add to, or None where they do not cover them."""
    months = set(range(figure.first, figure.last + 1))
    inside = [one for one in observations if months.issuperset(one.months)]
    return sum(one.value for one in inside) if sum(len(one.months) for one in inside) == len(months) else None


def _against_totals(chosen: Sequence[Figure], observations: Sequence[Observation]) -> list[Contradiction]:
    """Totals that shorter totals give otherwise, or that the observations inside them do not add up to."""
    totals = [figure for figure in totals_first(chosen) if not figure.is_month]
    joined = Borders(totals)
    found = []
    for figure in totals:
        months = tuple(range(figure.first, figure.last + 1))
        said = f"{figure.name}: the total is {figure.value:,}"
        parts = total(joined.terms(months) or ())
        if figure in joined.spare and parts != figure.value:
            found.append(Contradiction(months, parts, figure.value, f"{said}, other totals give {parts:,}"))
        added = _added(figure, observations)
        if added is not None and added != figure.value:
            text = f"{said}, the observations kept add to {added:,}"
            found.append(Contradiction(months, added, figure.value, text))
    return found


def _in_another_order(chosen: Sequence[Figure], observations: Sequence[Observation]) -> list[Contradiction]:
    """Printed months that totals alone give otherwise, and derived values that would be others with months first."""
    totals = Borders(figure for figure in totals_first(chosen) if not figure.is_month)
    months_first = Borders(sorted(totals_first(chosen), key=lambda figure: not figure.is_month))
    found = []
    for one in observations:
        other = (totals if one.kind == "printed" else months_first).terms(one.months)
        if other is None or total(other) == one.value:
            continue
        value = total(other)
        text = f"{one.period}: totals give {one.value:,}, months give {value:,}"
        if one.kind == "printed":
            text = f"{one.period}: totals give {value:,}, the month is printed as {one.value:,}"
        found.append(Contradiction(one.months, one.value, value, text))
    return found


def _not_chosen(one: PassedOver, chosen: Sequence[Figure], observations: Sequence[Observation]) -> NotChosen:
    """What the observations would be with this figure in the place of the chosen one of its period."""
    if one.reason == MID_MONTH:
        return NotChosen(one.figure, one.reason, "", None)
    place = (one.figure.first, one.figure.last)
    others = [figure for figure in chosen if (figure.first, figure.last) != place]
    now = {found.months: found.value for found in observations}
    then = {found.months: found.value for found in eliminate([*others, one.figure])[0]}
    changes = ", ".join(
        f"{months_in_words(months)} {value:,}" + (f" instead of {now[months]:,}" if months in now else "")
        for months, value in sorted(then.items())
        if now.get(months) != value
    )
    return NotChosen(one.figure, one.reason, changes, _added(one.figure, observations))
