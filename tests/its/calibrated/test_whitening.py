"""The filter against the same quantities from whole covariance matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.its.calibrated import whitening
from turningpoint.its.calibrated.whitening import Responses, innovations, products

PERIODS = 30
RHO, SHARE = np.array([0.0, 0.6, 0.6, 0.95]), np.array([1.0, 0.7, 1.0, 0.3])
SIGMA = np.array([[0.2, 0.5, 1.1]])
NAMES = ("cross", "log_determinant", "state", "state_variance")

HOLES = {"whole": (), "first": (0, 1), "inside": (7, 8, 9, 21), "last": (28, 29)}
SUMS = {
    "none": (),
    "neighbouring": (range(4, 10), range(10, 14)),
    "scattered": ((3, 8, 21), (5, 29)),
    "crossing": (range(4, 12, 2), range(5, 20, 2)),
    "at the ends": ((0, 1, 2), (27, 29)),
    "of one period": ((3,), (12,)),
}


def example(seed, series=2, holes=(), sums=(), singles=True):
    """Random responses, no period in two of them; the weights of a sum differ by series and add up to one."""
    random = np.random.default_rng(seed)
    time = np.arange(PERIODS) / 12
    inside = np.zeros((len(sums), PERIODS))
    for row, periods in zip(inside, sums, strict=True):
        row[list(periods)] = 1
    weights = inside * random.uniform(0.5, 2, (series, 1, PERIODS))
    weights /= np.maximum(weights.sum(axis=-1, keepdims=True), 1e-300)
    return Responses(
        matrix=np.column_stack([np.ones(PERIODS), time, (time >= 1.5) * 1.0]),
        used=~np.isin(np.arange(PERIODS), holes) & ~inside.any(axis=0) & singles,
        response=random.normal(size=(series, PERIODS)),
        sampling=random.uniform(0.02, 0.3, (series, PERIODS)),
        weights=weights,
        sums=random.normal(size=(series, len(sums))),
        sums_sampling=random.uniform(0.02, 0.3, (series, len(sums))),
    )


def dense(found, series, rho, share, sigma):
    """The four quantities from the covariance of all that was observed and the last state of the autoregression."""
    gap = np.abs(np.subtract.outer(np.arange(PERIODS), np.arange(PERIODS)))
    lasting = sigma**2 * share * np.where(gap == 0, 1.0, rho**gap)
    weights = np.concatenate([np.eye(PERIODS)[found.used], found.weights[series]])
    sampling = np.concatenate([found.sampling[series, found.used], found.sums_sampling[series]])
    whole = weights @ (lasting + sigma**2 * (1 - share) * np.eye(PERIODS)) @ weights.T + np.diag(sampling)
    seen = np.concatenate([found.response[series, found.used], found.sums[series]])
    columns = np.column_stack([weights @ found.matrix, seen])
    inverse = np.linalg.inv(whole)
    last = lasting[-1] @ weights.T
    return (
        columns.T @ inverse @ columns,
        np.linalg.slogdet(whole)[1],
        last @ inverse @ columns,
        lasting[-1, -1] - last @ inverse @ last,
    )


def agree(found, sigma=SIGMA):
    got = products(found, RHO, SHARE, sigma)
    for series in range(len(found.response)):
        levels = sigma[series % len(sigma)]
        for pair, (rho, share) in enumerate(zip(RHO, SHARE, strict=True)):
            for at, one in enumerate(levels):
                node = pair * len(levels) + at
                for name, theirs in zip(NAMES, dense(found, series, rho, share, one), strict=True):
                    ours = getattr(got, name)[series, node]
                    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9, err_msg=f"{name} {series} {node}")


@pytest.mark.parametrize("holes", HOLES.values(), ids=HOLES)
@pytest.mark.parametrize("sums", SUMS.values(), ids=SUMS)
def test_every_noise_model_gives_what_its_covariance_matrix_gives(sums, holes):
    agree(example(1, holes=holes, sums=sums))


def test_sums_alone_are_enough():
    agree(example(2, sums=[range(i, i + 5) for i in range(0, 30, 5)], singles=False))


def test_every_series_may_have_its_own_noise():
    agree(
        example(3, series=3, holes=(5, 6), sums=(range(3, 9), (20, 25))), np.array([[0.1, 0.4], [0.2, 0.9], [2, 3.0]])
    )


@pytest.mark.parametrize("own", [False, True])
def test_blocks_change_nothing(monkeypatch, own):
    found = example(4, series=5, sums=(range(3, 9),))
    sigma = np.random.default_rng(1).uniform(0.1, 1, (5, 3)) if own else SIGMA
    whole = products(found, RHO, SHARE, sigma)
    sizes = []
    inner = whitening._products
    monkeypatch.setattr(
        whitening, "_products", lambda *of: sizes.append((len(of[0].response), len(of[1]))) or inner(*of)
    )
    pairs, pair = len(RHO), 3 * 5 * 25  # numbers of a series at one pair
    for largest, expected in (
        (1, [(1, 1)] * (5 * pairs)),
        (2 * pair, [(1, min(2, pairs - at)) for _ in range(5) for at in range(0, pairs, 2)]),
        (2 * pairs * pair, [(2, pairs), (2, pairs), (1, pairs)]),
        (10**7, [(5, pairs)]),
    ):
        monkeypatch.setattr(whitening, "LARGEST_BLOCK", largest)
        sizes.clear()
        parts = products(found, RHO, SHARE, sigma)
        assert sizes == expected
        for name in NAMES:
            np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), rtol=1e-12, atol=1e-12)


def test_what_is_not_used_does_not_matter():
    found = example(5, holes=(4, 5, 29), sums=(range(3, 9),))
    whole = products(found, RHO, SHARE, SIGMA)
    found.response[:, [4, 5, 29]], found.sampling[:, [4, 5, 29]] = 1e6, 7.0
    other = products(found, RHO, SHARE, SIGMA)
    for name in NAMES:
        np.testing.assert_array_equal(getattr(other, name), getattr(whole, name))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3), st.integers(0, 1000))
def test_a_linear_course_moves_the_coefficients_and_nothing_else(course, seed):
    plain = example(seed, series=1, sums=(range(3, 9),))
    moved = example(seed, series=1, sums=(range(3, 9),))
    moved.response[:] += moved.matrix @ np.array(course)
    moved.sums[:] += moved.weights @ moved.matrix @ np.array(course)
    fits = []
    for found in (plain, moved):
        cross = products(found, RHO, SHARE, SIGMA).cross[0]
        coefficients = np.linalg.solve(cross[:, :3, :3], cross[:, :3, 3:])[..., 0]
        fits.append((coefficients, cross[:, 3, 3] - (coefficients * cross[:, 3, :3]).sum(axis=1)))
    np.testing.assert_allclose(fits[1][0] - fits[0][0], np.tile(course, (12, 1)), atol=1e-7)
    np.testing.assert_allclose(fits[1][1], fits[0][1], rtol=1e-6, atol=1e-6)


def test_innovations_are_the_response_times_the_inverse_root_of_its_covariance():
    """One-step errors are the rows of the inverse Cholesky factor in the order of the calendar."""
    found = example(6, holes=(0, 7, 8))
    used, rho, share, sigma = found.used, 0.7, 0.6, 0.5
    gap = np.abs(np.subtract.outer(np.arange(PERIODS), np.arange(PERIODS)))
    whole = sigma**2 * (share * rho**gap + (1 - share) * np.eye(PERIODS)) + np.diag(found.sampling[0])
    theirs = np.linalg.solve(np.linalg.cholesky(whole[np.ix_(used, used)]), found.response[0, used])
    ours = innovations(found.response[0], found.sampling[0], used, (rho, share, sigma))
    np.testing.assert_allclose(ours[used], theirs, atol=1e-10)
    assert np.isnan(ours[~used]).all()


def test_innovations_whiten_what_was_drawn_with_that_noise():
    marginal, independent, rho = 0.2, 0.05, 0.8
    random, state = np.random.default_rng(5), 0.0
    path = np.empty(4000)
    for t in range(4000):
        scale = np.sqrt(marginal) if t == 0 else np.sqrt(marginal * (1 - rho**2))
        state = rho * state * (t > 0) + scale * random.standard_normal()
        path[t] = state + np.sqrt(independent + 0.1) * random.standard_normal()
    used = np.arange(4000) % 11 != 0
    found = innovations(path, np.full(4000, 0.1), used, (rho, 0.8, 0.5))
    assert np.isnan(found[~used]).all()
    whole = found[used]
    assert whole.std() == pytest.approx(1, abs=0.04)
    assert np.corrcoef(whole[1:], whole[:-1])[0, 1] == pytest.approx(0, abs=0.05)
