"""Lanes: checked data, sums over periods, and an ascent that halves its steps."""

import numpy as np
import pytest

from turningpoint.errors import DataError, DesignError
from turningpoint.its.many_series.newton import (
    ABSENT,
    BLOCK,
    CONVERGED,
    MOST_ITERATIONS,
    OVERFLOW,
    SINGULAR,
    UNFINISHED,
    Lanes,
    Look,
    blocks,
    climb,
)

RANDOM = np.random.default_rng(4)
MATRIX = RANDOM.normal(size=(20, 3))
COUNTS = RANDOM.poisson(5.0, size=(4, 20)).astype(float)
WEIGHTS = RANDOM.normal(size=(4, 20))


def test_sums_over_periods_are_what_they_say():
    own = np.broadcast_to(MATRIX, (4, 20, 3))
    block = Lanes.of(COUNTS, MATRIX).block(np.arange(4))
    coefficients = RANDOM.normal(size=(3, 4))
    np.testing.assert_allclose(block.predictor(coefficients), np.einsum("btj,jb->bt", own, coefficients))
    np.testing.assert_allclose(block.cross(WEIGHTS), np.einsum("btj,bt->jb", own, WEIGHTS))
    np.testing.assert_allclose(block.information(WEIGHTS), np.einsum("bti,btj,bt->ijb", own, own, WEIGHTS))
    late, early = own[:, 2:], own[:, :-2]
    lagged = np.einsum("bti,btj,bt->ijb", late, early, WEIGHTS[:, 2:])
    np.testing.assert_allclose(block.information(WEIGHTS, 2), lagged + lagged.swapaxes(0, 1))
    for lag in (20, 23):  # no two periods are so far apart
        np.testing.assert_array_equal(block.information(WEIGHTS, lag), np.zeros((3, 3, 4)))


def test_what_is_not_used_is_a_zero_count_with_no_exposure():
    counts = np.where(np.arange(20) == 3, np.nan, COUNTS)
    block = Lanes.of(counts, MATRIX).block(np.arange(4))
    assert (block.counts[:, 3] == 0).all()
    assert (np.exp(block.offset[:, 3]) == 0).all()
    assert (block.offset[:, 4] == 0).all()
    used = np.ones((4, 20), dtype=bool)
    used[1, 7] = False
    assert np.argwhere(Lanes.of(COUNTS, MATRIX, used=used).block(np.arange(4)).offset == ABSENT).tolist() == [[1, 7]]


@pytest.mark.parametrize("wrong", [-1.0, np.inf, np.nan])
def test_a_count_that_is_none_is_refused_with_its_place(wrong):
    counts = COUNTS.copy()
    counts[2, 5] = wrong
    with pytest.raises(DataError, match=r"lane 2 has the count .* in period 5"):
        Lanes.of(counts, MATRIX, used=np.ones(20, dtype=bool))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((COUNTS[0], MATRIX), "one row a lane"),
        ((COUNTS, MATRIX[:19]), "the design"),
        ((COUNTS, MATRIX, np.zeros(19)), "the offset"),
        ((COUNTS, MATRIX, None, np.ones(3, dtype=bool)), "the mask"),
        ((COUNTS, np.full((20, 3), np.nan)), "not finite"),
        ((COUNTS, MATRIX, np.full(20, -np.inf)), "not finite"),
    ],
)
def test_shapes_and_designs_that_do_not_fit_are_named(arguments, named):
    with pytest.raises(DesignError, match=named):
        Lanes.of(*arguments)


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1])
def test_blocks_are_of_one_size_and_hold_every_lane_once(size):
    ids = RANDOM.permutation(size)
    found = list(blocks(ids))
    assert {len(padded) for padded, _ in found} == {BLOCK}
    np.testing.assert_array_equal(np.concatenate([padded[:kept] for padded, kept in found]), ids)


def ascend(look, start=3.0, ids=(0,)):
    lanes = Lanes.of(np.ones((2, 4)), np.ones((4, 1)))
    return climb(look, lanes, np.full((1, 2), start), np.array(ids), 1e-10)


def test_steps_that_lose_are_halved():
    """The arctangent's integral: Newton's own steps for it diverge from 3."""
    seen = []

    def look(_, b):
        seen.append(b[0, 0])
        step = -(1 + b**2) * np.arctan(b)
        value = -(b * np.arctan(b) - np.log1p(b**2) / 2)[0]
        return Look(value, step, np.abs(step[0]), np.ones(BLOCK, dtype=bool))

    found = ascend(look)
    assert found.problem.tolist() == [CONVERGED, CONVERGED]
    assert abs(found.parameters[0, 0]) < 1e-12
    assert abs(seen[1]) > 9
    assert seen[2] == (seen[1] + 3) / 2
    assert found.parameters[0, 1] == 3.0  # was not asked for
    assert found.iterations.tolist() == [len(seen), 0]


@pytest.mark.parametrize(
    ("value", "sound", "problem", "iterations"),
    [(0.0, True, UNFINISHED, MOST_ITERATIONS), (np.nan, True, OVERFLOW, 1), (0.0, False, SINGULAR, 1)],
)
def test_what_stops_an_ascent_is_told(value, sound, problem, iterations):
    def look(_, b):
        return Look(np.full(BLOCK, value), np.ones_like(b), np.ones(BLOCK), np.full(BLOCK, sound))

    found = ascend(look)
    assert (found.problem[0], found.iterations[0]) == (problem, iterations)
