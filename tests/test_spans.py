"""Sums over several periods."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from turningpoint.spans import Span, cut_at, in_words, inside, mean_of_sum, membership, number_of_sum, with_sums


def test_sums_of_many_series_follow_their_periods():
    values = np.arange(8.0).reshape(2, 4)
    found = with_sums(values, [(0, 3), (1, 2)])
    assert found.tolist() == [[0, 1, 2, 3, 3, 3], [4, 5, 6, 7, 11, 11]]


def test_a_series_without_sums_is_the_same_object():
    values = np.ones(3)
    assert with_sums(values, []) is values
    assert membership([], 3).shape == (0, 3)


def test_the_mean_of_a_sum_stands_in_each_of_its_periods():
    spans = [Span((0, 1, 4), 9.0), Span((2, 3), 1.0)]
    np.testing.assert_array_equal(mean_of_sum(spans, 6), [3, 3, 0.5, 0.5, 3, np.nan])
    assert number_of_sum(spans, 6).tolist() == [1, 1, 2, 2, 1, 0]
    assert np.isnan(mean_of_sum([], 2)).all()


def test_a_border_cuts_a_sum_with_periods_on_both_sides():
    spans = [Span((1, 2, 5), 9.0), Span((3, 4), 1.0)]
    assert [cut_at(spans, border) for border in (0, 1, 6)] == [None, None, None]
    assert [cut_at(spans, border) for border in (2, 4, 5)] == [spans[0]] * 3
    assert cut_at(spans[1:], 4) == spans[1]


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_a_part_of_a_part_is_that_part(a, b, c, d):
    spans = [Span((0, 1), 1.0), Span((2, 5), 2.0), Span((3, 4), 3.0)]
    assert inside(inside(spans, a, a + b), c, min(c + d, b)) == inside(spans, a + c, min(a + c + d, a + b))


def test_a_sum_is_named_by_its_runs():
    names = [str(year) for year in range(2010, 2020)]
    assert in_words((0, 1, 3, 5, 6, 7), names) == "2010 to 2011, 2013 and 2015 to 2017"
    assert in_words((3,), names) == "2013"
