"""The robustness part of a report for its settings."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.its import analyse
from turningpoint.its.effects.effect import Effect
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.robustness import report_checks
from turningpoint.reports.chapters.robustness.report_checks import earliest, grid_for, outcomes_for
from turningpoint.reports.settings.parameters import parameters_from
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.sources.outcomes.registry import SOURCES

UCDP = {"source": "ucdp-ged", "outcome": "events"}


@pytest.fixture(scope="module")
def settings():
    return parameters_from({**UCDP, "null_replicates": 19})


@pytest.fixture(scope="module")
def asked(settings):
    return report_checks.prepare(settings)


@pytest.fixture(scope="module")
def checks(asked, settings):
    return report_checks.run(asked, analyse(asked.series, asked.specification), settings)


def test_rivals_are_marked_for_pakistan_only(asked):
    assert ("2020-03", "Doha Agreement") in asked.marked
    assert asked.marked[0][0] == "2021-08"
    mali = report_checks.prepare(parameters_from({**UCDP, "country": "MLI", "intervention": "2020-08"}))
    assert mali.marked == [("2020-08", "intervention")]


def test_every_light_is_lit(checks):
    lights = checks.lights()
    assert [light.name for light in lights] == [
        "Date",
        "Placebo in time",
        "Placebo in space",
        "Specifications",
        "Certificate",
    ]
    assert "not available" not in {light.state for light in lights}
    assert checks.many.asked == 6000 + 3 * 2


def test_the_first_line_says_whether_the_effect_is_told_from_none(checks):
    words = report_checks.effect_in_a_sentence(checks.analysis, "August 2021")
    level = checks.analysis.level
    assert f"**{level.estimate:.1f} times**" in words
    assert ("inconclusive" in words) == (level.low <= 1 <= level.high)


def test_a_small_measured_effect_does_not_read_as_none():
    level = Effect("level_change", "jump", 0.0042, 0.0013, 0.0071, 0.95, "share", "made up", "2021-08")
    words = report_checks.effect_in_a_sentence(SimpleNamespace(level=level, answers=()), "August 2021")
    assert "**a difference of 0.0042 from**" in words
    assert "0.0013 to 0.0071" in words
    assert "tells from no change" in words


def test_rivals_are_said_where_any_are_known_and_dates_are_ruled_out(asked, settings, tmp_path):
    labels = tuple(asked.series.labels)
    gain = np.where(np.array(labels) == "2020-03", 20.0, 0.0)
    found = DateSet(labels, gain, 0.0, gain, 120, 12, 1, "month")
    assert "possible: Doha Agreement" in report_checks.rivals_sentence(found, asked, settings)
    assert report_checks.rivals_sentence(replace(found, no_break=19.0), asked, settings) == ""
    mali = settings.model_copy(update={"country": "MLI"})
    assert report_checks.rivals_known(mali, asked.series) is None
    assert report_checks.rivals_sentence(found, replace(asked, rivals=None), mali) == ""
    file = tmp_path / "events.csv"
    file.write_text("event_id,date,label\npact,2020-03-02,Pact\n")
    named = mali.model_copy(update={"rivals": str(file)})
    known = report_checks.rivals_known(named, asked.series)
    words = report_checks.rivals_sentence(found, replace(asked, rivals=known), named)
    assert words == "The data leave possible: Pact (March 2020)."


def test_controls_are_compared_when_they_are_named(asked, settings):
    assert report_checks.control_of(asked, settings) is None
    found = report_checks.control_of(asked, settings.model_copy(update={"controls": "IND, AFG"}))
    assert found.control == "India and Afghanistan together" or "together" in found.control
    with pytest.raises(ParameterError, match="XXX"):
        report_checks.control_of(asked, settings.model_copy(update={"controls": "XXX"}))
    with pytest.raises(ParameterError, match="has none"):
        report_checks.control_of(asked, settings.model_copy(update={"controls": "IND", "data": "x.csv"}))


def test_measured_values_are_compared_with_no_pool(asked, settings, checks):
    gaussian = settings.model_copy(update={"likelihood": "gaussian"})
    assert report_checks.control_of(asked, gaussian, checks.in_space) is None


def test_a_pool_is_fitted_to_the_course_before(asked, settings, checks):
    found = report_checks.control_of(asked, settings, checks.in_space)
    assert found.control.startswith("a pool fitted to the course before")
    assert "Afghanistan" not in found.control
    assert found.weights["share"].sum() == pytest.approx(1.0)
    assert not found.series


def test_a_source_of_one_country_is_controlled_on_ucdp(asked, settings, checks):
    picss = settings.model_copy(update={"source": "picss-attacks", "outcome": "attacks", "window_end": "2026-01"})
    of_picss = report_checks.prepare(picss)
    assert of_picss.series.labels[-1] == "2026-01"
    found = report_checks.control_of(of_picss, picss, checks.in_space)
    own = report_checks.control_of(asked, settings, checks.in_space)
    assert found.frame["ratio"].to_numpy() == pytest.approx(own.frame["ratio"].to_numpy())
    assert found.series.startswith("lethal conflict events of UCDP")
    assert found.series.endswith("to 2024-12")
    near = report_checks.known_events(of_picss, picss)
    assert ("2020-03", "Doha Agreement") in near
    # the table of events begins before this series does
    assert min(near) > ("2015-01", "")
    assert ("2014-06", "Operation Zarb-e-Azb start") in report_checks.known_events(asked, settings)


def test_rivals_are_those_of_pakistan(asked, settings):
    assert report_checks.rivals_of(asked, settings)[0].start == "2020-03"
    mali = settings.model_copy(update={"country": "MLI"})
    assert report_checks.rivals_of(asked, mali) == []


def test_pakistan_has_all_outcomes_and_a_thousand_specifications():
    settings = parameters_from(UCDP)
    found = outcomes_for(settings, load_outcome("events"))
    assert tuple(found) == SOURCES["ucdp-ged"].tried_together
    assert found["events"].labels[0] == "2013-01"
    assert len(grid_for(found, settings).choices()) >= 1000


def test_what_a_country_lacks_is_left_out():
    settings = parameters_from({**UCDP, "country": "MLI", "intervention": "2020-08"})
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


def test_rivals_are_those_of_the_table_and_ceasefires_pass(outcome):
    rivals = {rival.name: rival for rival in report_checks.rivals_of_pakistan(tuple(outcome.labels))}
    assert rivals["Doha Agreement"].end == ""
    assert (rivals["TTP indefinite ceasefire"].start, rivals["TTP indefinite ceasefire"].end) == ("2022-06", "2022-11")
    assert "TTP ends ceasefire" not in rivals
    assert report_checks.rivals_of_pakistan(("2015-01", "2015-02")) == []


def test_the_sentence_counts_the_models(stories, years):
    words = report_checks.stories_sentence(stories, years, years)
    levels = stories[stories["effect"] == "level"]
    excluding = ((levels["low"] > 1) | (levels["high"] < 1)).sum()
    assert f"in {excluding} of {len(levels)} models" in words
    left = years[(years["effect"] == "level") & (years["left_out"] != "nothing")].set_index("left_out")["estimate"]
    assert f"(without {left.idxmin()})" in words
    assert f"(without {left.idxmax()})" in words
    assert "Without one period" in words
    broken = stories.assign(reason=stories["reason"].mask(stories["story"] == "alone", "too few."))
    assert "No answer from alone: too few." in report_checks.stories_sentence(broken, years)
