import pytest

from turningpoint.errors import DataError
from turningpoint.sources.own_files.raw_table import read_raw

PLAIN = "month,größe,n\n2021-08,a,1\n2021-09,b,2\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAIN, ()),
        (b"\xef\xbb\xbf" + PLAIN.encode(), ()),
        (PLAIN.encode("utf-16"), ("text in UTF-16",)),
        (PLAIN.encode("utf-16-le"), ("text in UTF-16",)),
        (PLAIN.encode("utf-16-be"), ("text in UTF-16",)),
        (PLAIN.encode("latin-1"), ("text in Windows-1252 (Latin-1)",)),
        (PLAIN.replace(",", ";"), ("columns separated by semicolon",)),
        (PLAIN.replace(",", "\t"), ("columns separated by tab",)),
        (PLAIN.replace(",", "|"), ("columns separated by vertical bar",)),
        (PLAIN.replace("\n", "\r\n"), ()),
    ],
)
def test_every_way_to_store_a_table_gives_the_same_one(written, content, said):
    found = read_raw(written(content))
    assert (found.header, found.numbers, found.said) == (["month", "größe", "n"], [1, 2, 3], said)
    assert found.columns("n", "größe").to_numpy().tolist() == [["1", "a"], ["2", "b"]]


def test_a_decimal_comma_does_not_part_columns(written):
    assert read_raw(written("t;n\n1;1,5\n2;2,5\n")).columns("n")["n"].tolist() == ["1,5", "2,5"]
    assert read_raw(written('t,n\n1,"1;5"\n2,"2;5"\n')).columns("n")["n"].tolist() == ["1;5", "2;5"]


def test_where_two_signs_part_columns_the_wanted_names_decide(written):
    path = written("a;b,c\n1;2,3\n4;5,6\n")
    assert read_raw(path, wanted=["b,c"]).header == ["a", "b,c"]
    assert read_raw(path, wanted=["c"]).header == ["a;b", "c"]


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"PK\x03\x04....", "a.xlsx", "a workbook or an archive that cannot be read .*Save the table as CSV"),
        (b"\xd0\xcf\x11\xe0....", "a.xls", "this is a workbook"),
        (b"PAR1....", "a.parquet", "this is a parquet file"),
        (b"a,b\n1,\x01\xff\n", "own.csv", r"not UTF-8 text \(byte 8 cannot be read\), nor text of another kind"),
        (b"\xff\xfea", "own.csv", "not UTF-16 text"),
        (b"a,b\n1,\x00\n", "own.csv", "null byte"),
        (b"a;b\n1;2;3\n", "own.csv", "the number of fields is not the 2 of the header"),
    ],
)
def test_what_is_not_a_table_of_text_is_refused(written, content, name, problem):
    with pytest.raises(DataError, match=problem):
        read_raw(written(content, name)).columns()


def test_a_file_of_text_has_no_sheets(written):
    with pytest.raises(DataError, match=r"sheet 'May'.*Leave --sheet out"):
        read_raw(written(PLAIN), sheet="May")
