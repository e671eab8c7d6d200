"""Which of several printed numbers for one period counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from turningpoint.sources.printed_totals.figure import Figure

RULE = (
    "of several figures for a month that of the latest dated report counts, of several totals for one period that of "
    "the first report dated after the period has ended (undated reports count where there is no other), so that a "
    "total and its parts are of one vintage; floors, disputed figures, likely misprints, unclear periods and totals "
    "that begin or end inside a month are left out"
)
TOO_EARLY = "dated before its period has ended"
LATER = "restated later"
EARLIER = "an earlier edition"
UNDATED = "undated, beside a dated one"
SAME_DATE = "of the same date as the one chosen, and below it in the table"


@dataclass(frozen=True)
class PassedOver:
    """A figure that was not chosen, and why."""

    figure: Figure
    reason: str


def choose(figures: Sequence[Figure]) -> tuple[list[Figure], list[PassedOver]]:
    """Choose one figure for every period, by `RULE`; the others are returned with the reason.

    A figure that only repeats the value of the chosen one is not among the others.
    """
    chosen, passed = [], [PassedOver(figure, figure.unfit) for figure in figures if figure.unfit]
    ordered = sorted((f for f in figures if not f.unfit), key=attrgetter("first", "last"))
    for _, group in groupby(ordered, key=attrgetter("first", "last")):
        editions = list(group)
        # of the months the latest: an empty date sorts before every other, and of one date the first row counts
        best = max(editions, key=attrgetter("report_date")) if editions[0].is_month else _total(editions)
        if best:
            chosen.append(best)
        passed += [PassedOver(f, _reason(f, best)) for f in editions if best is None or f.value != best.value]
    return chosen, sorted(passed, key=lambda one: (one.figure.first, one.figure.last, one.figure.report_date))


def _total(editions: Sequence[Figure]) -> Figure | None:
    """The first dated after its period has ended, else an undated one, else none."""
    after = [figure for figure in editions if figure.dated_after_its_end]
    undated = [figure for figure in editions if not figure.report_date]
    return min(after, key=attrgetter("report_date")) if after else next(iter(undated), None)


def _reason(figure: Figure, best: Figure | None) -> str:
    """Why a figure is not the chosen one of its period."""
    if figure.report_date and not figure.is_month and not figure.dated_after_its_end:
        return TOO_EARLY
    if best is None:
        raise AssertionError("a total that is not too early can be chosen")
    if not figure.report_date and best.report_date:
        return UNDATED
    if figure.report_date == best.report_date:
        return SAME_DATE
    return EARLIER if figure.report_date < best.report_date else LATER
