"""What a file is taken for, and what the message says where it is nothing known."""

import pytest

from tests.sources.event_files.made_up import ged, ged_file, text
from tests.sources.event_files.test_formats import COLUMNS
from turningpoint.errors import DataError
from turningpoint.sources.event_files.formats import GED_COLUMNS
from turningpoint.sources.event_files.recognise import advice, recognise
from turningpoint.sources.event_files.stream import event_bytes


def layout(tmp_path, content, date=None):
    path = tmp_path / "file.csv"
    path.write_text(content, encoding="utf-8")
    with event_bytes(path) as (stream, _):
        return recognise(stream, date)


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_each_format_is_known_by_its_columns(tmp_path, name, separator, mark):
    found = layout(tmp_path, mark + separator.join(COLUMNS[name]) + "\n")
    assert (found.format.name, found.separator, found.lines) == (name, separator, 1)
    assert found.columns == tuple(COLUMNS[name])


def test_names_are_known_in_any_case_and_with_blanks_around_them(tmp_path):
    found = layout(tmp_path, ", ".join(f" {one.upper()} " for one in GED_COLUMNS) + "\n")
    assert found.format.name == "ucdp-ged"
    assert found.place("Best") == GED_COLUMNS.index("best")
    assert found.place("absent") is None


def test_a_file_without_a_header_is_known_by_its_first_event(tmp_path):
    found = layout(tmp_path, text(GED_COLUMNS, [ged(1, "2024-01-05")], header=False))
    assert (found.format.name, found.lines) == ("ucdp-ged", 0)
    assert "no header line" in found.notes[0]


def test_a_second_line_of_hxl_tags_is_skipped_and_one_of_data_is_not(tmp_path):
    assert layout(tmp_path, "Country,ISO3,Month,Year,Events\n#country,#code,#month,#year,#events\n").lines == 2
    assert layout(tmp_path, "Country,ISO3,Month,Year,Events\n#1,ALA,May,2020,4\n").lines == 1


def test_an_unknown_file_is_told_what_it_has_what_there_is_and_what_is_nearest(tmp_path):
    with pytest.raises(DataError) as error:
        layout(tmp_path, "event_id_cnty,event_date,event_type,actor1,country,fatalities\n")
    message = str(error.value)
    assert "its columns are event_id_cnty, event_date, event_type, actor1, country, fatalities" in message
    assert "known are ucdp-ged, acled-events," in message
    assert "The nearest is acled-events, which it is not for want of sub_event_type." in message
    assert "--date COL" in message


def test_a_named_date_makes_any_file_readable_and_one_that_is_absent_does_not(tmp_path):
    assert layout(tmp_path, "When,x\n", date="when").format.name == "own-events"
    with pytest.raises(DataError, match=r"there is no such column. The file has: When, x"):
        layout(tmp_path, "When,x\n", date="day")


def test_bad_headers_are_refused_in_a_message_of_bounded_length(tmp_path):
    for content, message in (
        (",".join(f"c{i}" for i in range(10_000)) + "\n", "there are 10,000 columns"),
        ("best,x,BEST\n", "stands more than once in the header"),
        ('"a\nb",c\n', "no name of a column"),
        ("x" * 5_000 + ",y\n", "no name of a column"),
    ):
        with pytest.raises(DataError, match=message) as error:
            layout(tmp_path, content, date="c")
        assert len(str(error.value)) < 1_000


def test_a_reader_of_series_is_told_how_an_event_file_is_counted(tmp_path):
    path = ged_file(tmp_path / "events.csv", [ged(1, "2024-01-05")])
    assert "This is ucdp-ged" in advice(path)
    assert "turningpoint events events.csv --country PAK --out counts.csv" in advice(path)
    (tmp_path / "series.csv").write_text("month,attacks\n2020-01,4\n")
    for other in (tmp_path / "series.csv", tmp_path / "absent.csv", tmp_path):
        assert advice(other) == ""
