"""The mode against a maximiser that knows nothing of working responses, and working responses against derivatives."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.linearisation import LONGEST_STEP, Node, find_mode, linearise
from turningpoint.its.model.bending_trend import bends, with_bend

PERIODS, AT = 40, 26
MONTHS = pd.period_range("2018-01", periods=PERIODS, freq="M")
SPANS = (tuple(range(4, 10)), (10, 11, 12, 20))


def design_for(kind):
    observed, exposure, spans = np.ones(PERIODS, dtype=bool), None, ()
    if kind == "holes":
        observed[[0, 7, 8, 33]] = False
    if kind == "exposure":
        exposure = np.random.default_rng(1).uniform(0.5, 3, PERIODS)
    if kind.startswith("sums"):
        spans = SPANS
        observed[sorted(set().union(*SPANS))] = False
        observed[3] = False  # a period that nothing covers
    if kind == "sums with exposure":
        exposure = np.random.default_rng(1).uniform(0.5, 3, PERIODS)
    specification = Specification((str(MONTHS[AT]),), harmonics=1)
    return with_bend(build_design(MONTHS, specification, observed=observed, exposure=exposure, spans=spans))


KINDS = ("singles", "holes", "exposure", "sums", "sums with exposure")


def counts_for(design, series=3, seed=2):
    """(N, n + s) counts with noise that has a memory; what the design does not use is nonsense."""
    random = np.random.default_rng(seed)
    course = (
        np.log(8) + 0.7 * (np.arange(PERIODS) >= AT) + 0.3 * np.cumsum(random.normal(size=(series, PERIODS)), 1) / 3
    )
    mean = np.exp(course + design.offset)
    values = np.concatenate([random.poisson(mean), random.poisson(mean @ design.membership.T)], axis=1).astype(float)
    values[:, :PERIODS][:, ~design.used] = -1.0
    return values


def log_density(design, values, node, bent):
    """Joint log density, less what does not change, of (coefficients, standard bend, latent AR, white noise)."""
    rho, share, sigma, strength = node
    k, smooth = design.matrix.shape[1], bends(design)
    size = k if bent else k - smooth
    inside = np.concatenate([np.eye(PERIODS)[design.used], design.summed])
    seen = np.concatenate([values[:PERIODS][design.used], values[PERIODS:]])
    exposure = np.exp(design.offset)

    def parts(theta):
        coefficients = theta[:size].copy()
        if bent:
            coefficients[k - smooth :] *= strength
        lasting, white = theta[size : size + PERIODS], theta[size + PERIODS :]
        eta = design.matrix[:, :size] @ coefficients + lasting + sigma * np.sqrt(1 - share) * white
        return coefficients, lasting, white, eta

    def negative(theta):
        _, lasting, white, eta = parts(theta)
        mean = exposure * np.exp(eta)
        total = inside @ mean
        steps = lasting[1:] - rho * lasting[:-1]
        spread = sigma**2 * share
        quadratic = lasting[0] ** 2 / spread + (steps**2).sum() / (spread * (1 - rho**2)) + (white**2).sum()
        quadratic += (theta[k - smooth : size] ** 2).sum() if bent else 0.0
        d_eta = (inside.T @ (seen / total - 1)) * mean
        gradient = np.empty_like(theta)
        gradient[:size] = design.matrix[:, :size].T @ d_eta
        if bent:
            gradient[k - smooth : size] *= strength
            gradient[k - smooth : size] -= theta[k - smooth : size]
        d_lasting = d_eta.copy()
        d_lasting[0] -= lasting[0] / spread
        d_lasting[1:] -= steps / (spread * (1 - rho**2))
        d_lasting[:-1] += rho * steps / (spread * (1 - rho**2))
        gradient[size : size + PERIODS] = d_lasting
        gradient[size + PERIODS :] = d_eta * sigma * np.sqrt(1 - share) - white
        return -(seen @ np.log(total) - total.sum() - quadratic / 2), -gradient

    start = np.zeros(size + 2 * PERIODS)
    start[0] = np.log(seen.sum() / (inside @ exposure).sum())
    best = minimize(negative, start, jac=True, method="BFGS", options={"maxiter": 5000, "gtol": 1e-6})
    assert np.abs(negative(best.x)[1]).max() < 1e-4
    return parts(best.x)[3]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("node", [(0.6, 0.7, 0.5, 0.3), (0.9, 0.95, 0.8, 0.0)], ids=["bends", "does not"])
def test_the_mode_is_where_the_joint_density_is_highest(kind, node):
    design = design_for(kind)
    values = counts_for(design, series=1)
    start = np.full((1, PERIODS), 2.0)
    found, reached = find_mode(values, design, start, Node(*(np.array([x]) for x in node)), bends(design))
    assert reached.all()
    theirs = log_density(design, values[0], node, bent=node[3] > 0)
    np.testing.assert_allclose(found[0], theirs, atol=2e-4)


def test_one_period_known_alone_and_no_memory_are_held():
    """Independent noise without a bend: each period's own penalised Poisson regression."""
    design = design_for("singles")
    values = counts_for(design, series=1)
    node = (0.0, 1.0, 0.4, 0.0)
    found, _ = find_mode(values, design, np.zeros((1, PERIODS)), Node(*(np.array([x]) for x in node)), bends(design))
    np.testing.assert_allclose(found[0], log_density(design, values[0], node, bent=False), atol=2e-4)


@pytest.mark.parametrize("kind", ["holes", "sums with exposure"])
def test_a_batch_finds_what_every_series_finds_alone(kind):
    design = design_for(kind)
    values = counts_for(design, series=4)
    node = Node(
        np.array([0.0, 0.6, 0.9, 0.975]),
        np.array([1, 0.5, 0.9, 1]),
        np.array([0.1, 0.5, 1, 2]),
        np.array([0, 0.3, 0, 1]),
    )
    start = np.random.default_rng(3).normal(2, 1, (4, PERIODS))
    together, reached = find_mode(values, design, start, node, bends(design))
    assert reached.all()
    for i in range(4):
        row = np.array([i])
        alone, _ = find_mode(values[row], design, start[row], node.take(row), bends(design))
        np.testing.assert_allclose(together[i], alone[0], atol=1e-9)


def test_where_it_starts_does_not_matter_and_a_step_is_bounded(monkeypatch):
    design = design_for("sums")
    values = counts_for(design, series=1)
    node = Node(*(np.array([x]) for x in (0.6, 0.7, 0.5, 0.3)))
    near, far, low = (
        find_mode(values, design, np.full((1, PERIODS), x), node, bends(design))[0] for x in (2.0, 9.0, -3.0)
    )
    np.testing.assert_allclose(far, near, atol=1e-7)
    np.testing.assert_allclose(low, near, atol=1e-7)
    monkeypatch.setattr("turningpoint.its.calibrated.linearisation.MOST_STEPS", 1)
    once, reached = find_mode(values, design, np.full((1, PERIODS), -3.0), node, bends(design))
    assert not reached.any()
    assert np.abs(once + 3.0).max() == pytest.approx(LONGEST_STEP)


def test_what_is_not_used_does_not_matter():
    design = design_for("sums")
    values = counts_for(design)
    other = values.copy()
    other[:, :PERIODS][:, ~design.used] = 1e6
    node = Node(*(np.full(3, x) for x in (0.6, 0.7, 0.5, 0.3)))
    modes = [find_mode(x, design, np.full((3, PERIODS), 2.0), node, bends(design))[0] for x in (values, other)]
    np.testing.assert_array_equal(*modes)


def test_the_working_response_of_a_sum_is_its_first_order_expansion():
    """z = (Y - M)/M + Σ w η with w = d log M / d η, and the variance of Y/M."""
    design = design_for("sums with exposure")
    values = counts_for(design, series=2)
    eta = np.random.default_rng(4).normal(2, 0.5, (2, PERIODS))
    found = linearise(values, design, eta)
    inside, exposure = design.summed, np.exp(design.offset)

    def log_means(at):
        return np.log((exposure * np.exp(at)) @ inside.T)

    step = 1e-6
    derivative = np.stack(
        [(log_means(eta + step * d) - log_means(eta - step * d)) / (2 * step) for d in np.eye(PERIODS)]
    )
    np.testing.assert_allclose(found.weights, np.moveaxis(derivative, 0, -1), atol=1e-8)
    means = np.exp(log_means(eta))
    np.testing.assert_allclose(found.sums_sampling, 1 / means)
    along = (found.weights * eta[:, None]).sum(axis=-1)
    np.testing.assert_allclose(found.sums, values[:, PERIODS:] / means - 1 + along)


def test_the_working_response_of_a_period_is_a_sum_of_one():
    design = design_for("exposure")
    values = counts_for(design, series=2)
    eta = np.random.default_rng(4).normal(2, 0.5, (2, PERIODS))
    found = linearise(values, design, eta)
    means = np.exp(eta + design.offset)
    np.testing.assert_allclose(found.sampling, 1 / means)
    np.testing.assert_allclose(found.response, eta + values / means - 1)
    assert found.weights.shape == (2, 0, PERIODS)


def test_sums_that_do_not_enter_are_left_out():
    design = design_for("sums")
    one = replace(design, spans_used=np.array([False, True]))
    values = counts_for(design, series=2)
    eta = np.full((2, PERIODS), 2.0)
    whole, part = linearise(values, design, eta), linearise(values, one, eta)
    np.testing.assert_array_equal(part.sums, whole.sums[:, 1:])
    np.testing.assert_array_equal(part.weights, whole.weights[:, 1:])


def test_means_out_of_all_bounds_stay_finite():
    design = design_for("sums")
    found = linearise(counts_for(design, series=1), design, np.array([np.linspace(-800, 800, PERIODS)]))
    for part in (found.response, found.sampling, found.weights, found.sums, found.sums_sampling):
        assert np.isfinite(part).all()
