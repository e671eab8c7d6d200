"""Parquet files: cells as their types say, and a refusal where the file cannot be read."""

from datetime import UTC, date, datetime

import pytest

from tests.sources.own_files.typed_files import parquet
from turningpoint.errors import DataError
from turningpoint.sources.own_files.parquet import ParquetTable
from turningpoint.sources.own_files.raw_table import read_raw
from turningpoint.sources.own_series import read_series

COLUMNS = {
    "month": [date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1)],
    "when": [datetime(2020, 1, 1), datetime(2020, 1, 1, 9, 30), datetime(2020, 1, 2, tzinfo=None)],
    "n": [1000, None, 3],
    "share": [0.1, 1.5, float("nan")],
    "whole": [2.0, None, -1e20],
    "name": ["a", "", None],
    "yes": [True, False, None],
    "many": [[1], [2, 3], []],
}


def test_both_ways_to_read_give_the_same_texts(tmp_path):
    path = parquet(tmp_path / "own.parquet", COLUMNS)
    table = ParquetTable(path, path)
    flat = [place for place, name in enumerate(table.header) if name not in ("many", "yes", "when")]
    lines, numbers = table.lines(10)
    ((rows, columns),) = table.batches(flat, 100)
    assert numbers == [1, *rows.tolist()] == [1, 2, 3, 4]
    one_way = [[line[place] for line in lines[1:]] for place in flat]
    other = [column.to_list() for column in columns]
    assert [[text.replace("nan", "") for text in column] for column in one_way][:2] == other[:2]
    assert other[1:3] == [["1000", "", "3"], ["0.1", "1.5", ""]]
    assert [float(text or "nan") for text in other[3]][::2] == [2, -1e20]
    assert [line[1] for line in lines[1:]] == ["2020-01-01", "2020-01-01 09:30:00", "2020-01-02"]


def test_a_series_is_read_with_its_types(tmp_path):
    path = parquet(tmp_path / "own.parquet", COLUMNS)
    found = read_series(path, time="month", outcome="n", allow_missing=True)
    assert [str(time) for time in found.times] == ["2020-01", "2020-02", "2020-03"]
    assert str(found.values.tolist()) == "[1000.0, nan, 3.0]"
    assert read_raw(path).typed("share") == {2, 3, 4}
    with pytest.raises(DataError, match="'\\(nested\\)' is not a number"):
        read_series(path, time="month", outcome="many")
    with pytest.raises(DataError, match="only a workbook has sheets"):
        read_raw(path, sheet="A")


def test_a_name_with_signs_of_a_pattern_is_that_of_one_file(tmp_path):
    parquet(tmp_path / "a1.parquet", {"t": [2001], "n": [9]})
    path = parquet(tmp_path / "a[1].parquet", {"t": [2001], "n": [1]})
    assert ParquetTable(path, path).lines(5)[0] == [["t", "n"], ["2001", "1"]]


def test_a_time_zone_does_not_move_a_date(tmp_path):
    path = parquet(tmp_path / "own.parquet", {"t": [datetime(2020, 1, 1, tzinfo=UTC)], "n": [1]})
    assert read_raw(path).lines[1] == ["2020-01-01", "1"]


def test_a_damaged_file_is_refused(tmp_path):
    path = parquet(tmp_path / "own.parquet", {"t": list(range(2000, 2600)), "n": list(range(600))})
    whole = path.read_bytes()
    for content in (whole[:-20], whole[: len(whole) // 2], b"PAR1", b"PAR1 and no more"):
        path.write_bytes(content)
        with pytest.raises(DataError, match="a parquet file that cannot be read"):
            read_raw(path)
