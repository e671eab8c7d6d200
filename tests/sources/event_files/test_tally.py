"""What may not be one series is refused once all rows were seen; what may is let through."""

import pytest

from tests.sources.event_files.made_up import ged, ged_file
from turningpoint.errors import DataError
from turningpoint.sources.event_files import count_events


def test_one_year_with_preliminary_rows_is_a_candidate_release_and_is_counted(tmp_path):
    path = ged_file(
        tmp_path / "ged.csv",
        [ged(1, "2024-12-30", code_status="Check dyad"), ged(2, "2025-01-03", code_status="Clear")],
    )
    assert count_events(path).preliminary == 1


def test_many_final_years_are_counted(tmp_path):
    found = count_events(ged_file(tmp_path / "ged.csv", [ged(i, f"{1990 + i}-01-01") for i in range(20)]))
    assert (found.kept, found.preliminary, found.first, found.last) == (20, 0, 19900101, 20090101)


def test_the_rows_that_stand_twice_are_named_by_their_numbers(tmp_path):
    path = ged_file(tmp_path / "ged.csv", [ged(one, "2020-01-01") for one in (7, 8, 9, 8, 7)])
    with pytest.raises(DataError) as error:
        count_events(path)
    assert error.value.rows == (5, 6)
