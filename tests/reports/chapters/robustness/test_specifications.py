"""Many specifications in words."""

import pytest

from tests.robustness.placebo_series import series
from turningpoint.its import Specification
from turningpoint.reports.chapters.robustness import specifications
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.specifications.joint_test import specifications as try_all

GRID = Grid(("events",), ("2002-01", "2004-01"), ("2014-12",), shifts=(-1, 0, 1), harmonics=(0,))


@pytest.fixture(scope="module")
def outcome():
    return series(2.0, start="2000-01", months=180)


@pytest.fixture(scope="module")
def found(outcome):
    specification = Specification(("2010-01",), harmonics=0)
    return try_all({"events": outcome}, outcome, specification, GRID, replicates=39, seed=3)


def test_the_title_says_whether_chance_gives_as_much(found):
    assert "rarer than chance gives" in specifications.title(found)
    assert "no more than chance gives" in specifications.title(found, "slope")
    assert "39 sets of series" in specifications.caption(found, "UCDP")
    assert "Of the variance of the levels" in specifications.alt(found)


def test_choices_that_matter_most_come_first(found):
    titles = specifications.titles_of(found)
    shares = found.split[found.split["effect"] == "level"].set_index("choice")["share"].fillna(-1)
    assert shares[list(titles)].is_monotonic_decreasing


def test_the_reports_own_is_found_by_its_choices(found, outcome):
    place = specifications.nearest(found.frame, outcome="events", start="2002-01", end="2014-12", harmonics=0)
    assert found.frame.loc[place, ["shift", "pre_trend", "start"]].tolist() == [0, "straight", "2002-01"]
    assert specifications.nearest(found.frame, outcome="x", start="", end="", harmonics=0) is None
    assert set(specifications.labelled(found.frame, {"events": outcome})["outcome"]) == {"lethal events"}


def test_tables_have_both_effects(found):
    assert specifications.joint_table(found)["Effect"].tolist() == ["level", "slope"]
    assert len(specifications.split_table(found)) == 4


def test_medians_and_p_values_are_recorded(found, monkeypatch):
    kept = {}
    monkeypatch.setattr(specifications, "record", lambda id, **fields: kept.update({id: fields}))
    specifications.record_specifications(found, source="UCDP", window="")
    assert kept["robustness.specifications_median"]["estimate"] == found.of("level").median
    assert kept["robustness.specifications_p"]["estimate"] == 1 / 40
    assert kept["robustness.specifications_p_slope"]["replicates"] == 39
