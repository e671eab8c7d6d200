"""Fighting by group and province: of the release with sides, to its end, and of no other."""

import re

import pytest

from turningpoint.errors import ParameterError
from turningpoint.outcome import load_outcome
from turningpoint.sources import read_sides
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.groups_and_provinces import BORDER
from turningpoint.sources.outcomes.ucdp_ged import UCDP_GED
from turningpoint.sources.outcomes.ucdp_sides import BY_GROUP, OUTCOMES, UCDP_SIDES

SIDES = table_info("ucdp_ged_pakistan_sides_month")


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_series_is_of_the_release_with_sides_from_its_start_to_its_end(name):
    found = UCDP_SIDES.load(name, "PAK")
    assert (str(found.times[0]), str(found.times[-1])) == (SIDES.coverage_start, SIDES.coverage_end)
    assert found.source == SIDES.short_title != UCDP_GED.short_title
    assert found.values.sum() > 0
    assert found.definition.startswith("UCDP counts lethal events of fighting between the Government of Pakistan and ")
    assert found.definition.endswith(f"The series ends in {SIDES.coverage_end}.")


def test_the_series_of_ttp_holds_its_factions_and_no_other_group():
    table = read_sides()
    factions = table["militant_group"].isin(["TTP", "TTP - TA", "Jamaat-ul-Ahrar"])
    assert UCDP_SIDES.load("events_ttp", "PAK").values.sum() == table.loc[factions, "events"].sum()
    assert "(TTP, TTP - TA, Jamaat-ul-Ahrar)" in OUTCOMES["events_ttp"].definition


def test_months_are_those_of_the_table_and_absent_ones_are_zero():
    found = load_outcome("events_ttp", source="ucdp-sides", start="2021-08")
    assert found.values.tolist() == [17, 11, 15, 3, 10]
    assert load_outcome("events_elsewhere", source="ucdp-sides", start="2021-08").values.tolist() == [1, 0, 0, 0, 0]


def test_provinces_add_up_to_the_table_but_for_events_in_none_that_is_known():
    border, elsewhere = (UCDP_SIDES.load(f"events_{name}", "PAK").values for name in ("border", "elsewhere"))
    parts = [UCDP_SIDES.load(f"events_{name}", "PAK").values for name in ("khyber_pakhtunkhwa", "balochistan")]
    assert (sum(parts) == border).all()
    table = read_sides()
    known = table.loc[table["province"] != "unknown", "events"].sum()
    assert border.sum() + elsewhere.sum() == known


def test_a_name_says_whether_it_is_of_a_group_or_of_provinces():
    assert BY_GROUP == ("events_ttp", "events_baloch", "events_islamic_state")
    assert {*OUTCOMES} - {*BY_GROUP} == {f"events_{place}" for place in (*BORDER, "border", "elsewhere")}


def test_what_another_release_counts_cannot_be_asked_of_it():
    with pytest.raises(ParameterError, match=r"source 'ucdp-sides' has no outcome 'events'\. It has: events_ttp, "):
        load_outcome("events", source="ucdp-sides")
    with pytest.raises(
        ParameterError, match=f"lies outside the coverage of {re.escape(SIDES.short_title)} for Pakistan"
    ):
        load_outcome("events_ttp", source="ucdp-sides", end="2022-01")
