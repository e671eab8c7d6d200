"""Which specifications a report tries."""

from analysis.outcome import load_outcome
from analysis.reports.parameters import parameters_from
from analysis.reports.robust_grid import OUTCOMES, earliest, grid_for, outcomes_for


def test_pakistan_has_all_outcomes_and_a_thousand_specifications():
    settings = parameters_from({})
    found = outcomes_for(settings, load_outcome("events"))
    assert tuple(found) == OUTCOMES
    assert found["events"].labels[0] == "2013-01"
    assert len(grid_for(found, settings).choices()) >= 1000


def test_what_a_country_lacks_is_left_out():
    settings = parameters_from({"country": "MLI", "intervention": "2020-08"})
    found = outcomes_for(settings, load_outcome("events", country="MLI"))
    assert "events_without_india" not in found
    assert "events" in found


def test_another_source_stands_alone():
    settings = parameters_from({"source": "picss-monthly-attacks", "outcome": "attacks"})
    whole = load_outcome("attacks", source="picss-monthly-attacks")
    assert list(
        outcomes_for(
            settings.__class__(**{**vars(settings), "window_start": whole.labels[0], "window_end": whole.labels[-1]}),
            whole,
        )
    ) == ["attacks"]


def test_the_axis_begins_no_earlier_than_the_series():
    whole = load_outcome("events")
    assert earliest(whole, "2015-01") == "2013-01"
    assert earliest(whole, whole.labels[3]) == whole.labels[0]
