"""Placebos in words."""

import pytest

from analysis.reports import placebo_story
from analysis.robustness.placebo import Placebo
from analysis.robustness.placebo_time import placebo_dates
from tests.robustness.placebos import SPECIFICATION, series


@pytest.fixture(scope="module")
def found():
    return placebo_dates(series(3.0), SPECIFICATION)


def test_the_title_counts_what_is_as_large(found):
    assert placebo_story.title(found).startswith("None of 157 earlier dates")
    space = Placebo(**{**vars(found), "kind": "space"})
    assert "comparable countries where nothing is claimed" in placebo_story.title(space)
    alone = Placebo(**{**vars(found), "frame": found.frame[found.frame["name"] == "2010-01"]})
    assert placebo_story.title(alone) == "There are no earlier dates to compare with"


def test_caption_and_description_say_how_it_was_made(found):
    assert "60 periods before and 24 after" in placebo_story.caption(found, "UCDP")
    assert f"{found.windows} windows lie apart" in placebo_story.caption(found, "UCDP")
    assert "0 of 157" in placebo_story.alt(found)


def test_shares_are_recorded_by_effect(found, monkeypatch):
    kept = {}
    monkeypatch.setattr(placebo_story, "record", lambda id, **fields: kept.update({id: fields}))
    placebo_story.record_placebo(found, source="UCDP", window="")
    assert kept["robustness.placebo_time_share"]["estimate"] == found.share()
    assert kept["robustness.placebo_time_share_slope"]["estimate"] == found.share("slope")
    placebo_story.record_placebo(Placebo(**{**vars(found), "kind": "space"}), source="UCDP", window="")
    assert kept["robustness.placebo_space_rank"]["placebos"] == 157
