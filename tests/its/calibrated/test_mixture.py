"""A mixture against the brute force of its parts: one normal distribution a node and bend."""

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq

from turningpoint.its.calibrated.mixture import AT_NODES, Mixture, quantiles, together

SERIES, NODES, FIXED, SMOOTH, PERIODS = 3, 4, 3, 2, 12
K = FIXED + SMOOTH
STRENGTHS = np.array([0.0, 0.1, 0.5, 2.0])


def example(seed=1, *, nodes=NODES, series=SERIES, strengths=STRENGTHS):
    random = np.random.default_rng(seed)
    weight = random.dirichlet(np.ones(nodes * len(strengths)), series).reshape(series, nodes, len(strengths))
    lower = np.tril(random.normal(size=(series, nodes, FIXED, FIXED)) * 0.2) + 0.3 * np.eye(FIXED)
    return Mixture(
        weight=weight,
        rho=random.uniform(0, 0.9, (series, nodes)),
        share=random.uniform(0, 1, (series, nodes)),
        sigma=random.uniform(0, 1, (series, nodes)),
        strengths=strengths,
        fixed=random.normal(size=(series, nodes, FIXED)),
        root=lower,
        lean=random.normal(size=(series, nodes, FIXED, SMOOTH)),
        axes=np.linalg.qr(random.normal(size=(series, nodes, SMOOTH, SMOOTH)))[0],
        stiffness=random.uniform(0, 30, (series, nodes, SMOOTH)),
        pull=random.normal(size=(series, nodes, SMOOTH)) * 5,
        state=random.normal(size=(series, nodes, K + 1)),
        state_variance=random.uniform(0.1, 1, (series, nodes)),
        linear=random.normal(size=(series, PERIODS)),
        unit=np.array([1.0, 2.0, 0.5])[:series],
        rounds=np.arange(series),
        still=np.arange(series) > 0,
        converged=np.arange(series) < 2,
    )


def parts(mixture, series):
    """(g v, …) weight, mean and covariance of every normal part, from precisions and penalties."""
    found = []
    for g in range(mixture.weight.shape[1]):
        axes, stiffness = mixture.axes[series, g], mixture.stiffness[series, g]
        information = axes @ np.diag(stiffness) @ axes.T
        score = axes @ mixture.pull[series, g]
        lean, root = mixture.lean[series, g], mixture.root[series, g]
        for v, strength in enumerate(mixture.strengths):
            if strength:
                within = np.linalg.inv(information + np.eye(SMOOTH) / strength**2)
            else:
                within = np.zeros((SMOOTH, SMOOTH))
            smooth = within @ score
            mean = np.concatenate([mixture.fixed[series, g] - lean @ smooth, smooth])
            through = np.vstack([-lean, np.eye(SMOOTH)])
            covariance = through @ within @ through.T
            covariance[:FIXED, :FIXED] += root @ root.T
            unit = mixture.unit[series]
            found.append((mixture.weight[series, g, v], mean * unit, covariance * unit**2))
    return tuple(map(np.array, zip(*found, strict=True)))


def test_means_and_contrasts_are_those_of_every_part():
    mixture = example()
    direction = np.random.default_rng(2).normal(size=(SERIES, K))
    value, variance = mixture.contrast(direction)
    for i in range(SERIES):
        weight, mean, covariance = parts(mixture, i)
        np.testing.assert_allclose(mixture.means[i].reshape(-1, K), mean, atol=1e-12)
        np.testing.assert_allclose(mixture.mean[i], weight @ mean, atol=1e-12)
        np.testing.assert_allclose(value[i].ravel(), mean @ direction[i], atol=1e-12)
        spread = np.einsum("i,gij,j->g", direction[i], covariance, direction[i])
        np.testing.assert_allclose(variance[i].ravel(), spread, rtol=1e-10)
        whole, total = (part[i] for part in mixture.variance(direction))
        assert whole == pytest.approx(weight @ mean @ direction[i])
        second = weight @ (spread + (mean @ direction[i]) ** 2)
        assert total == pytest.approx(second - whole**2)


def test_one_direction_serves_every_series():
    mixture = example()
    one = np.random.default_rng(2).normal(size=(1, K))
    for ours, theirs in zip(mixture.contrast(one), mixture.contrast(np.repeat(one, SERIES, axis=0)), strict=True):
        np.testing.assert_allclose(ours, theirs)


def test_quantiles_are_where_the_distribution_reaches_them():
    mixture = example()
    direction = np.eye(K)[[2]]
    points = np.array([0.025, 0.3, 0.5, 0.975])
    found = mixture.quantiles(*mixture.contrast(direction), points)
    for i in range(SERIES):
        weight, mean, covariance = parts(mixture, i)
        deviation = np.sqrt(covariance[:, 2, 2])
        for point, ours in zip(points, found[i], strict=True):
            theirs = brentq(lambda x: weight @ stats.norm.cdf((x - mean[:, 2]) / deviation) - point, -99, 99)  # noqa: B023
            assert ours == pytest.approx(theirs, abs=1e-8)


def test_quantiles_leave_out_what_weighs_nothing_and_need_no_weights_that_sum_to_one():
    value, variance = np.array([[0.0, 1e9]]), np.array([[4.0, 1.0]])
    found = quantiles(np.array([[3.0, 0.0]]), value, variance, np.array([0.5, 0.975]))
    np.testing.assert_allclose(found[0], stats.norm.ppf([0.5, 0.975]) * 2, atol=1e-8)


def test_an_interval_covers_what_lies_between_its_quantiles():
    mixture = example()
    value, variance = mixture.contrast(np.eye(K)[[2]])
    low, high = mixture.quantiles(value, variance, np.array([0.05, 0.95])).T
    for truth, expected in ((low + 1e-6, True), (low - 1e-6, False), (high - 1e-6, True), (high + 1e-6, False)):
        assert (mixture.covers(value, variance, truth, 0.9) == expected).all()


def test_draws_have_the_means_and_covariances_of_their_parts():
    mixture = example(strengths=np.array([0.0, 0.5]))
    size = 60_000
    drawn, nodes = mixture.draws(size, np.random.default_rng(3))
    assert drawn.shape == (SERIES, size, K)
    for i in range(SERIES):
        weight, mean, covariance = parts(mixture, i)
        of_node = weight.reshape(NODES, -1)
        for g in range(NODES):
            own = drawn[i, nodes[i] == g]
            share = of_node[g] / of_node[g].sum()
            centre = share @ mean.reshape(NODES, -1, K)[g]
            apart = mean.reshape(NODES, -1, K)[g] - centre
            total = np.tensordot(share, covariance.reshape(NODES, -1, K, K)[g], 1) + (share[:, None] * apart).T @ apart
            spread = np.sqrt(np.diag(total))
            slack = 5 / np.sqrt(len(own))
            np.testing.assert_allclose((own.mean(axis=0) - centre) / spread, 0, atol=slack)
            np.testing.assert_allclose((np.cov(own.T) - total) / np.outer(spread, spread), 0, atol=4 * slack)


def test_systematic_draws_take_every_node_as_often_as_it_weighs():
    mixture = example()
    for size in (7, 1000):
        _, nodes = mixture.draws(size, np.random.default_rng(4))
        for i in range(SERIES):
            often = np.bincount(nodes[i], minlength=NODES)
            assert (np.abs(often - size * mixture.node_weight[i]) <= 1).all()
    assert (
        mixture.draws(5, np.random.default_rng(4))[0].tolist() == mixture.draws(5, np.random.default_rng(4))[0].tolist()
    )


def test_the_ratio_of_two_means_is_taken_at_every_part_with_the_slope_at_the_middle():
    mixture = example()
    random = np.random.default_rng(5)
    above, below = random.normal(size=(6, K)), random.normal(size=(4, K))
    over, under = random.normal(size=6), random.normal(size=4)
    value, variance = mixture.log_ratio(above, below, over, under)

    def of(coefficients):
        return np.log(np.exp(above @ coefficients + over).mean() / np.exp(below @ coefficients + under).mean())

    for i in range(SERIES):
        weight, mean, covariance = parts(mixture, i)
        np.testing.assert_allclose(value[i].ravel(), [of(one) for one in mean])
        middle, step = weight @ mean, 1e-6
        slope = np.array([(of(middle + step * d) - of(middle - step * d)) / (2 * step) for d in np.eye(K)])
        np.testing.assert_allclose(variance[i].ravel(), np.einsum("i,gij,j->g", slope, covariance, slope), rtol=1e-5)


def test_weights_of_nodes_and_of_bends_are_the_margins():
    mixture = example()
    np.testing.assert_allclose(mixture.node_weight, mixture.weight.sum(axis=2))
    np.testing.assert_allclose(mixture.bend_weight, mixture.weight.sum(axis=1))


def same(ours, theirs, nodes=NODES):
    """Whether two mixtures agree in all they hold, over the first nodes."""
    for field in fields(Mixture):
        one, other = getattr(ours, field.name), getattr(theirs, field.name)
        if field.name in AT_NODES:
            one = one[:, :nodes]
        np.testing.assert_array_equal(one, other, err_msg=field.name)


def test_some_of_the_series_are_taken_whole():
    mixture = example()
    part = mixture.take(np.array([2, 0]))
    for field in fields(Mixture):
        whole = getattr(mixture, field.name)
        expected = whole if field.name == "strengths" else whole[[2, 0]]
        np.testing.assert_array_equal(getattr(part, field.name), expected, err_msg=field.name)
    same(mixture.take(np.array([True, False, True])), mixture.take(np.array([0, 2])))


def test_batches_with_fewer_nodes_stand_below_each_other_unchanged():
    few, many = example(1), example(2, nodes=NODES + 3, series=2)
    whole = together([few, many])
    assert whole.weight.shape == (SERIES + 2, NODES + 3, len(STRENGTHS))
    same(whole.take(np.arange(SERIES)), few)
    same(whole.take(np.arange(SERIES, SERIES + 2)), many, NODES + 3)
    assert (whole.weight[:SERIES, NODES:] == 0).all()
    direction = np.eye(K)[[1]]
    points = np.array([0.1, 0.9])
    np.testing.assert_allclose(
        whole.quantiles(*whole.contrast(direction), points)[:SERIES], few.quantiles(*few.contrast(direction), points)
    )
    assert together([few]) is few


def test_the_fields_that_nodes_have_are_named():
    mixture = replace(example(nodes=9))
    held = {
        f.name
        for f in fields(Mixture)
        if np.ndim(getattr(mixture, f.name)) > 1 and getattr(mixture, f.name).shape[1] == 9
    }
    assert held == set(AT_NODES)
