"""The sentences, tables and recorded numbers on break dates: results in, plain English out."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.number_format import confidence_label, fixed
from turningpoint.reports.notebook_output import record
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.segments import ManyBreaks
from turningpoint.robustness.breaks.two_breaks import TwoBreaks
from turningpoint.timeline import in_words


def set_label(found: BreakDates) -> str:
    """Name the set of dates.

    >>> import numpy as np
    >>> set_label(BreakDates(("2020-01",), np.ones(1), np.ones(1), 0.01, 60, 12, 199, 0.95))
    '95% set of dates'
    """
    return confidence_label(found.confidence).replace("interval", "set of dates")


def dates_title(found: BreakDates, when: str) -> str:
    """Say in a sentence what the figure shows."""
    if not found.detectable:
        return "No single break stands out: no date is ruled out"
    inside = found.holds(when)
    where = "is no candidate" if inside is None else "is possible too" if inside else "is not among the possible dates"
    return f"A single break fits best at {in_words(found.best)}; {in_words(when)} {where}"


def dates_caption(found: BreakDates, source: str) -> str:
    """Say how to read the figure."""
    return (
        f"Gain of a break of level and slope at every date over no break: the higher, the better the date explains the "
        f"series. The bar below is the {set_label(found)}: those not rejected against the best, by "
        f"{found.replicates} series simulated under each hypothesis with the memory of the noise. Dates within "
        f"{found.trim} periods of either end are not searched. {source}."
    )


def dates_alt(found: BreakDates, marked: list[tuple[str, str]]) -> str:
    """Describe the figure for those who do not see it."""
    said = "; ".join(
        f"{name} ({date}) {'inside' if found.holds(date) else 'outside'}"
        for date, name in marked
        if found.holds(date) is not None
    )
    return f"{found.summary()} Marked: {said}."


def dates_table(found: BreakDates, marked: list[tuple[str, str]]) -> pd.DataFrame:
    """Set the events asked about, and the best date, against the set."""
    rows = [(found.best, "Best single break"), *marked]
    place = {date: number for number, date in enumerate(found.dates)}
    return pd.DataFrame(
        [
            {
                "First period after": date,
                "Event": name,
                "Gain": fixed(float(found.gain[place[date]]), 1),
                "p": fixed(float(found.p_values[place[date]]), 3),
                "In the set": "yes" if found.holds(date) else "no",
            }
            for date, name in rows
            if date in place
        ]
    )


def record_dates(found: BreakDates, when: str, *, source: str, window: str) -> None:
    """Record whether the intervention is among the dates (``robustness.break_date``) and the test of any break."""
    inside = found.holds(when)
    record(
        "robustness.break_date",
        estimand=f"p-value of the hypothesis that the one break was at {when}",
        estimate=None if inside is None else float(found.p_values[found.dates.index(when)]),
        method="inverted sup test; nulls simulated with the memory of the noise",
        unit="p-value",
        source=source,
        window=window,
        verdict="not searched" if inside is None else "inside" if inside else "outside",
        best=found.best,
        set=", ".join(a if a == b else f"{a} to {b}" for a, b in found.spans()),
        dates_inside=int(found.inside.sum()),
        dates_searched=len(found.dates),
        set_confidence=found.confidence,
    )
    record(
        "robustness.no_break",
        estimand="p-value of the hypothesis that there was no break of level and slope",
        estimate=found.p_no_break,
        method="sup test; null simulated with the memory of the noise",
        unit="p-value",
        source=source,
        window=window,
        replicates=found.replicates,
    )


def more_breaks(two: TwoBreaks | None, many: ManyBreaks | None, when: str, reasons: Sequence[str]) -> str:
    """Say whether there is a second break, and how many segments BIC finds; why where that cannot be said."""
    said = [] if two is None else [two.summary(when)]
    said += [] if many is None else [many.summary()]
    return " ".join([*said, *reasons])


def segments_table(found: ManyBreaks) -> pd.DataFrame:
    """Set the best partition for every number of breaks side by side."""
    return pd.DataFrame(
        {
            "Breaks": found.frame["breaks"].astype(str),
            "New segments from": found.frame["dates"].replace("", "–"),
            "BIC": [fixed(float(value), 1) for value in found.frame["bic"]],
            "": ["smallest" if breaks == found.chosen else "" for breaks in found.frame["breaks"]],
        }
    )


def record_second(found: TwoBreaks, *, source: str, window: str) -> None:
    """Record the test of a second break (``robustness.second_break``)."""
    record(
        "robustness.second_break",
        estimand="p-value of the hypothesis that there is one break only",
        estimate=found.p_second,
        method="sup test; null simulated with one break and the memory of the noise",
        unit="p-value",
        source=source,
        window=window,
        best=" and ".join(found.best),
        replicates=found.replicates,
    )
