"""Intervals for the ratio of two Poisson rates, against R and at their edges."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.killratio.golden import examples, printed
from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.poisson_ratio import INTERVAL_METHODS, poisson_rate_ratio

CASES = [(example, method, confidence) for example in examples() for method, confidence in example.intervals]


def test_all_examples_are_there():
    assert len(examples()) == 3
    assert {method for _, method, _ in CASES} == set(INTERVAL_METHODS)


@pytest.mark.parametrize(
    ("example", "method", "confidence"), CASES, ids=lambda value: getattr(value, "name", str(value))
)
def test_intervals_match_r(example, method, confidence):
    result = poisson_rate_ratio(*example.data, methods=[method], confidence=confidence)
    assert abs(result.estimate - float(example.ratio)) <= printed(example.ratio)
    # R found its roots to about 1e-9 of their size; the tolerance of the golden results is 1e-6.
    ends = (result.intervals[0].low, result.intervals[0].high)
    for mine, theirs in zip(ends, example.intervals[method, confidence], strict=True):
        assert mine == pytest.approx(float(theirs), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("method", INTERVAL_METHODS)
def test_zero_counts_leave_an_end_open(method):
    none_below = poisson_rate_ratio(0, 1.0, 7, 1.0, methods=[method])
    assert none_below.estimate == 0
    assert none_below.intervals[0].low == 0
    none_above = poisson_rate_ratio(7, 1.0, 0, 1.0, methods=[method])
    assert none_above.estimate is None
    assert none_above.intervals[0].high is None
    nothing = poisson_rate_ratio(0, 1.0, 0, 1.0, methods=[method])
    assert (nothing.estimate, nothing.intervals[0].low, nothing.intervals[0].high) == (None, None, None)


def test_exact_with_a_zero_is_the_closed_form():
    # All n events on one side: the Clopper-Pearson limit is (tail)^(1/n).
    share = 0.025 ** (1 / 7)
    assert poisson_rate_ratio(7, 1.0, 0, 1.0, methods=["exact"]).intervals[0].low == pytest.approx(share / (1 - share))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 3000), st.floats(0.5, 0.999))
def test_intervals_hold_the_estimate_and_never_an_infinity(count1, count2, confidence):
    result = poisson_rate_ratio(count1, 2.0, count2, 3.0, confidence=confidence)
    for interval in result.intervals:
        ends = [end for end in (interval.low, interval.high) if end is not None]
        assert all(math.isfinite(end) for end in ends)
        if result.estimate is not None:
            assert interval.low <= result.estimate * (1 + 1e-9)
            assert interval.high is None or interval.high >= result.estimate * (1 - 1e-9)


def test_swapping_the_sides_inverts_the_interval():
    one = poisson_rate_ratio(32, 1.0, 177, 1.0)
    other = poisson_rate_ratio(177, 1.0, 32, 1.0)
    for mine, theirs in zip(one.intervals, other.intervals, strict=True):
        assert mine.low == pytest.approx(1 / theirs.high)
        assert mine.high == pytest.approx(1 / theirs.low)


@pytest.mark.parametrize("bad", [-1, 1.5, float("nan"), float("inf")])
def test_bad_counts_are_refused(bad):
    with pytest.raises(ParameterError, match=r"count1 is .*whole number"):
        poisson_rate_ratio(bad, 1.0, 1, 1.0)
    with pytest.raises(ParameterError, match=r"count2 is"):
        poisson_rate_ratio(1, 1.0, bad, 1.0)


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), float("inf")])
def test_bad_exposures_are_refused(bad):
    with pytest.raises(ParameterError, match=r"exposure1 is .*above zero"):
        poisson_rate_ratio(1, bad, 1, 1.0)
    with pytest.raises(ParameterError, match=r"exposure2 is"):
        poisson_rate_ratio(1, 1.0, 1, bad)


@pytest.mark.parametrize("bad", [0.0, 1.0, 95.0, float("nan")])
def test_bad_confidence_is_refused(bad):
    with pytest.raises(ParameterError, match=r"confidence is .*between 0 and 1"):
        poisson_rate_ratio(1, 1.0, 1, 1.0, confidence=bad)


def test_unknown_method_is_refused_with_the_list():
    with pytest.raises(ParameterError, match=r"'bayes'.*exact, mid-p, score, wald-log"):
        poisson_rate_ratio(1, 1.0, 1, 1.0, methods=["bayes"])
