"""Countries of the controls: their own series where the source has it, UCDP's events beside a source of one country."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.control_series import check_controls, control_codes, control_series
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import parameters_from


def settings(**given):
    return with_series(parameters_from({"window_end": "2024-12", **given}))


def test_codes_are_read_between_commas():
    assert control_codes(settings(controls=" IND, AFG ,")) == ["IND", "AFG"]
    assert control_codes(settings()) == []


def test_beside_a_source_of_one_country_they_are_ucdps_events_to_the_end_of_its_coverage():
    found = control_series(settings(window_end="2026-01"), ["IND", "AFG"])
    assert [one.name for one in found] == ["events", "events"]
    assert all(one.source.startswith("UCDP") and one.labels[-1] < "2026-01" for one in found)
    assert [one.geography for one in found] == ["India", "Afghanistan"]


def test_elsewhere_they_have_the_outcome_of_the_report():
    found = control_series(settings(outcome="deaths_best"), ["IND"])
    assert (found[0].name, found[0].labels[0], found[0].labels[-1]) == ("deaths_best", "2015-01", "2024-12")
    assert control_series(settings(outcome="events_without_india"), ["AFG"])[0].name == "events"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"controls": "PAK"}, "is the country of the report itself"),
        ({"controls": "IND,IND"}, "IND stands twice"),
        ({"controls": "IND", "data": "own.csv"}, "has none"),
        ({"controls": "IND", "likelihood": "gaussian"}, "compared by ratios"),
    ],
)
def test_what_cannot_be_a_control_is_refused(given, message):
    with pytest.raises(ParameterError, match=message):
        check_controls(settings(**given))
