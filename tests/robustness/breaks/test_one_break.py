"""The set of break dates: found where there is a break, everything where there is none, and said in words."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.robustness.series import series
from turningpoint.errors import ParameterError
from turningpoint.its import Specification
from turningpoint.its.coverage.simulated_series import Course, lognormal_counts
from turningpoint.robustness.breaks import one_break
from turningpoint.robustness.breaks.one_break import BreakDates, break_dates

GOLDEN = Path(__file__).parents[2] / "golden"
SPECIFICATION = Specification(("2018-05",), harmonics=0)


def made(level, seed=3):
    mean = 20 * np.where(np.arange(72) >= 40, level, 1.0)
    course = Course(mean, mean)
    random = np.random.default_rng(seed)
    return series(lognormal_counts(course, rho=0.3, deviation=0.25, alpha=0.02, series=1, random=random).observed[0])


@pytest.fixture(scope="module")
def broken():
    return break_dates(made(4.0), SPECIFICATION, replicates=19)


def test_a_break_is_detected_and_its_date_in_the_set(broken):
    assert broken.detectable
    assert broken.holds("2018-05")
    assert broken.inside.sum() < len(broken.dates) / 2
    assert broken.holds(broken.best)


def test_the_summary_names_the_dates(broken):
    assert broken.summary().startswith(
        "Of 49 dates from 2016-01 to 2020-01 a single break of level and slope fits best"
    )
    assert all(date in broken.summary() for span in broken.spans() for date in span)


def test_the_same_seed_gives_the_same_set(broken):
    again = break_dates(made(4.0), SPECIFICATION, replicates=19)
    assert np.array_equal(again.p_values, broken.p_values)


def test_without_a_break_no_date_is_ruled_out():
    found = break_dates(made(1.0), SPECIFICATION, replicates=19)
    assert not found.detectable
    assert found.inside.all()
    assert "no date is ruled out" in found.summary()


def test_the_nile_broke_in_the_year_that_r_finds():
    flow = pd.read_csv(GOLDEN / "nile" / "data.csv")
    outcome = series(flow["flow"], start=str(flow["year"].iloc[0]), freq="Y")
    specification = Specification(("1899",), likelihood="gaussian", harmonics=0, ramp=False)
    found = break_dates(outcome, specification, trim=15, replicates=19)
    assert found.best == "1899"  # R: the last year before the break is 1898
    assert found.holds("1899")
    assert found.detectable


def test_a_set_may_have_gaps():
    gappy = BreakDates(("a", "b", "c", "d"), np.arange(4.0), np.array([0.5, 0.01, 0.2, 0.9]), 0.01, 60, 12, 199, 0.95)
    assert gappy.spans() == (("a", "a"), ("c", "d"))
    assert gappy.to_frame()["inside"].tolist() == [True, False, True, True]
    assert gappy.holds("e") is None


@pytest.mark.parametrize(("choice", "words"), [({"replicates": 5}, "19 or more"), ({"confidence": 95}, "not between")])
def test_choices_that_make_no_sense_are_refused(choice, words):
    with pytest.raises(ParameterError, match=words):
        break_dates(made(1.0), SPECIFICATION, **choice)


@pytest.mark.parametrize(("larger", "p"), [(0, 1 / 20), (3, 4 / 20), (19, 1.0)])
def test_the_series_itself_counts_among_those_without_a_break(monkeypatch, larger, p):
    def gains(problem, places, *_):
        null = np.zeros((19, len(problem.dates)))
        null[:larger, 5] = 1e9
        return [null] * len(places)

    monkeypatch.setattr(one_break, "_simulated", gains)
    assert break_dates(made(4.0), SPECIFICATION, replicates=19).p_no_break == pytest.approx(p)


def test_between_two_anchors_the_nearer_one_counts_more(monkeypatch):
    """P-values that grow evenly with the place of an anchor grow evenly between them."""
    monkeypatch.setattr(one_break, "_simulated", lambda problem, places, *_: [np.zeros((19, 49))] * len(places))
    monkeypatch.setattr(one_break, "_p_value", lambda gains, place, short: place / 48)
    found = break_dates(made(1.0), SPECIFICATION, replicates=19)
    assert len(found.dates) > one_break.ANCHORS
    np.testing.assert_allclose(found.p_values, np.arange(49) / 48, atol=1e-12)
