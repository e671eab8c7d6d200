"""Sums over several periods."""

import numpy as np

from turningpoint.spans import membership, with_sums


def test_sums_of_many_series_follow_their_periods():
    values = np.arange(8.0).reshape(2, 4)
    found = with_sums(values, [(0, 3), (1, 2)])
    assert found.tolist() == [[0, 1, 2, 3, 3, 3], [4, 5, 6, 7, 11, 11]]


def test_a_series_without_sums_is_the_same_object():
    values = np.ones(3)
    assert with_sums(values, []) is values
    assert membership([], 3).shape == (0, 3)
