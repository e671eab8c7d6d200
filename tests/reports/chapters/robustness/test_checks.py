from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.its import Specification, analyse
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.robustness.checks import STEPS, check, document, where_it_stands
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.simulated_size import power_words
from turningpoint.robustness.traffic_lights import RULES, date_light

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")


def found(gain=(9.0, 9.0, 9.0, 9.0)):
    return DateSet(DATES, np.array(gain), 0.0, np.array(gain), 60, 12, 1, "month")


@pytest.fixture(scope="module")
def short():
    series = load_outcome("events", start="2020-01", end="2023-06")
    return analyse(series, Specification(interventions=("2021-08",), harmonics=0, replicates=199))


def test_the_date_is_worded_by_the_set():
    assert "June 2021 to September 2021; the others" in where_it_stands(found(), "2021-08")
    assert "August 2021 is among them, as most dates are." in where_it_stands(found(), "2021-08")
    assert "August 2021 is among them." in where_it_stands(found((0.0, 9.0, 9.0, 0.0)), "2021-08")
    assert "Only neighbours of June 2021 are in the set" in where_it_stands(found((0.0, 0.0, 9.0, 9.0)), "2021-06")
    flat = where_it_stands(found((0.0, 0.0, 0.0, 0.0)), "2021-08")
    assert "can be told from no other date" in flat
    assert flat.endswith(power_words())
    assert "Power" not in where_it_stands(found(), "2021-08")
    assert "is not among the dates compared" in where_it_stands(found(), "2020-08")


def test_lights_follow_the_checks(short):
    begun = []
    checks = check(short, replicates=19, begun=lambda step, what: begun.append((step, what)))
    assert [step for step, _ in begun] == list(range(1, STEPS + 1))
    assert "on 19 simulated series" in begun[2][1]
    lights = {light.name: light for light in checks.lights()}
    assert list(lights) == list(RULES)
    assert lights["Date"].state == date_light(checks.dates.stands("2021-08"), words="").state
    assert "August 2021" in lights["Date"].words
    assert (lights["Certificate"].state == "not shown") == (not checks.certificate.certified)
    outside = replace(checks, dates=found((9.0, 0.0, 0.0, 0.0)))
    assert outside.lights()[0].state == "against"


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


def test_rivals_are_fitted_where_there_are_any(short):
    events = pd.DataFrame({"event_id": ["other"], "label": ["Another"], "date": ["2022-02"], "away": [6]})
    checks = check(short, replicates=19, rivals=events)
    assert [turn.date for turn in checks.turns] == ["2022-02"]
    assert document(checks)["turns"][0]["level_low"] == checks.turns[0].level.low
    assert check(short, replicates=19).turns == ()
