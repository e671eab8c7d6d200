import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.errors import DataError, ParameterError, TurningpointError
from turningpoint.names import visible
from turningpoint.sources import read_series
from turningpoint.sources.own_files.choices import Choices
from turningpoint.spans import Span

GOOD = "month,attacks,people,rain,note\n2021-07,3,100,0.5,a\n2021-08,5,101,-0.25,b\n2021-09,4,102.5,1e-1,c\n"


def test_named_columns_are_read_and_no_others(written):
    content = GOOD.replace(",a\n", ',"any, thing"\n')
    series = read_series(written(content), time="month", outcome="attacks", exposure="people", covariates=["rain"])
    assert [str(time) for time in series.times] == ["2021-07", "2021-08", "2021-09"]
    np.testing.assert_array_equal(series.values, [3, 5, 4])
    np.testing.assert_array_equal(series.exposure, [100, 101, 102.5])
    assert list(series.covariates) == ["rain"]
    np.testing.assert_array_equal(series.covariates["rain"], [0.5, -0.25, 0.1])
    assert series.outcome == "attacks"


def test_without_exposure_and_covariates(written):
    series = read_series(written(GOOD), time="month", outcome="attacks")
    assert series.exposure is None
    assert series.covariates == {}


def test_a_byte_order_mark_is_skipped(written):
    assert len(read_series(written(b"\xef\xbb\xbf" + GOOD.encode()), time="month", outcome="attacks").times) == 3


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "NaN", "null"])
def test_a_missing_outcome_is_refused_unless_allowed(written, cell):
    path = written(GOOD.replace("2021-08,5", f"2021-08,{cell}"))
    with pytest.raises(DataError, match=r"row 3: the outcome is missing\..*--allow-missing"):
        read_series(path, time="month", outcome="attacks")
    series = read_series(path, time="month", outcome="attacks", allow_missing=True)
    np.testing.assert_array_equal(series.values, [3, np.nan, 4])


def test_measured_outcomes_may_be_negative_and_fractional(written):
    series = read_series(written(GOOD), time="month", outcome="rain", counts=False)
    np.testing.assert_array_equal(series.values, [0.5, -0.25, 0.1])


@pytest.mark.parametrize("number", ["5.0", "5e0", "+5", " 5 ", "5."])
def test_a_whole_number_may_be_written_in_several_ways(written, number):
    series = read_series(written(GOOD.replace("2021-08,5", f"2021-08,{number}")), time="month", outcome="attacks")
    assert series.values[1] == 5


@pytest.mark.parametrize(
    ("old", "new", "column", "rows", "problem"),
    [
        ("2021-08,5", "2021-08,-5", "attacks", (3,), "'-5' is negative; a count is not."),
        ("2021-08,5", "2021-08,5.5", "attacks", (3,), "'5.5' is not a whole number; a count is."),
        ("2021-08,5", "2021-08,inf", "attacks", (3,), "'inf' is infinite."),
        ("2021-08,5", "2021-08,-Infinity", "attacks", (3,), "'-Infinity' is infinite."),
        ("2021-08,5", "2021-08,1e999", "attacks", (3,), "'1e999' is too large"),
        ("2021-08,5", "2021-08,five", "attacks", (3,), "'five' is not a number."),
        ("2021-08,5", '2021-08,"1,200"', "attacks", (3,), "without thousands separators"),
        ("2021-08,5", "2021-08,1_200", "attacks", (3,), "'1_200' is not a number."),
        ("2021-08,5", "2021-08,٥", "attacks", (3,), "is not a number."),
        ("2021-08,5", "2021-07,5", "month", (3,), "the time 2021-07 stands more than once."),
        ("2021-08,5", "2021-10,5", "month", (4,), "2021-09 comes after 2021-10: times are not in order."),
        ("2021-09,4", "2021-11,4", "month", (4,), "times are irregular: 2021-08 is followed by 2021-11."),
        ("2021-08,5", "Aug 2021,5", "month", (3,), "'Aug 2021' is not a time."),
        (",101,", ",0,", "people", (3,), "exposure '0' is not above zero."),
        (",101,", ",-1,", "people", (3,), "exposure '-1' is not above zero."),
        (",101,", ",,", "people", (3,), "a value is missing; exposure and covariates must be complete."),
        (",101,", ",inf,", "people", (3,), "'inf' is infinite."),
        (",-0.25,", ",,", "rain", (3,), "a value is missing"),
        (",-0.25,", ",dry,", "rain", (3,), "'dry' is not a number."),
    ],
)
def test_bad_cells_are_refused_with_file_column_and_row(written, old, new, column, rows, problem):
    path = written(GOOD.replace(old, new))
    with pytest.raises(DataError) as caught:
        read_series(path, time="month", outcome="attacks", exposure="people", covariates=["rain"])
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, rows)


def test_missing_exposure_is_refused_even_where_missing_outcomes_are_allowed(written):
    path = written(GOOD.replace(",101,", ",,"))
    with pytest.raises(DataError, match="exposure and covariates must be complete"):
        read_series(path, time="month", outcome="attacks", exposure="people", allow_missing=True)


def test_nothing_but_missing_outcomes_is_refused(written):
    with pytest.raises(DataError, match="every outcome is missing"):
        read_series(written("t,y\n1,\n2,\n"), time="t", outcome="y", allow_missing=True)


def test_an_absent_column_lists_those_there_are_and_suggests_the_nearest(written):
    with pytest.raises(DataError) as caught:
        read_series(written(GOOD), time="month", outcome="attack")
    message = str(caught.value)
    assert "column 'attack': there is no such column. Did you mean 'attacks'?" in message
    assert "The file has: month, attacks, people, rain, note." in message


def test_one_column_for_two_purposes_is_refused(written):
    with pytest.raises(ParameterError, match="column 'attacks' is named for two purposes"):
        read_series(written(GOOD), time="month", outcome="attacks", covariates=["attacks"])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "the file is empty"),
        ("month,attacks\n", "no row below it"),
        ("month,attacks\n2021-08,1\n", "at least two times"),
        (b"PK\x03\x04\x14\x00\x06\x00" + GOOD.encode(), "this is a workbook or an archive.*Save the table as CSV"),
        (b"month,attacks\n2021-08,\x01\xff\n", "this is not UTF-8 text"),
    ],
)
def test_files_that_hold_no_series_are_refused(written, content, problem):
    with pytest.raises(DataError, match=problem):
        read_series(written(content), time="month", outcome="attacks")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD.replace(",", ";"), "Read as follows: columns separated by semicolon."),
        (GOOD.replace(",", "\t"), "Read as follows: columns separated by tab."),
        (GOOD.encode("utf-16"), "Read as follows: text in UTF-16."),
        (GOOD.replace("note", "né").encode("latin-1"), "Read as follows: text in Windows-1252 (Latin-1)."),
        (GOOD, ""),
    ],
)
def test_separator_and_encoding_are_found_and_said(written, content, said):
    series = read_series(written(content), time="month", outcome="attacks", exposure="people", covariates=["rain"])
    np.testing.assert_array_equal(series.values, [3, 5, 4])
    np.testing.assert_array_equal(series.covariates["rain"], [0.5, -0.25, 0.1])
    assert series.said == said


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_series(tmp_path / "none.csv", time="month", outcome="attacks")
    with pytest.raises(DataError, match="this is a folder"):
        read_series(tmp_path, time="month", outcome="attacks")


def test_rows_are_those_of_the_file_below_a_cell_with_two_lines(written):
    content = 't,y,note\n1,2,"two\nlines"\n2,3,x\n2,4,y\n'
    with pytest.raises(DataError, match="row 5: the time 2 stands more than once"):
        read_series(written(content), time="t", outcome="y")


def test_streams_without_end_and_too_many_rows_are_refused(written, monkeypatch):
    with pytest.raises(DataError, match="larger than 50 MB"):
        read_series(Path("/dev/zero"), time="month", outcome="attacks")
    monkeypatch.setattr("turningpoint.sources.csv_table.MOST_ROWS", 2)
    with pytest.raises(DataError, match=r"more than 2 rows.*one row a period"):
        read_series(written(GOOD), time="month", outcome="attacks")


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\nb", "\u202eskcatta"])
def test_a_column_whose_name_steers_what_shows_it_is_refused(written, name):
    content = GOOD.replace("attacks", f'"{name}"')
    with pytest.raises(DataError, match="no name of a column"):
        read_series(written(content), time="month", outcome=name)
    with pytest.raises(DataError, match="there is no such column") as told:
        read_series(written(content), time="month", outcome="attacks")
    assert not set("\x1b\u202e") & set(str(told.value))


SEEDS = [GOOD, GOOD.replace(",", ";"), GOOD.replace("2021-0", "2021-0\0"), "\ufeff" + GOOD, GOOD.replace("5", "1e999")]
PIECES = st.sampled_from(
    ["\n", "\r", ",", '"', "\0", "é", "1e400", "-", "2021-08", "NaN", "inf", "9" * 400, "\u2028", ""]
)


@st.composite
def torn(draw):
    """A file like a good one with a few places replaced."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(PIECES) + text[place + draw(st.integers(0, 4)) :]
    return text.encode()


@given(st.binary(max_size=80) | torn(), st.booleans(), st.booleans())
@settings(max_examples=300)
def test_whatever_the_bytes_a_file_is_read_or_refused(content, allow_missing, counts):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_bytes(content)
        try:
            found = read_series(
                path, time="month", outcome="attacks", exposure="people", covariates=["rain"],
                allow_missing=allow_missing, counts=counts,
            )  # fmt: skip
        except TurningpointError as error:
            assert visible(str(error)) == str(error)  # noqa: PT017 - either way is right
        else:
            assert np.isfinite(found.values[~np.isnan(found.values)]).all()


PICSS = Path(__file__).parents[1] / "golden" / "picss_spans" / "observations.csv"
SPANS = "month,until,n,people\n2021-03,,4,9\n2020-12,2021-02,30,9\n2021-06,2021-06,5,9\n"


def test_sums_over_periods_that_are_not_neighbours_are_read():
    series = read_series(PICSS, time="months", outcome="attacks")
    assert (str(series.times[0]), str(series.times[-1]), len(series.times)) == ("2015-01", "2026-01", 133)
    assert np.isfinite(series.values).sum() == 83
    assert len(series.spans) == 8
    assert series.spans[3] == Span((*range(36, 44), 47), 174.0)
    covered = np.isfinite(series.values).sum() + sum(len(span.periods) for span in series.spans)
    assert covered == 133


def test_a_column_may_have_the_last_period(written):
    series = read_series(written(SPANS), time="month", time_end="until", outcome="n")
    assert len(series.times) == 7
    np.testing.assert_array_equal(series.values, [np.nan] * 3 + [4, np.nan, np.nan, 5])
    assert series.spans == (Span((0, 1, 2), 30.0),)
    ranges = SPANS.replace("2020-12,2021-02", "2020-12/2021-02,x")
    same = read_series(written(ranges), time="month", outcome="n")
    np.testing.assert_array_equal(same.values, series.values)
    assert same.spans == series.spans


def test_a_hole_is_refused_without_sums_and_needs_no_leave_with_them(written):
    holes = "month,n\n2021-01,3\n2021-02,4\n2021-04,5\n2021-05,5\n"
    with pytest.raises(DataError, match="row 4: times are irregular: 2021-02 is followed by 2021-04"):
        read_series(written(holes), time="month", outcome="n")
    series = read_series(written(holes + "2021-06/2021-07,9\n"), time="month", outcome="n")
    np.testing.assert_array_equal(np.isfinite(series.values), [True, True, False, True, True, False, False])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("30", "", "column 'n', row 3: the outcome is missing"),
        ("30", "3.5", "column 'n', row 3: '3.5' is not a whole number"),
        ("30", "-3", "column 'n', row 3: '-3' is negative"),
        ("2021-02", "2021-03", "column 'month', rows 2, 3: 2021-03 lies in '2020-12/2021-03' and in another row"),
        ("2021-02", "2020-11", "column 'month', row 3: '2020-12/2020-11' ends before it begins"),
        ("2021-02", "spring", "column 'month', row 3: 'spring' is not a time"),
    ],
)
def test_what_is_wrong_with_a_sum_is_told_with_its_row(written, old, new, problem):
    with pytest.raises(DataError, match=problem):
        read_series(written(SPANS.replace(old, new, 1)), time="month", time_end="until", outcome="n")


def test_a_sum_that_was_not_observed_leaves_its_periods_missing(written):
    path = written(SPANS.replace("30", ""))
    series = read_series(path, time="month", time_end="until", outcome="n", allow_missing=True)
    assert (len(series.times), series.spans) == (7, ())


@pytest.mark.parametrize("columns", [{"exposure": "people"}, {"covariates": ["people"]}])
def test_a_sum_has_no_exposure_or_covariate_of_its_periods(written, columns):
    with pytest.raises(
        DataError, match=r"column 'people': a row of this file may hold the sum .* Leave the column out"
    ):
        read_series(written(SPANS), time="month", time_end="until", outcome="n", **columns)


def test_the_last_period_is_a_column_of_its_own(written):
    with pytest.raises(ParameterError, match="'month' is named for two purposes"):
        read_series(written(SPANS), time="month", time_end="month", outcome="n")


def test_a_period_without_a_row_is_zero_or_missing_as_told(written):
    path = written("month,n\n2021-01,3\n2021-02,4\n2021-04,5\n")
    with pytest.raises(DataError, match=r"--absent zero .* or --absent missing"):
        read_series(path, time="month", outcome="n")
    zero = read_series(path, time="month", outcome="n", choices=Choices(absent="zero"))
    np.testing.assert_array_equal(zero.values, [3, 4, 0, 5])
    assert zero.said == "Read as follows: 1 absent period taken as zero, as told."
    missing = Choices(absent="missing")
    with pytest.raises(DataError, match=r"a period has no outcome\. .*--allow-missing"):
        read_series(path, time="month", outcome="n", choices=missing)
    hole = read_series(path, time="month", outcome="n", choices=missing, allow_missing=True)
    np.testing.assert_array_equal(hole.values, [3, 4, np.nan, 5])


def test_events_are_added_up_and_a_month_without_one_is_a_zero(written):
    path = written("day,n\n2021-01-05,3\n2021-01-05,1\n2021-03-30,2\n")
    series = read_series(path, time="day", outcome="n", choices=Choices(total=True, by="month"))
    np.testing.assert_array_equal(series.values, [4, 0, 2])
    assert "1 absent period taken as zero, for events are added up" in series.said


def test_k_of_n_may_lack_both(written):
    path = written("month,k,n\n2021-01,3,100\n2021-02,,\n2021-03,5,200\n")
    series = read_series(path, time="month", outcome="k", exposure="n", allow_missing=True)
    np.testing.assert_array_equal(series.exposure, [100, 150, 200])
    assert "exposure of 2021-02 taken from its neighbours" in series.said
    gone = written("month,k,n\n2021-01,3,100\n2021-03,5,200\n2021-04,5,200\n")
    with pytest.raises(DataError, match="nothing says their n"):
        read_series(gone, time="month", outcome="k", exposure="n", choices=Choices(absent="zero"))
    same = read_series(
        gone, time="month", outcome="k", exposure="n", allow_missing=True, choices=Choices(absent="missing")
    )
    np.testing.assert_array_equal(same.exposure, [100, 150, 200, 200])


def test_sums_over_periods_may_be_of_a_group_and_have_dates_of_their_own(written):
    path = written("place,from,to,n\nA,01/2021,02/2021,9\nA,03/2021,,4\nB,01/2021,02/2021,7\nB,03/2021,,5\n")
    ask = {"time": "from", "time_end": "to", "outcome": "n"}
    one = read_series(path, **ask, choices=Choices(group=("place=A",)))
    both = read_series(path, **ask, choices=Choices(total=True))
    assert (one.spans, both.spans) == ((Span((0, 1), 9.0),), (Span((0, 1), 16.0),))
    assert (one.values[2], both.values[2]) == (4, 9)
    with pytest.raises(ParameterError, match="a period that no row covers is missing"):
        read_series(path, **ask, choices=Choices(group=("place=A",), absent="zero"))


def test_a_date_of_the_user_is_read_by_the_rules_of_the_file(written):
    series = read_series(written("t,n\n31/01/2021,3\n28/02/2021,4\n31/03/2021,5\n"), time="t", outcome="n")
    assert [series.when(text) for text in ("28/02/2021", "01/02/2021", "2021-02")] == ["2021-02"] * 3
