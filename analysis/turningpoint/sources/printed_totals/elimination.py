"""Chosen figures in, observations that do not overlap out."""

from collections.abc import Sequence
from dataclasses import dataclass

from turningpoint.sources.printed_totals.borders import Borders, Months, Term, total
from turningpoint.sources.printed_totals.figure import Figure
from turningpoint.sources.printed_totals.observation import Kind, Observation, months_in_words

RULE = (
    "totals are subtracted from totals first, shorter ones before longer ones, and single months only then; a printed "
    "month stays as it is printed, even where the months add to more than a total; what follows for several months "
    "together alone stays a sum over them; of two sums that share some of their months the shorter stays"
)


@dataclass(frozen=True)
class Unused:
    """What follows from the figures but cannot stand beside the observations: ``why`` says the reason."""

    months: Months
    value: int
    why: str


def totals_first(figures: Sequence[Figure]) -> list[Figure]:
    """The order in which figures are joined: totals, shorter before longer, then months."""
    return sorted(figures, key=lambda f: (f.is_month, f.last - f.first, f.first))


def eliminate(figures: Sequence[Figure]) -> tuple[list[Observation], list[Unused]]:
    """Reduce figures, one a period, to the finest observations that do not overlap, by `RULE`.

    Every stretch between neighbouring borders that are joined follows from the figures. Stretches that lie inside
    another are taken off it. Where two overlap without one inside the other the shorter stays, the earlier of two as
    long.
    """
    borders = Borders(totals_first(figures))
    printed = {figure.first: figure for figure in figures if figure.is_month}
    kept: list[set[int]] = []
    found: list[Observation] = []
    unused: list[Unused] = []
    for stretch in sorted(borders.stretches(), key=lambda s: (len(s), s.start)):
        whole = set(stretch)
        if crossed := next((one for one in kept if one & whole and not one <= whole), None):
            why = f"it overlaps with {months_in_words(sorted(crossed))}, which is kept"
            unused.append(Unused(tuple(stretch), total(borders.terms(stretch) or ()), why))
            continue
        months = tuple(sorted(whole.difference(*kept)))
        kept.append(whole)
        if not months:
            continue
        figure = printed.get(months[0]) if len(months) == 1 else None
        terms = (Term(1, figure),) if figure else borders.terms(months)
        if terms is None:
            raise AssertionError("stretches less stretches inside them are determined")
        if (value := total(terms)) < 0 and not figure:
            unused.append(Unused(months, value, "below zero"))  # what cannot be a count
        else:
            kind: Kind = "printed" if figure else "derived" if len(months) == 1 else "sum"
            found.append(Observation(months, value, kind, terms))
    return sorted(found, key=lambda one: one.months), unused
