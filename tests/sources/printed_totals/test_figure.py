import pandas as pd
import pytest

from turningpoint.sources.embedded.published_figures import ARTICLE
from turningpoint.sources.printed_totals.figure import MID_MONTH, Figure, figures_of, month_label, month_number

START = month_number("2020-01")


def row(**changes):
    """One row of the published figures."""
    return {
        "measure": "count", "period": "2020", "period_start": "2020-01", "period_end": "2020-12", "value": 187.0,
        "quality": "", "report_title": "Annual report", "report_date": "2021-01", "url": "",
    } | changes  # fmt: skip


def test_months_are_counted_and_named():
    assert month_label(START + 19) == "2021-08"
    assert [Figure(START + a, START + b, 1).name for a, b in ((7, 7), (0, 11), (0, 5), (1, 12))] == [
        "2020-08", "2020", "2020-01 to 2020-06", "2020-02 to 2021-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "after"),
    [("2021", True), ("2020", False), ("2020-12", False), ("2020-12-31", False), ("2021-01-01", True), ("", False)],
)
def test_a_date_counts_by_the_last_month_it_can_mean(date, after):
    assert Figure(START, START + 11, 187, report_date=date).dated_after_its_end is after
    assert Figure(START, START + 5, 90, report_date="2020").dated_after_its_end


@pytest.mark.parametrize(
    ("changes", "first", "last", "unfit"),
    [
        ({}, 0, 11, ""),
        ({"period_start": "2020", "period_end": "2021"}, 0, 23, ""),
        ({"period_start": "2020-01-01", "period_end": "2020-02-29"}, 0, 1, ""),
        ({"period_start": "2020-01-01", "period_end": "2020-02-28"}, 0, 1, MID_MONTH),
        ({"period_start": "2020-01-02", "period_end": "2020-02"}, 0, 1, MID_MONTH),
        ({"quality": "floor"}, 0, 11, "a floor"),
        ({"quality": "derived"}, 0, 11, ""),
        ({"quality": "likely_misprint"}, 0, 11, "a likely misprint"),
    ],
)
def test_rows_become_figures_and_what_keeps_them_out_is_said(changes, first, last, unfit):
    (found,) = figures_of(pd.DataFrame([row(**changes)]))
    assert (found.first - START, found.last - START, found.value, found.unfit) == (first, last, 187, unfit)
    assert found.cited == "Annual report (2021-01)"


@pytest.mark.parametrize("changes", [{"measure": "percent_change"}, {"report_title": ARTICLE}, {"period_start": ""}])
def test_what_is_no_count_of_known_months_or_stands_in_the_article_is_no_figure(changes):
    assert figures_of(pd.DataFrame([row(**changes)])) == []


def test_a_figure_inside_a_month_keeps_the_name_of_its_row():
    rows = pd.DataFrame([row(period_end="2020-12-25", period="2020-01-01/2020-12-25", report_date="")])
    assert figures_of(rows)[0].name == "2020-01-01/2020-12-25"
    assert figures_of(rows)[0].cited == "Annual report (undated)"
