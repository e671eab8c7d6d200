"""Placebo countries are comparable, and neighbours are shown, not ranked."""

import pytest

from turningpoint.errors import DataError
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.placebos.in_space import placebo_countries
from turningpoint.sources.embedded.land_borders import neighbours

CODES = ("PAK", "AFG", "IND", "MLI", "SSD", "COL", "PHL", "SOM", "CHE", "ALB")
WINDOW = {"country": "PAK", "start": "2010-01", "end": "2024-12"}


@pytest.fixture(scope="module")
def found():
    return placebo_countries("events", Specification(("2021-08",)), countries=CODES, **WINDOW)


def test_neighbours_are_shown_only(found):
    shown = found.frame[~found.frame["ranked"]]["name"].unique().tolist()
    assert shown == ["AFG", "IND"]
    assert not set(found.ranked()["name"]) & set(neighbours("PAK"))


def test_what_is_not_comparable_is_named(found):
    reasons = dict(found.left_out.to_numpy())
    assert reasons["SSD"] == "no series over the whole window"
    assert reasons["ALB"].startswith(("fewer than", "no series"))


def test_the_share_counts_the_real_one(found):
    assert found.share() == pytest.approx((1 + (found.ranked()["z"] >= found.real_z()).sum()) / 4)
    assert found.real_z() > 0
    assert "3 placebo countries" in found.summary()


def test_another_country_has_its_own_ranks():
    found = placebo_countries(
        "events", Specification(("2020-08",)), countries=CODES, country="MLI", start="2015-01", end="2024-12"
    )
    assert found.real == "MLI"
    assert "PAK" in set(found.ranked()["name"])


def test_an_outcome_of_pakistan_alone_is_held_against_what_it_was_made_from():
    found = placebo_countries("events_without_india", Specification(("2021-08",)), countries=CODES, **WINDOW)
    assert found.placebos() == 3


def test_a_country_without_a_series_is_refused():
    with pytest.raises(DataError, match="has no such series"):
        placebo_countries("events", Specification(("2021-08",)), country="ALB", start="2031-01", end="2034-12")


def test_a_country_turned_over_at_another_date_is_left_out_by_a_printed_rule(found):
    assert dict(found.left_out.to_numpy())["MLI"].startswith("a break of its own")
    assert "left out whose counts changed 10-fold" in found.summary()
    assert "and more than there): Mali." in found.summary()


def test_a_source_of_one_country_is_held_against_ucdp(found):
    asked = Specification(("2021-08",))
    wanted = {**WINDOW, "end": "2026-01"}
    of_picss = placebo_countries("attacks", asked, countries=CODES, source="picss-attacks", **wanted)
    assert of_picss.real_z() == found.real_z()
    assert of_picss.share() == found.share()
    assert "events of ucdp-ged in every country, this one among them, to 2024-12" in of_picss.summary()
    assert not found.series
    with pytest.raises(DataError, match="lies outside 2010-01 to 2024-12"):
        placebo_countries("attacks", Specification(("2025-06",)), countries=CODES, source="picss-attacks", **wanted)
