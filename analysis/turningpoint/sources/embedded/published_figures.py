"""Numbers printed by the publishers of figures on violence in Pakistan, one row each."""

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.sources.csv_table import MONTH, one_of, schema, text
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "published_figures"
MEASURES = ("count", "mean_per_month", "percent_change")
BASES = (
    "attacks", "operations", "attacks_and_operations", "suicide_or_bomb_attacks", "all_violence",
    "official_or_monitor_total", "unspecified",
)  # fmt: skip
PERIOD_KINDS = ("month", "quarter", "half", "year", "span")
QUALITIES = ("", "floor", "derived", "inferred", "disputed", "likely_misprint", "period_unclear")
ARTICLE = "Article of 27 February 2026"
"""Title of the report whose claims are judged: what it relays is no evidence for itself."""
UNFIT = ("floor", "disputed", "likely_misprint", "period_unclear")
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_DATE = rf"(\d{{4}}|{MONTH}|{MONTH}-{_DAY})?"
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _month_number(dates: pd.Series, missing_month: int) -> pd.Series:
    """Months since year 0 of partial dates; a bare year counts as the month given; no date is 0."""
    year = pd.to_numeric(dates.str.slice(0, 4)).fillna(0).astype("int64")
    month = pd.to_numeric(dates.str.slice(5, 7)).fillna(missing_month).astype("int64")
    return (year * 12 + month - 1).where(dates != "", 0)


def _length_fits(rows: pd.DataFrame) -> pd.Series:
    """Whether the dates span as many months as the kind of period says; a span may have any length."""
    months = _month_number(rows["period_end"], 12) - _month_number(rows["period_start"], 1) + 1
    return (rows["period_kind"] == "span") | (months == rows["period_kind"].map(_MONTHS))


SCHEMA = schema(
    {
        "publisher": text(".*\\S.*", "is no name"),
        "quantity": text("[a-z]+(_[a-z]+)*", "is not a quantity in small letters and underscores"),
        "measure": one_of(*MEASURES),
        "basis": one_of(*BASES),
        "geography": text(".*\\S.*", "is no name"),
        "period": text(".*\\S.*", "is no period"),
        "period_kind": one_of(*PERIOD_KINDS),
        "period_start": text(_DATE, "is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        "period_end": text(_DATE, "is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        "value": pa.Column("float64", pa.Check(np.isfinite, error="is not finite")),
        "quality": one_of(*QUALITIES),
        "definition_note": text("(?s:.*)", "is no text"),
        "report_title": text(".*\\S.*", "is no title"),
        "report_date": text(_DATE, "is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        "url": text("(https?://\\S+)?", "is not a link"),
    },
    key=["publisher", "quantity", "measure", "basis", "geography", "period", "report_title", "report_date", "url"],
    rules={
        "value is negative, which only a percent_change may be": (
            lambda rows: (rows["value"] >= 0) | (rows["measure"] == "percent_change")
        ),
        "value is not a whole number, as a count is": (
            lambda rows: (rows["value"] % 1 == 0) | (rows["measure"] != "count")
        ),
        "period_start or period_end is empty though the period is not marked period_unclear": (
            lambda rows: (rows[["period_start", "period_end"]] != "").all(axis=1) | rows["quality"].eq("period_unclear")
        ),
        "period_start is after period_end": (
            lambda rows: _month_number(rows["period_start"], 1) <= _month_number(rows["period_end"], 12)
        ),
        "period_start to period_end is not as long as period_kind says": _length_fits,
    },
)


def read_published_figures() -> pd.DataFrame:
    """Read the published figures. The same quantity can have several rows: editions, relays, restatements.

    A hole is missing, never zero. Publishers and bases must not be mixed in one series.

    Columns: publisher, quantity, measure (one of `MEASURES`), basis (one of `BASES`), geography, period, period_kind
    (one of `PERIOD_KINDS`), period_start, period_end, value (number, whole where it is a count, in the unit quantity
    and measure name), quality (one of `QUALITIES`), definition_note, report_title, report_date, url. Dates are text as
    printed (YYYY, YYYY-MM or YYYY-MM-DD); what is not known is an empty text.
    """
    return read_embedded(NAME, SCHEMA)


def latest_first(figures: pd.DataFrame) -> pd.DataFrame:
    """Sort by the date of the report, latest first, undated last; rows of one date keep their order.

    A date known to the month or year only counts as the beginning of it, so that it stands behind every full date
    in it.

    >>> frame = pd.DataFrame({"report_date": ["", "2025-05-01", "2025-06", "2025-06-02"]})
    >>> latest_first(frame)["report_date"].tolist()
    ['2025-06-02', '2025-06', '2025-05-01', '']
    """
    return figures.sort_values("report_date", ascending=False, kind="stable")


def attack_counts(publisher: str, period_kind: str) -> pd.DataFrame:
    """Militant attacks in Pakistan as one publisher counts them, one row a ``month`` or ``year``, by one stated rule.

    The rule: rows of this publisher with quantity and basis ``attacks``, measure ``count``, geography Pakistan and
    this kind of period; rows marked as floor, disputed, likely misprint or unclear period are left out, and so is what
    the article under test relays; of several rows for one period the one of the latest dated report counts, undated
    reports last (`latest_first`). Columns as in `read_published_figures`, sorted by period.
    """
    figures = fit_counts(read_published_figures(), "attacks", "attacks")
    figures = figures[(figures["publisher"] == publisher) & (figures["period_kind"] == period_kind)]
    return figures.sort_values("period", ignore_index=True)


def fit_counts(figures: pd.DataFrame, quantity: str, basis: str) -> pd.DataFrame:
    """Counts of one quantity on one basis in Pakistan, one row a publisher and period, by the rule of `attack_counts`.

    Latest report first.
    """
    wanted = {"quantity": quantity, "basis": basis, "measure": "count", "geography": "Pakistan"}
    fit = (figures[list(wanted)] == list(wanted.values())).all(axis=1)
    fit &= ~figures["quality"].isin(UNFIT) & (figures["report_title"] != ARTICLE)
    return whole_counts(latest_first(figures[fit]).drop_duplicates(["publisher", "period"]))


def whole_where_all_are(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures with their values as whole numbers, unless one of them has decimals."""
    return whole_counts(figures) if (figures["value"] % 1 == 0).all() else figures


def whole_counts(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures whose measure is ``count``, their values as whole numbers."""
    return figures.assign(value=figures["value"].astype("int64"))
