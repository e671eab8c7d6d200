"""The robustness part of a report for its settings."""

import pytest

from analysis.errors import ParameterError
from analysis.its import analyse
from analysis.reports import robust_report
from analysis.reports.parameters import parameters_from


@pytest.fixture(scope="module")
def settings():
    return parameters_from({"null_replicates": 19})


@pytest.fixture(scope="module")
def asked(settings):
    return robust_report.prepare(settings)


@pytest.fixture(scope="module")
def checks(asked, settings):
    return robust_report.run(asked, analyse(asked.series, asked.specification), settings)


def test_rivals_are_marked_for_pakistan_only(asked):
    assert ("2020-03", "Doha Agreement") in asked.marked
    assert asked.marked[0][0] == "2021-08"
    mali = robust_report.prepare(parameters_from({"country": "MLI", "intervention": "2020-08"}))
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
    assert checks.many.asked == 6000


def test_the_first_line_says_whether_the_effect_is_told_from_none(checks):
    words = robust_report.effect_in_a_sentence(checks.analysis, "August 2021")
    assert "**1.9 times**" in words
    assert "inconclusive" in words


def test_rivals_are_said_for_pakistan_only(checks, settings):
    assert "Doha Agreement" in robust_report.rivals_sentence(checks.dates, settings)
    other = settings.model_copy(update={"country": "MLI"})
    assert "No other events are listed" in robust_report.rivals_sentence(checks.dates, other)


def test_controls_are_compared_when_they_are_named(asked, settings):
    assert robust_report.control_of(asked, settings) is None
    found = robust_report.control_of(asked, settings.model_copy(update={"controls": "IND, AFG"}))
    assert found.control == "India and Afghanistan together" or "together" in found.control
    with pytest.raises(ParameterError, match="XXX"):
        robust_report.control_of(asked, settings.model_copy(update={"controls": "XXX"}))
    with pytest.raises(ParameterError, match="has none"):
        robust_report.control_of(asked, settings.model_copy(update={"controls": "IND", "data": "x.csv"}))


def test_a_pool_is_fitted_to_the_course_before(asked, settings, checks):
    found = robust_report.control_of(asked, settings, checks.in_space)
    assert found.control.startswith("a pool fitted to the course before")
    assert "Afghanistan" not in found.control


def test_further_breaks_are_looked_for_or_the_reason_is_given(asked, settings):
    two, many, reasons = robust_report.further_breaks(asked, settings)
    assert two is not None
    assert many is not None
    assert reasons == []
    short = robust_report.prepare(settings.model_copy(update={"window_start": "2020-06", "window_end": "2022-09"}))
    two, many, reasons = robust_report.further_breaks(short, settings)
    assert two is None
    assert reasons[0].startswith("A second break cannot be searched")


def test_rivals_and_other_sources_are_those_of_pakistan(asked, settings):
    assert robust_report.rivals_of(asked, settings)[0].start == "2020-03"
    mali = settings.model_copy(update={"country": "MLI"})
    assert robust_report.rivals_of(asked, mali) == []
    assert "No other source" in robust_report.other_sources(mali)
    assert "2021 207" in robust_report.other_sources(settings)
