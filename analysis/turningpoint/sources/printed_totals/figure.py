"""One printed number: the months it counts, its value, and the report it stands in."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from turningpoint.sources.embedded.published_figures import ARTICLE

LEFT_OUT = {
    "floor": "a floor",
    "disputed": "disputed",
    "likely_misprint": "a likely misprint",
    "period_unclear": "its period is unclear",
}
"""Qualities of a figure that keep it out, with the words that say so."""
MID_MONTH = "it begins or ends inside a month"


def month_number(label: str) -> int:
    """Months since year 0 of a label YYYY-MM.

    >>> month_number("2021-08") - month_number("2020-08")
    12
    """
    return int(label[:4]) * 12 + int(label[5:7]) - 1


def month_label(number: int) -> str:
    """The label of a month, the inverse of `month_number`.

    >>> month_label(month_number("2021-08"))
    '2021-08'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Figure:
    """A printed number.

    Attributes
    ----------
    first, last : months since year 0, both included.
    value : the number.
    period : the period as its table names it, e.g. ``2023-H1``.
    report_date : YYYY, YYYY-MM or YYYY-MM-DD; empty where it is not known.
    report : title of the report.
    url : its link, or empty.
    unfit : why it must not be used, or empty.
    """

    first: int
    last: int
    value: int
    period: str = ""
    report_date: str = ""
    report: str = ""
    url: str = ""
    unfit: str = ""

    @property
    def is_month(self) -> bool:
        """Whether it counts a single month."""
        return self.first == self.last

    @property
    def name(self) -> str:
        """Its period in words: a month, a year, or the first and the last month; as in the table where inside one."""
        if self.unfit == MID_MONTH:
            return self.period
        if self.is_month:
            return month_label(self.first)
        if self.first % 12 == 0 and self.last == self.first + 11:
            return month_label(self.first)[:4]
        return f"{month_label(self.first)} to {month_label(self.last)}"

    @property
    def dated_after_its_end(self) -> bool:
        """Whether its report can be later than its last month; a month or year counts by the last month it can mean."""
        date = self.report_date
        return bool(date) and (month_number(date) if len(date) > 4 else int(date) * 12 + 11) > self.last

    @property
    def cited(self) -> str:
        """The report with its date, as it stands beside a number."""
        return f"{self.report} ({self.report_date or 'undated'})"


def figures_of(rows: pd.DataFrame) -> list[Figure]:
    """Make figures of rows of the published figures: one publisher, quantity, basis and place; counts alone.

    A row without dates has no months to stand for and is passed over; one that begins or ends inside a month, or whose
    quality keeps it out (`LEFT_OUT`), is marked unfit. What the article under test relays is no evidence for itself.
    """
    counts = rows[(rows["measure"] == "count") & (rows["report_title"] != ARTICLE)]
    counts = counts[(counts["period_start"] != "") & (counts["period_end"] != "")]
    return [_figure(row) for row in counts.to_dict("records")]


def _figure(row: Mapping[Hashable, Any]) -> Figure:
    start, end = row["period_start"], row["period_end"]
    first, last = (start if len(start) > 4 else f"{start}-01"), (end if len(end) > 4 else f"{end}-12")
    whole = len(first) == 7 or first[8:] == "01"
    whole &= len(last) == 7 or pd.Timestamp(last).is_month_end
    return Figure(
        first=month_number(first),
        last=month_number(last),
        value=int(row["value"]),
        period=row["period"],
        report_date=row["report_date"],
        report=row["report_title"],
        url=row["url"],
        unfit=LEFT_OUT.get(row["quality"], "") if whole else MID_MONTH,
    )
