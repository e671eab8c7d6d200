"""What a noise model and a bend weigh before the data speak, and that every grid integrates the same measure."""

import numpy as np
import pytest

from turningpoint.its.calibrated.noise_grid import (
    FINE,
    MANY,
    RHO,
    ROUGH,
    SHARE,
    SIGMA,
    STRAIGHT,
    TAU,
    WHOLE,
    Nodes,
    grid,
    log_bend,
    widths,
)


def test_cells_meet_half_way_and_fill_the_range():
    found = widths(np.array([1.0, 2.0, 4.0]), 0.5, 5.0)
    assert found.tolist() == [1.0, 1.5, 2.0]
    assert widths(RHO, 0.0, 0.99).sum() == pytest.approx(0.99)
    assert widths(SHARE, 0.0, 1.0).sum() == pytest.approx(1.0)


def test_a_node_weighs_what_is_written():
    """Prior σ (1 - ρ)^(-1/2) times the widths of its cells; ρ = 0 has one share, whose cell is the whole of them."""
    nodes = grid()
    memory, part, spread = widths(RHO, 0.0, 0.99), widths(SHARE, 0.0, 1.0), widths(SIGMA, 0.0, 1.2 * SIGMA[-1])
    written = {
        (p, s, g): g / np.sqrt(1 - p) * a * b * c
        for p, a in zip(RHO, memory, strict=True)
        for s, b in (zip(SHARE, part, strict=True) if p > 0 else [(1.0, 1.0)])
        for g, c in zip(SIGMA, spread, strict=True)
    }
    rho, share, sigma = nodes.place(np.arange(nodes.log_weight.shape[1])[None])
    found = dict(zip(zip(rho[0], share[0], sigma[0], strict=True), np.exp(nodes.log_weight[0]), strict=True))
    assert found.keys() == written.keys()
    for node, weight in written.items():
        assert found[node] == pytest.approx(weight, rel=1e-12)


def test_the_range_of_noise_models_is_the_one_that_is_stated():
    assert RHO[[0, -1]].tolist() == [0, 0.975]
    assert SHARE[-1] == 1
    assert SIGMA[[0, -1]].tolist() == [0.01, 2.5]
    assert len(SIGMA) >= 12
    assert len(FINE.rho) == 1 + (len(RHO) - 1) * len(SHARE)


@pytest.mark.parametrize("search", [WHOLE, MANY, ROUGH], ids=["whole", "many", "rough"])
def test_a_search_looks_over_all_memories_and_ends_on_pairs_that_fill_the_range(search):
    for nodes in (search.coarse, search.fine):
        assert np.unique(nodes.rho).tolist() == RHO.tolist()
        assert (nodes.share[nodes.rho == 0] == 1).all()
        weight = np.exp(nodes.log_prior)
        lasting = nodes.rho > 0
        cells = (widths(RHO, 0.0, 0.99) / np.sqrt(1 - RHO))[1:]
        assert weight[lasting].sum() == pytest.approx(cells.sum())
    assert search.coarse.log_weight.shape[1] < search.fine.log_weight.shape[1]
    assert search.levels is None or search.levels >= 12
    assert len(WHOLE.fine.rho) > len(MANY.fine.rho) > len(ROUGH.fine.rho)
    assert WHOLE.fine is FINE


@pytest.mark.parametrize("power", [-1, 0, 2])
def test_other_sigma_integrate_the_same_measure(power):
    """Sums of weight · σ^p over any evenly spaced σ are the integral of σ^(1+p) dσ, whatever their number."""
    low, high = 0.2, 1.6
    for levels in (40, 400):
        sigma = np.geomspace(low, high, levels)[None]
        weight = np.exp(FINE.with_sigma(sigma).log_prior_sigma)
        weight[:, [0, -1]] /= 2  # a cell at an end reaches beyond it
        whole = (high ** (2 + power) - low ** (2 + power)) / (2 + power)
        assert (weight * sigma**power).sum() == pytest.approx(whole, rel=120 / levels**2)
    middle = (low < SIGMA) & (high > SIGMA)
    coarse = np.exp(grid().log_prior_sigma[0])
    edges = (SIGMA[1:] + SIGMA[:-1]) / 2
    first, last = np.flatnonzero(middle)[[0, -1]]
    assert coarse[middle].sum() == pytest.approx((edges[last] ** 2 - edges[first - 1] ** 2) / 2, rel=0.04)


def test_every_series_may_have_its_own_sigma():
    sigma = np.stack([np.geomspace(0.1, 1, 5), np.geomspace(0.5, 2, 5), np.geomspace(1, 2, 5)])
    nodes = FINE.with_sigma(sigma)
    at = np.array([[0, 7], [1, 8], [4, 5 * len(FINE.rho) - 1]])
    rho, share, found = nodes.place(at)
    assert found.tolist() == [[sigma[i, place % 5] for place in at[i]] for i in range(3)]
    assert rho.tolist() == FINE.rho[at // 5].tolist()
    assert share.tolist() == FINE.share[at // 5].tolist()
    part = nodes.take(np.array([2, 0]))
    np.testing.assert_array_equal(part.sigma, sigma[[2, 0]])
    np.testing.assert_array_equal(part.log_weight, nodes.log_weight[[2, 0]])
    assert part.place(at[[2, 0]])[2].tolist() == found[[2, 0]].tolist()


def test_nodes_are_pairs_times_sigma():
    nodes = Nodes(
        np.array([0.0, 0.5]),
        np.array([1.0, 0.7]),
        np.array([0.0, 10.0]),
        np.array([[1.0, 2, 3]]),
        np.array([[0.1, 0.2, 0.3]]),
    )
    np.testing.assert_allclose(nodes.log_weight, [[0.1, 0.2, 0.3, 10.1, 10.2, 10.3]])
    rho, share, sigma = nodes.place(np.array([[2], [3]]))
    assert (rho.tolist(), share.tolist(), sigma.tolist()) == ([[0.0], [0.5]], [[1.0], [0.7]], [[3.0], [1.0]])
    assert nodes.take(np.array([0])) is nodes


def test_a_bend_weighs_what_is_written():
    np.testing.assert_allclose(np.exp(log_bend(TAU)), [max(t, 0.02) * np.exp(-3 * t) for t in TAU])
    assert TAU.tolist() == [0, 0.05, 0.1, 0.2, 0.35, 0.6, 1, 1.7]
    assert log_bend(STRAIGHT).tolist() == [0.0]
