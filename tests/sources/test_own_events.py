"""Events of one's own."""

import pytest

from turningpoint.errors import DataError
from turningpoint.sources.own_events import read_events


def written(tmp_path, *rows):
    path = tmp_path / "events.csv"
    path.write_text("\n".join(["event_id,date,label,more", *rows]) + "\n")
    return path


def test_one_row_an_event_in_order_of_time(tmp_path):
    found = read_events(written(tmp_path, "b,2020-05,B,x", "a,2019-11-28,A,", "b,2020-03-02,B,y", "b,2020-03-02,B,z"))
    assert found["event_id"].tolist() == ["a", "b"]
    assert found["month"].astype(str).tolist() == ["2019-12", "2020-03"]


@pytest.mark.parametrize(
    ("row", "column"),
    [("A b,2020-05,B,", "event_id"), ("a,2020-13,B,", "date"), ("a,2020-02-30,B,", "date"), ("a,2020-05,,", "label")],
)
def test_what_does_not_fit_is_refused_with_its_column(tmp_path, row, column):
    with pytest.raises(DataError, match=column):
        read_events(written(tmp_path, row))


def test_a_file_without_labels_is_refused(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("event_id,date\na,2020-05\n")
    with pytest.raises(DataError, match="label"):
        read_events(path)
