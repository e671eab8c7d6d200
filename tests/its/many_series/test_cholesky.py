"""Systems along the last axis are solved as LAPACK solves each of them."""

import numpy as np
import pytest

from turningpoint.its.many_series.cholesky import factor, inverse, solve


def systems(k, size=7, seed=2):
    rows = np.random.default_rng(seed).normal(size=(size, k + 5, k)) * 10.0 ** np.arange(k)
    return np.ascontiguousarray(np.moveaxis(rows.transpose(0, 2, 1) @ rows, 0, -1))


def lanes_first(array):
    return np.moveaxis(array, -1, 0)


@pytest.mark.parametrize("k", [1, 2, 5, 8])
def test_factor_solution_and_inverse_are_those_of_lapack(k):
    many = systems(k)
    right = np.random.default_rng(1).normal(size=(k, 7))
    lower, sound = factor(many)
    assert sound.all()
    np.testing.assert_allclose(lanes_first(lower), np.linalg.cholesky(lanes_first(many)), rtol=1e-9)
    theirs = np.linalg.solve(lanes_first(many), right.T[..., None])[..., 0]
    np.testing.assert_allclose(solve(lower, right).T, theirs, rtol=1e-8)
    np.testing.assert_allclose(inverse(lower), np.linalg.inv(lanes_first(many)), rtol=1e-7)


def test_several_right_hand_sides_are_solved_as_each_alone():
    lower, _ = factor(systems(4))
    right = np.random.default_rng(1).normal(size=(4, 2, 7))
    both = solve(lower, right)
    for m in range(2):
        np.testing.assert_array_equal(both[:, m], solve(lower, right[:, m]))


@pytest.mark.parametrize("wrong", ["dependent", "negative", "nan", "infinite"])
def test_a_system_that_cannot_be_factorised_is_told_and_leaves_the_others_alone(wrong):
    many = systems(3)
    alone = factor(many).lower
    if wrong == "dependent":
        rows = np.array([[1.0, 2.0, 3.0], [1.0, 3.0, 4.0], [1.0, 5.0, 6.0]])
        many[:, :, 3] = rows.T @ rows
    else:
        many[2, 2, 3] = {"negative": -1.0, "nan": np.nan, "infinite": np.inf}[wrong]
    lower, sound = factor(many)
    assert sound.tolist() == [True] * 3 + [False] + [True] * 3
    np.testing.assert_array_equal(lower[..., sound], alone[..., sound])
