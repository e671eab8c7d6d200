import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.sources.csv_table import count, month, periods, read_table, read_text, schema

SCHEMA = schema(
    {"month": month(), "a": count(), "b": count()},
    key=["month"],
    rules={"a is above b": lambda rows: rows["a"] <= rows["b"]},
)


def test_only_the_schemas_columns_are_read_and_converted(written):
    frame = read_table(written("x,b,month,a\nany,2,2021-08,1\n"), SCHEMA)
    assert frame.columns.tolist() == ["month", "a", "b"]
    assert frame.loc[0, "b"] == 2
    assert frame["a"].dtype == "int64"


@pytest.mark.parametrize(
    ("content", "column", "rows", "problem"),
    [
        ("month,a,b\n2021-08,1,2\n2021-13,1,2\n", "month", (3,), "'2021-13' is not a month like 2021-08."),
        ("month,a,b\n2021-08,1,2\n2021-09,1.5,2\n", "a", (3,), "'1.5' is not a whole number."),
        ("month,a,b\n2021-08,1,2\n2021-09,,2\n", "a", (3,), "'' is not a whole number."),
        ("month,a,b\n2021-08,-1,2\n2021-09,-4,2\n", "a", (2, 3), "'-1' is negative."),
        ("month,a,b\n2021-08,1,2\n2021-08,1,2\n", None, (2, 3), "two rows have the same month."),
        ("month,a,b\n2021-08,1,2\n2021-09,3,2\n", None, (3,), "a is above b."),
        ("month,a\n2021-08,1\n", "b", (), "there is no such column."),
        ("mouth,a,b\n2021-08,1,1\n", "month", (), "Did you mean 'mouth'? The file has: mouth, a, b."),
        ('month,a,b\n"2021-08\n",1,2\n2021-09,1,2\n', "month", (2,), "is not a month"),
        ('month,a,b,c\n2021-08,1,2,"two\nlines"\n2021-09,x,2,y\n', "a", (4,), "'x' is not a whole number."),
    ],
)
def test_a_misfit_is_refused_with_file_column_and_rows(written, content, column, rows, problem):
    path = written(content)
    with pytest.raises(DataError) as caught:
        read_table(path, SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.file, caught.value.column, caught.value.rows) == (path, column, rows)


@pytest.mark.parametrize(
    ("content", "rows", "problem"),
    [
        ("", (), "the file is empty."),
        ("\n\n", (), "the file is empty."),
        ("a,b\n", (), "there is a header and no row below it."),
        ("a;b\n1;2\n", (1,), "the header has no comma but ';'"),
        ("a\tb\n1\t2\n", (1,), r"the header has no comma but '\t'"),
        ("a,b\n1\n", (2,), "the number of fields is not the 2 of the header."),
        ("a,b\n1,2\n\n3,4\n", (3,), "the number of fields is not the 2 of the header."),
        ("a,b\n1,2,3\n", (2,), "the number of fields is not the 2 of the header."),
        ("a,a\n1,2\n", (1,), "the name stands more than once in the header."),
        ('a,b\n"1,2\n', (2,), "this is not a CSV file"),
        ('a,b\n"1"x,2\n', (2,), "this is not a CSV file"),
        (b"a,b\n1,\x00\n", (2,), "null byte"),
        ("a,b\n1,é\n".encode("latin-1"), (), "this is not UTF-8 text"),
        ("a,b\n1,2\n".encode("utf-16"), (), "this is not UTF-8 text"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", (), "this is not UTF-8 text"),
    ],
)
def test_what_is_not_a_table_is_refused(written, content, rows, problem):
    path = written(content)
    with pytest.raises(DataError) as caught:
        read_text(path)
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.rows == rows


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_text(tmp_path / "none.csv")
    with pytest.raises(DataError, match="this is a folder, not a file"):
        read_text(tmp_path)


def test_a_byte_order_mark_and_trailing_empty_lines_are_skipped(written):
    frame = read_text(written(b"\xef\xbb\xbfa,b\r\n1,2\r\n\r\n"))
    assert frame.columns.tolist() == ["a", "b"]
    assert frame.to_numpy().tolist() == [["1", "2"]]


@pytest.mark.parametrize("end", ["\n", ",\n", "  \n", " , \n,\n\n", ","])
def test_lines_without_any_text_at_the_end_are_no_rows(written, end):
    frame = read_text(written(f"a,b\n1,2\n,3\n{end}"))
    assert frame.to_numpy().tolist() == [["1", "2"], ["", "3"]]


def test_rows_are_numbered_as_an_editor_counts_lines(written):
    frame = read_text(written('a,b\n1,"two\nlines"\n3,4\n'))
    assert frame.index.tolist() == [2, 4]


def test_a_name_that_repeats_matters_only_where_it_is_wanted(written):
    path = written("a,b,b\n1,2,3\n")
    assert read_text(path, ("a",))["a"].tolist() == ["1"]
    with pytest.raises(DataError, match="stands more than once"):
        read_text(path, ("b",))


def test_periods():
    expected = pd.period_range("1969-11", "1970-02", freq="M")
    assert periods(pd.Series(["1969-11", "1969-12", "1970-01", "1970-02"])).equals(expected)
