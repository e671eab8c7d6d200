"""A second break beside the first."""

from dataclasses import replace

import numpy as np
import pytest

from tests.robustness.placebo_series import series
from turningpoint.errors import DesignError, ParameterError
from turningpoint.its.coverage.simulated_series import Noise
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.breaks import two_breaks as module
from turningpoint.robustness.breaks.two_breaks import two_breaks

SPECIFICATION = Specification(("2010-01",), harmonics=0)


def stepped(first, second, seed=3):
    """Monthly counts over ten years with jumps after 40 and after 85 months."""
    outcome = series(months=120, start="2005-01")
    mean = 12.0 * np.where(np.arange(120) >= 40, first, 1.0) * np.where(np.arange(120) >= 85, second, 1.0)
    return replace(outcome, values=np.random.default_rng(seed).poisson(mean).astype(float))


@pytest.fixture(scope="module")
def two():
    return two_breaks(stepped(3.0, 0.25), SPECIFICATION, replicates=39)


def test_two_jumps_are_two(two):
    assert two.detectable
    places = [two.dates.index(date) + 12 for date in two.best]
    assert places == pytest.approx([40, 85], abs=2)
    assert "Two breaks fit better than one" in two.summary(two.best[0])
    assert "can be one of the two" in two.summary(two.best[0])


def test_pairs_lie_apart_and_hold_the_best(two):
    rows, columns = np.nonzero(two.pairs)
    assert (columns - rows >= two.apart).all()
    assert two.pairs[two.dates.index(two.best[0]), two.dates.index(two.best[1])]
    assert two.holds("2031-01") is None


def test_one_jump_is_one():
    found = two_breaks(stepped(3.0, 1.0, seed=4), SPECIFICATION, replicates=39)
    assert not found.detectable
    assert "not detectable" in found.summary("2010-01")


def test_bad_requests_are_refused():
    outcome = series(months=120, start="2005-01")
    with pytest.raises(ParameterError, match="19 or more"):
        two_breaks(outcome, SPECIFICATION, replicates=5)
    with pytest.raises(ParameterError, match="not between 0 and 1"):
        two_breaks(outcome, SPECIFICATION, confidence=1.0)
    with pytest.raises(DesignError, match="no two dates lie 12 periods apart"):
        two_breaks(series(months=30, start="2008-10"), SPECIFICATION)


def test_pairs_are_kept_up_to_the_quantile_and_replicates_that_rise_as_much_are_counted(monkeypatch):
    """Pairs lie 0, 1, 2, … below the best; in 39 series with two breaks the true pair does so by 0 to 38."""

    def gains(values, problem, first, second):
        single, pairs = np.zeros((len(values), len(problem.dates))), np.zeros((len(values), len(first)))
        if len(values) == 1:
            single -= 3.0
            pairs -= np.arange(len(first))
        else:
            pairs[:5] = 3.0
            pairs[39:, 0] = -np.arange(39)
        return single, pairs, Noise(np.ones((1, 1)), np.full((1, 1), 0.3), np.zeros((1, 1)), np.ones((1, 1)))

    monkeypatch.setattr(module, "_gains", gains)
    found = two_breaks(stepped(1.0, 1.0), SPECIFICATION, replicates=39, confidence=0.9)
    assert found.p_second == pytest.approx(6 / 40)
    assert found.pairs.sum() == 1 + int(np.quantile(np.arange(39), 0.9))
    assert not found.detectable
