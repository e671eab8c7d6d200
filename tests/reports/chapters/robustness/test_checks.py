from dataclasses import replace

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.its import Specification, analyse
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.robustness.checks import check, document, where_it_stands
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.traffic_lights import RULES

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")


def found(p_values=(0.5, 0.5, 0.5, 0.5), p_no_break=0.01):
    gain = np.array([1.0, 3.0, 2.0, 1.0])
    return BreakDates(DATES, gain, np.array(p_values), p_no_break, 60, 12, 199, 0.95)


@pytest.fixture(scope="module")
def short():
    series = load_outcome("events", start="2020-01", end="2023-06")
    return analyse(series, Specification(interventions=("2021-08",), harmonics=0, replicates=199))


def test_the_date_is_worded_by_the_set():
    assert "is among the dates that the data do not reject, with 3 others" in where_it_stands(found(), "2021-08")
    assert "is not among the dates that the data leave possible" in where_it_stands(
        found((0.5, 0.5, 0.01, 0.5)), "2021-08"
    )
    assert "cannot be told from any other date" in where_it_stands(found(p_no_break=0.4), "2021-08")
    assert "is not among the dates searched" in where_it_stands(found(), "2020-08")


def test_lights_follow_the_checks(short):
    checks = check(short, replicates=19)
    lights = {light.name: light for light in checks.lights()}
    assert list(lights) == list(RULES)
    inside = checks.dates.holds("2021-08")
    assert lights["Date"].state == ("open" if not checks.dates.detectable else "holds" if inside else "fails")
    assert "August 2021" in lights["Date"].words
    assert (lights["Certificate"].state == "fails") == (not checks.certificate.certified)
    outside = replace(checks, dates=found((0.5, 0.5, 0.01, 0.5)))
    assert outside.lights()[0].state == "fails"


def test_a_series_alone_has_no_countries_and_says_so(short):
    checks = check(short, replicates=19)
    assert checks.in_space is None
    assert "stands alone" in checks.lights()[2].words
    assert checks.many is not None
    assert "specifications" in checks.lights()[3].words
    assert document(checks)["specifications"]["asked"] == checks.many.asked


def test_specifications_are_for_counts_without_gaps():
    gaussian = analyse(
        load_outcome("events", start="2019-01", end="2023-12"),
        Specification(interventions=("2021-08",), harmonics=0, likelihood="gaussian", replicates=199),
    )
    checks = check(gaussian, replicates=19)
    assert checks.many is None
    assert "counts only" in checks.lights()[3].words
    assert document(checks)["specifications"] is None


def test_what_cannot_be_checked_is_said(short):
    checks = replace(check(short, replicates=19), dates=None, missing={"Date": "Too short."}, certificate=None)
    checks = replace(checks, in_time=None, in_space=None, many=None, missing=dict.fromkeys(RULES, "Too short."))
    assert {light.state for light in checks.lights()} == {"not available"}
    assert checks.lights()[0].words == "Too short."


def test_too_few_replicates_are_refused(short):
    with pytest.raises(ParameterError, match="19 or more"):
        check(short, replicates=5)
