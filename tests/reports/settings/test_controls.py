"""Control countries are those named, on UCDP where the report's source has one country."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.controls import check_controls, control_codes, control_series
from turningpoint.reports.settings.parameters import parameters_from

UCDP = {"source": "ucdp-ged", "outcome": "events", "window_end": "2024-06"}
PICSS = {"source": "picss-attacks", "outcome": "attacks", "window_end": "2026-01"}


def test_codes_are_those_between_commas():
    assert control_codes(parameters_from({"controls": " IND, AFG,,"})) == ["IND", "AFG"]
    assert control_codes(parameters_from({})) == []


@pytest.mark.parametrize(("given", "end"), [(UCDP, "2024-06"), (PICSS, "2024-12")])
def test_series_are_of_ucdp_to_the_end_of_window_or_coverage(given, end):
    found = control_series(parameters_from(given), ["PAK", "IND"])
    assert [one.geography for one in found] == ["Pakistan", "India"]
    assert {(one.name, one.labels[0], one.labels[-1]) for one in found} == {("events", "2015-01", end)}


def test_what_exists_for_one_country_has_its_like_elsewhere():
    found = control_series(parameters_from({**UCDP, "outcome": "events_without_india"}), ["IND"])
    assert found[0].name == "events"


def test_the_reports_own_country_is_no_control():
    with pytest.raises(ParameterError, match="the report itself"):
        check_controls(parameters_from({"controls": "PAK"}))
