"""The mixture of noise models for log odds: independent of its batch, symmetric in the sides, wider with clusters."""

import numpy as np
import pytest

from turningpoint.killratio.over_time.model_average import LADDER, of_deaths
from turningpoint.killratio.over_time.simulated_deaths import Cell, design_of, simulate, whole_grid

CELL = next(cell for cell in whole_grid() if (cell.points, cell.rho) == (48, 0.4))
DESIGN = design_of(CELL)
SERIES = simulate(CELL, DESIGN, 4, np.random.default_rng(2))


def fit(keep=slice(None), factor=None, militants=SERIES.militants):
    given = None if factor is None else factor[keep]
    return of_deaths(militants[keep], SERIES.deaths[keep], DESIGN.matrix, given)


@pytest.mark.parametrize("factor", [SERIES.factor, None], ids=["known", "estimated"])
def test_a_series_gets_the_same_numbers_whatever_stands_beside_it(factor):
    together, alone = fit(factor=factor), fit(slice(2, 3), factor)
    assert together.mixture.mean[2] == pytest.approx(alone.mixture.mean[0], abs=1e-9)
    assert together.factor[2] == pytest.approx(alone.factor[0])


@pytest.mark.parametrize("factor", [SERIES.factor, None], ids=["known", "estimated"])
def test_swapping_the_sides_turns_every_sign(factor):
    plain, swapped = fit(factor=factor), fit(factor=factor, militants=SERIES.security)
    assert swapped.mixture.mean == pytest.approx(-plain.mixture.mean, abs=1e-6)
    for direction in np.eye(plain.mixture.mean.shape[1]):
        variances = [one.mixture.variance(direction[None])[1] for one in (swapped, plain)]
        assert variances[0] == pytest.approx(variances[1], rel=1e-5)


def test_larger_clusters_widen_the_interval():
    def spread(times):
        mixture = fit(factor=times * SERIES.factor).mixture
        return mixture.variance(np.eye(mixture.mean.shape[1])[[2]])[1]

    assert (spread(20.0) > spread(1.0)).all()


def test_an_estimated_factor_lies_on_the_ladder_and_grows_with_clusters():
    found = {}
    for place in (0, 2):
        clusters = sorted({cell.clusters for cell in whole_grid()}, key=lambda one: one.factor)[place]
        cell = Cell(0, 180, 60, 0.0, clusters, False, True)
        drawn = simulate(cell, design_of(cell), 12, np.random.default_rng(5))
        found[place] = of_deaths(drawn.militants, drawn.deaths, design_of(cell).matrix).factor
        assert ((found[place] >= LADDER[0]) & (found[place] <= LADDER[-1])).all()
    assert np.median(found[2]) > np.median(found[0])


def test_a_known_factor_is_averaged_over_deaths():
    found = fit(factor=SERIES.factor)
    assert found.factor == pytest.approx((SERIES.factor * SERIES.deaths).sum(axis=1) / SERIES.deaths.sum(axis=1))
