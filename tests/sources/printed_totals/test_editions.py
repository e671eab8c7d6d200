import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.printed_totals.oracle import RowSpace
from turningpoint.sources.printed_totals import editions
from turningpoint.sources.printed_totals.editions import choose
from turningpoint.sources.printed_totals.figure import Figure
from turningpoint.sources.printed_totals.reduction import reduce_figures

MONTHS = 8
START = 2020 * 12  # January 2020
PERIODS = st.tuples(st.integers(0, MONTHS - 1), st.integers(0, MONTHS - 1)).map(sorted).map(tuple)
DATES = st.sampled_from(["", "2019", "2020", "2020-04", "2020-04-12", "2020-08", "2020-11-02", "2021", "2022-01-05"])
EDITIONS = st.lists(
    st.tuples(PERIODS, DATES, st.integers(0, 5), st.booleans()),
    min_size=1,
    max_size=14,
    unique_by=lambda one: (one[0], one[1]),
)


def end_of_date(date):
    """(year, month) that a date can mean at the latest."""
    year, _, rest = date.partition("-")
    return int(year), int(rest[:2]) if rest else 12


def by_the_printed_rule(rows):
    """The rule once more, read from its words: rows of one period (dates and values) → the value, or None."""
    (first, last), *_ = [period for period, *_ in rows]
    dated = sorted((date, value) for _, date, value, _ in rows if date)
    undated = [value for _, date, value, _ in rows if not date]
    if first == last:
        return dated[-1][1] if dated else undated[0]
    after = [value for date, value in dated if end_of_date(date) > (2020, last + 1)]
    return after[0] if after else (undated[0] if undated else None)


@given(st.lists(st.integers(0, 60), min_size=MONTHS, max_size=MONTHS), EDITIONS)
def test_with_restatements_the_figures_that_the_rule_chooses_are_reduced(truth, rows):
    """The chosen edition of each period tells the truth and every other one something else: the truth comes back."""
    figures, chosen = [], []
    fit = [row for row in rows if not row[3]]
    for period in {row[0] for row in fit}:
        same = [row for row in fit if row[0] == period]
        marked = [(*row[:2], place, False) for place, row in enumerate(same)]
        best = by_the_printed_rule(marked)
        right = sum(truth[period[0] : period[1] + 1])
        if best is not None:
            chosen.append((*period, right))
        for _, date, place, _ in marked:
            value = right if place == best else right + 1000 + place
            figures.append(Figure(START + period[0], START + period[1], value, report_date=date))
    figures += [
        Figure(START + a, START + b, 7777, report_date=date, unfit="a floor")
        for (a, b), date, _, floor in rows
        if floor
    ]
    known = RowSpace(chosen, MONTHS)
    found = reduce_figures(figures)
    assert not found.contradictions
    for one in found.observations:
        months = {month - START for month in one.months}
        assert one.value == sum(truth[month] for month in months) == known.value(months)
    single = {one.months[0] - START for one in found.observations if len(one.months) == 1}
    assert single == {month for month in range(MONTHS) if known.determines({month})}


def edition(value, date, last=11, unfit=""):
    """An edition of the total of 2020, or of another stretch from its January on."""
    return Figure(START, START + last, value, report_date=date, report=f"report {date}", unfit=unfit)


@pytest.mark.parametrize(
    ("dates", "best"),
    [
        (["2021-02", "2021-01-05", "2022"], "2021-01-05"),
        (["2020-12", "2021"], "2021"),
        (["2020", "2020-12-29", ""], ""),
        (["2020-12-31"], None),
    ],
)
def test_of_a_total_the_first_report_dated_after_its_end_counts(dates, best):
    chosen, passed = choose([edition(place, date) for place, date in enumerate(dates)])
    assert [one.report_date for one in chosen] == ([] if best is None else [best])
    assert {one.figure.report_date for one in passed} == set(dates) - {best}


def test_of_a_month_the_latest_report_counts_and_the_reason_of_the_others_is_said():
    chosen, passed = choose([edition(v, d, last=0) for v, d in ((5, ""), (6, "2020-02"), (7, "2020-03-01"))])
    assert [one.value for one in chosen] == [7]
    assert [one.reason for one in passed] == [editions.UNDATED, editions.EARLIER]


def test_why_a_total_was_passed_over():
    rows = [
        edition(188, "2022-01"),
        edition(187, "2021-01"),
        edition(180, "2020-12"),
        edition(150, "2021", unfit="a floor"),
    ]
    _, passed = choose([*rows, edition(187, "2023"), edition(1, "")])
    assert {(one.figure.value, one.reason) for one in passed} == {
        (188, editions.LATER),
        (180, editions.TOO_EARLY),
        (150, "a floor"),
        (1, editions.UNDATED),
    }


def test_two_values_of_one_date():
    _, passed = choose([edition(1, "2020-05", last=0), edition(2, "2020-05", last=0)])
    assert [(one.figure.value, one.reason) for one in passed] == [(2, editions.SAME_DATE)]
