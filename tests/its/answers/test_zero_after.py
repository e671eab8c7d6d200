"""Nothing after the intervention: an upper bound in place of a refusal."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.answers.case_files import CASES
from turningpoint.errors import DesignError
from turningpoint.its import Specification, analyse, bound
from turningpoint.its.answers.zero_after import upper_bound
from turningpoint.its.from_csv import bound_document, read_question


@pytest.fixture(scope="module")
def asked():
    return read_question(CASES / "zero_after.csv", {"interventions": ["2019-07"]}, time="month", outcome="n")


@pytest.fixture(scope="module")
def found(asked):
    return bound(asked.outcome, asked.specification)


def test_known_totals_have_the_exact_bound():
    assert upper_bound(np.full(5, 40.0), 0.025) == pytest.approx(-np.log(0.025) / 40)
    assert upper_bound(np.array([40.0, 400.0]), 0.5) < upper_bound(np.array([40.0, 40.0]), 0.5)
    totals = np.random.default_rng(1).gamma(4.0, 10.0, size=4_000)
    assert np.exp(-upper_bound(totals, 0.025) * totals).mean() == pytest.approx(0.025)


def test_the_bound_is_that_of_the_reference(found):
    bounds = {answer.name: answer.high for answer in found.answers}
    assert list(bounds) == ["zero_after.adaptive", "zero_after.straight", "zero_after.level"]
    assert bounds["zero_after.straight"] == pytest.approx(0.035, rel=0.1)
    assert bounds["zero_after.level"] == pytest.approx(0.025, rel=0.15)
    assert bounds["zero_after.adaptive"] >= bounds["zero_after.straight"]


def test_a_recent_window_bounds_by_its_own_months_alone(asked):
    recent = replace(asked.specification, pre_trend="recent:12")
    cut = bound(asked.outcome.window("2018-07", ""), replace(recent, pre_trend="straight"))
    found = bound(asked.outcome, recent)
    assert found.outcome.labels[0] == "2018-07"
    assert [one.high for one in found.answers] == [one.high for one in cut.answers]


def test_it_is_told_as_a_bound_and_written_as_one(found):
    assert "nothing was counted in 18 months" in found.summary()
    assert "the ratio is 0.035 or less" in found.summary()
    answer = bound_document(found)["answers"][0]
    assert (answer["estimate"], answer["low"]) == (None, None)
    assert answer["high"] == found.answers[0].high


def test_a_series_with_anything_after_has_none_and_other_errors_are_refused_as_before(asked):
    values = asked.outcome.values.copy()
    values[-1] = 1.0
    assert bound(replace(asked.outcome, values=values), asked.specification) is None
    assert bound(asked.outcome, replace(asked.specification, errors="independent")) is None
    with pytest.raises(DesignError, match="is zero"):
        analyse(asked.outcome, Specification(("2019-07",), errors="independent"))
