"""Every name of UCDP's table by side is placed: no row drops out unseen."""

import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_sides
from turningpoint.sources.embedded.ucdp_sides import COMBINED, combine_fata
from turningpoint.sources.outcomes import groups_and_provinces
from turningpoint.sources.outcomes.groups_and_provinces import BORDER, GROUPS, PROVINCES, read_placed_sides


@pytest.mark.parametrize(("column", "names"), [("militant_group", GROUPS), ("province", PROVINCES)])
def test_every_name_of_the_table_is_listed_once_with_a_reason_and_no_other(column, names):
    assert set(names) == set(read_sides()[column])
    assert all(place.reason for place in names.values())


def test_a_row_belongs_to_the_series_of_its_names():
    placed = read_placed_sides()
    assert len(placed) == len(read_sides())
    found = dict(zip(placed["militant_group"], placed["group"], strict=True))
    assert found["TTP - TA"] == found["Jamaat-ul-Ahrar"] == found["TTP"] == "ttp"
    assert (found["Lashkar-e-Islam"], found["MQM"]) == ("", "")
    combined = combine_fata(read_sides()).query(f"province == '{COMBINED}'")["events"].sum()
    assert placed.loc[placed["area"] == BORDER[0], "events"].sum() == combined


@pytest.mark.parametrize(("column", "name"), [("militant_group", "TTP"), ("province", "Punjab province")])
def test_a_name_that_is_not_listed_is_refused(monkeypatch, column, name):
    known = {"militant_group": "GROUPS", "province": "PROVINCES"}[column]
    fewer = {key: place for key, place in getattr(groups_and_provinces, known).items() if key != name}
    monkeypatch.setattr(groups_and_provinces, known, fewer)
    with pytest.raises(DataError, match=f"column '{column}': no series is named for {name}.*List it in {known}"):
        read_placed_sides()
