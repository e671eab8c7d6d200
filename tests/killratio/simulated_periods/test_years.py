"""Simulated years have the events, the intensities and the clusters asked for."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.killratio.one_period.months_as_clusters import in_quarters
from turningpoint.killratio.simulated_periods.years import EVENTS, MONTHS, WAVES, simulate, truth, whole_grid

GRID = whole_grid()


def drawn(waves, *, events=400, odds=2.0, series=3000):
    cell = replace(GRID[0], waves=waves, clusters=replace(GRID[0].clusters, events=events / MONTHS))
    return simulate(cell, odds, series, np.random.default_rng(1))


def test_every_cell_stands_once():
    assert len({(cell.question, cell.events, cell.waves, cell.clusters.factor) for cell in GRID}) == len(GRID) == 54
    assert {cell.events for cell in GRID} == set(EVENTS) == {60, 120, 400}
    assert WAVES["autocorrelated"] == (0.5, 0.5)


@pytest.mark.parametrize("waves", WAVES)
def test_intensities_have_the_mean_one_so_the_truth_is_their_ratio(waves):
    found = drawn(waves)
    assert found.militants.shape == (3000, MONTHS)
    deaths = GRID[0].clusters.deaths
    assert found.militants.sum(axis=1).mean() == pytest.approx(400 * 2 / 3 * deaths, rel=0.03)
    assert found.security.sum(axis=1).mean() == pytest.approx(400 / 3 * deaths, rel=0.03)
    assert np.exp(truth()) == pytest.approx(2)


def test_the_factor_by_events_is_the_one_asked_for():
    assert drawn("constant").factor.mean() == pytest.approx(GRID[0].clusters.factor, rel=0.05)


def test_months_go_together_only_where_they_are_said_to():
    def between(waves):
        rates = np.log(drawn(waves, events=4000, series=600).militants)
        return np.corrcoef(rates[:, 5], rates[:, 6])[0, 1], rates.std()

    (apart, spread), (together, _), (_, none) = (between(w) for w in ("independent", "autocorrelated", "constant"))
    assert abs(apart) < 0.15
    assert together == pytest.approx(0.5, abs=0.12)
    assert spread > 4 * none
    assert in_quarters(drawn("constant", series=2).militants).shape == (2, 4)
