import pytest

from turningpoint.errors import DataError
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.raw_table import read_raw
from turningpoint.sources.own_files.rows import chosen_rows, refuse_several

PANEL = "month,place,n\n2021-01,A,1\n2021-02,A,2\n2021-01,B,3\n2021-02,B,4\n"


def chosen(path, time="month", **choices):
    return chosen_rows(read_raw(path), time, ["n"], Choices(**choices))


def test_a_group_is_taken_and_said(written):
    found = chosen(written(PANEL), group=("place=B",))
    assert (found.frame["n"].tolist(), found.frame.index.tolist()) == (["3", "4"], [4, 5])
    assert found.said == ("rows with place 'B'",)


def test_a_group_that_is_not_there_lists_those_that_are(written):
    with pytest.raises(DataError, match=r"column 'place': no row has 'C'\. There are A, B"):
        chosen(written(PANEL), group=("place=C",))
    with pytest.raises(DataError, match=r"column 'plaice': there is no such column\. Did you mean 'place'"):
        chosen(written(PANEL), group=("plaice=A",))


def test_rows_of_totals_are_left_out_by_name(written):
    found = chosen(written("month,n\n2021-01,1\n2021-02,2\nTotal,3\nGrand total 2021,3\n"))
    assert found.times == ["2021-01", "2021-02"]
    assert found.said == ("left out as totals: rows 4 ('Total'), 5 ('Grand total 2021')",)
    with pytest.raises(DataError, match="every row is a total"):
        chosen(written("month,n\nTotal,3\n"))


def test_a_total_is_never_added_to_its_parts(written):
    path = written(PANEL + "2021-01,Total,4\n2021-02,Total,6\n")
    with pytest.raises(DataError, match=r"column 'place', rows 6, 7: 'Total' is the total .*--group place=Total"):
        chosen(path, total=True)
    told = written(PANEL.replace("place", "note").replace(",A,", ",All quiet that day,"))
    assert len(chosen(told, total=True).frame) == 4
    path = written(PANEL + "2021-01,Total,4\n2021-02,Total,6\n")
    assert chosen(path, group=("place=Total",), total=True).frame["n"].tolist() == ["4", "6"]


@pytest.mark.parametrize(
    ("content", "time", "times"),
    [
        ("year,month,n\n2021,1,5\n2021,2,5\n", "year,month", ["2021 1", "2021 2"]),
        ("month,year,n\nJanuary,2021,5\n", "month,year", ["January 2021"]),
        ("year,quarter,n\n2021,1,5\n", "year,quarter", ["2021 Q1"]),
        ("year,week,n\n2021,53,5\n", "year,week", ["2021 W53"]),
    ],
)
def test_times_in_several_columns_are_joined(written, content, time, times):
    assert chosen(written(content), time).times == times


def test_several_rows_of_a_period_are_refused_with_what_can_be_done(written):
    raw = read_raw(written(PANEL))
    rows = chosen_rows(raw, "month", ["n"], Choices())
    with pytest.raises(DataError, match=r"the time 2021-01 stands more than once\. To add up n: --sum ") as caught:
        refuse_several(raw, rows, rows.times, "n")
    assert caught.value.rows == (4, 5)
    assert "--group place=A" in str(caught.value)
    assert "turningpoint events own.csv --date month" in str(caught.value)
    refuse_several(raw, rows, ["1", "2", "3", "4"], "n")


def test_events_are_added_up_over_months(written):
    raw = read_raw(written("day,n\n2021-01-03,1\n2021-01-03,2\n"))
    rows = chosen_rows(raw, "day", ["n"], Choices())
    with pytest.raises(DataError, match="--sum --by month"):
        refuse_several(raw, rows, rows.times, "n")


def test_a_year_that_repeats_beside_a_column_of_months_is_told_to_join_them(written):
    raw = read_raw(written("year,month,n\n2021,1,1\n2021,2,2\n"))
    rows = chosen_rows(raw, "year", ["n"], Choices())
    with pytest.raises(DataError, match="--time year,month joins the two"):
        refuse_several(raw, rows, rows.times, "n")
