"""The formats as data: each is told from all others, and what it names exists in it."""

import pytest

from tests.sources.event_files.made_up import ACLED_COLUMNS, GTD_COLUMNS, HAPI_COLUMNS, HDX_COLUMNS, WEEKLY_COLUMNS
from turningpoint.sources.event_files.formats import FORMATS, GED_COLUMNS, PERIODS, of_ones_own

COLUMNS = {
    "ucdp-ged": GED_COLUMNS,
    "acled-events": ACLED_COLUMNS,
    "acled-weekly": WEEKLY_COLUMNS,
    "acled-country-month": ("COUNTRY", "MONTH", "YEAR", "EVENTS"),
    "acled-country-year": ("COUNTRY", "YEAR", "EVENTS"),
    "hdx-monthly": HDX_COLUMNS,
    "hdx-hapi": HAPI_COLUMNS,
    "gtd": GTD_COLUMNS,
}


def test_every_format_has_a_made_up_file_to_be_tried_on():
    assert set(COLUMNS) == {one.name for one in FORMATS}


@pytest.mark.parametrize("form", FORMATS, ids=lambda one: one.name)
def test_what_a_format_needs_and_dates_by_stands_in_its_columns(form):
    have = {name.lower() for name in COLUMNS[form.name]}
    assert have.issuperset({*form.needed, *form.date, form.country} | ({form.end} - {""}))
    assert {name for columns in form.words.values() for name in columns} - have <= {"gname2", "gname3", "specificity"}
    assert form.finest in PERIODS
    assert set(form.coarse) <= set(PERIODS)


def test_ged_has_49_columns_none_twice():
    assert len(GED_COLUMNS) == len(set(GED_COLUMNS)) == 49


def test_a_file_of_ones_own_is_dated_by_the_column_named():
    assert of_ones_own(" When ").date == ("when",)
