"""Placebos in words."""

import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.reports.chapters.robustness import placebos
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.placebos.placebo import Placebo


@pytest.fixture(scope="module")
def found():
    return placebo_dates(series(3.0), SPECIFICATION)


def test_the_title_counts_what_is_as_large(found):
    assert placebos.title(found).startswith("None of 157 earlier dates")
    space = Placebo(**{**vars(found), "kind": "space"})
    assert "comparable countries where nothing is claimed" in placebos.title(space)
    alone = Placebo(**{**vars(found), "frame": found.frame[found.frame["name"] == "2010-01"]})
    assert placebos.title(alone) == "There are no earlier dates to compare with"


def test_caption_and_description_say_how_it_was_made(found):
    assert "60 periods before and 24 after" in placebos.caption(found, "UCDP")
    assert f"{found.windows} windows lie apart" in placebos.caption(found, "UCDP")
    assert "0 of 157" in placebos.alt(found)


def test_shares_are_recorded_by_effect(found, monkeypatch):
    kept = {}
    monkeypatch.setattr(placebos, "record", lambda id, **fields: kept.update({id: fields}))
    placebos.record_placebo(found, source="UCDP", window="")
    assert kept["robustness.placebo_time_share"]["estimate"] == found.share()
    assert kept["robustness.placebo_time_share_slope"]["estimate"] == found.share("slope")
    placebos.record_placebo(Placebo(**{**vars(found), "kind": "space"}), source="UCDP", window="")
    assert kept["robustness.placebo_space_rank"]["placebos"] == 157
