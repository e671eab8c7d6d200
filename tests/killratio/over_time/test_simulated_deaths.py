"""Simulated deaths have the clusters and the odds that they should have."""

import numpy as np
import pytest

from turningpoint.killratio.over_time.simulated_deaths import (
    CLUSTERS,
    MEMORY,
    design_of,
    simulate,
    truth_of,
    whole_grid,
)

GRID = whole_grid()


def test_every_value_of_each_factor_has_a_change_in_about_half_its_cells():
    for name, values in (("rho", MEMORY), ("clusters", CLUSTERS)):
        for value in values:
            changed = [cell.change for cell in GRID if getattr(cell, name) == value]
            assert abs(np.mean(changed) - 0.5) < 0.06


@pytest.mark.parametrize("clusters", CLUSTERS, ids=lambda one: str(one.factor))
def test_deaths_have_the_cluster_factor_and_number_asked_for(clusters):
    cell = next(cell for cell in GRID if cell.clusters == clusters and cell.points == 180 and not cell.change)
    drawn = simulate(cell, design_of(cell), 400, np.random.default_rng(1))
    assert drawn.deaths.mean() == pytest.approx(clusters.deaths * clusters.events, rel=0.03)
    found = np.average(drawn.factor, weights=drawn.deaths)  # from a year's events it lies too low, most for heavy tails
    assert 0.8 * clusters.factor < found < 1.05 * clusters.factor


@pytest.mark.parametrize("ramp", [True, False])
def test_odds_change_as_the_truth_says(ramp):
    cell = next(cell for cell in GRID if cell.change and cell.ramp == ramp and cell.points > 60)
    design = design_of(cell)
    drawn = simulate(cell, design, 4000, np.random.default_rng(3))
    odds = np.log(drawn.militants.mean(axis=0) / drawn.security.mean(axis=0))
    found = dict(zip(design.terms, np.linalg.lstsq(design.matrix, odds, rcond=None)[0], strict=True))
    assert found["step"] == pytest.approx(truth_of(cell)["level"], abs=0.08)
    if ramp:
        assert found["ramp"] == pytest.approx(truth_of(cell)["slope"], abs=0.05)


def test_two_periods_have_a_step_alone():
    cell = next(cell for cell in GRID if not cell.ramp)
    design = design_of(cell)
    assert design.terms == ("intercept", "step")
    assert int(design.post.sum()) == cell.after == 5
    assert len(design.times) == cell.points == len(design.used)
