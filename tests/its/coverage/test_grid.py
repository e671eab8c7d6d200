"""The grid is the one that METHODS asks for, and the series of a cell have the truth it states."""

from collections import Counter

import numpy as np
import pytest

from turningpoint.its.coverage.grid import (
    BEND,
    LEVEL,
    SLOPE,
    TREND,
    Cell,
    course_of,
    design_of,
    quick_grid,
    simulate,
    truths_of,
    whole_grid,
)


def cell_of(**choices):
    return Cell(**{"index": 0, "process": "lognormal", "points": 48, "rho": 0.4, "mean": 15.0, "change": True,
                   "harmonics": 2} | choices)  # fmt: skip


def test_the_grid_has_every_combination_once_and_knows_its_places():
    cells = whole_grid()
    assert [cell.index for cell in cells] == list(range(len(cells)))
    assert Counter(cell.process for cell in cells) == {"lognormal": 180, "gaussian": 60, "feedback": 2, "curved": 2}
    counts = [cell for cell in cells if cell.process == "lognormal"]
    assert len({(cell.points, cell.rho, cell.mean, cell.change) for cell in counts}) == 180
    assert not any(cell.change for cell in cells if cell.process in ("feedback", "curved"))


@pytest.mark.parametrize("factor", ["points", "rho", "mean", "change"])
def test_half_the_cells_have_harmonics_at_every_value_of_every_factor(factor):
    counts = [cell for cell in whole_grid() if cell.process == "lognormal"]
    for value in {getattr(cell, factor) for cell in counts}:
        harmonics = [cell.harmonics for cell in counts if getattr(cell, factor) == value]
        assert sum(harmonics) == len(harmonics)


def test_the_quick_grid_is_a_part_of_the_whole():
    assert set(quick_grid()) < set(whole_grid())
    assert {cell.points for cell in quick_grid()} == {24, 96}
    assert {cell.change for cell in quick_grid()} == {False, True}


@pytest.mark.parametrize("points", [24, 48, 180])
def test_the_intervention_stands_after_two_thirds_and_the_ramp_is_zero_in_it(points):
    design = design_of(cell_of(points=points))
    at = design.positions[0]
    assert at == 2 * points // 3
    rows = dict(zip(design.terms, design.matrix[at], strict=True))
    assert (rows["trend"], rows["step"], rows["ramp"]) == (0, 1, 0)
    assert design.matrix[at - 1, design.terms.index("step")] == 0
    np.testing.assert_allclose(np.diff(design.matrix[:, 1]), 1 / 12)
    assert np.linalg.matrix_rank(design.matrix) == len(design.terms) == 8


@pytest.mark.parametrize("harmonics", [0, 2])
def test_the_course_lies_in_the_design_with_the_stated_effects(harmonics):
    cell = cell_of(harmonics=harmonics)
    design = design_of(cell)
    course = course_of(cell, design)
    coefficients = np.linalg.lstsq(design.matrix, np.log(course.mean), rcond=None)[0]
    np.testing.assert_allclose(design.matrix @ coefficients, np.log(course.mean), atol=1e-12)
    np.testing.assert_allclose(coefficients[1:4], [TREND, np.log(LEVEL), np.log(SLOPE)])
    np.testing.assert_allclose(np.log(course.without), design.counterfactual @ coefficients, atol=1e-12)
    assert course.mean[~design.post].mean() == pytest.approx(15)


def test_a_curved_course_bends_before_and_is_not_touched():
    cell = cell_of(process="curved", change=False, harmonics=0)
    design = design_of(cell)
    course = course_of(cell, design)
    assert (course.mean == course.without).all()
    second = np.diff(np.log(course.mean), n=2) * 144
    np.testing.assert_allclose(second, 2 * BEND)
    assert course.mean[~design.post].mean() == pytest.approx(15)


@pytest.mark.parametrize("process", ["lognormal", "gaussian"])
def test_truths_are_those_of_the_course_and_of_the_series_drawn(process):
    cell = cell_of(process=process, rho=0.0)
    design = design_of(cell)
    series = simulate(cell, design, 4_000, np.random.default_rng(3))
    truths = truths_of(cell, design, series)
    after = design.post
    mean = (series.observed - series.untouched)[:, after].sum(axis=1)
    assert truths["observed_excess"] == pytest.approx(mean)
    assert truths["expected_excess"][0] == pytest.approx(mean.mean(), rel=0.02)
    ratio = series.observed[:, after].mean(axis=0) / series.untouched[:, after].mean(axis=0)
    difference = (series.observed - series.untouched)[:, after].mean(axis=0)
    jump, later = (np.log(ratio[0]), np.log(ratio[12])) if process == "lognormal" else (difference[0], difference[12])
    assert truths["level"][0] == pytest.approx(jump, abs=0.05)
    assert truths["slope"][0] == pytest.approx(later - jump, abs=0.08)
    if process == "lognormal":
        total = series.observed[:, after].sum() / series.untouched[:, after].sum()
        assert truths["relative_excess"][0] == pytest.approx(np.log(total), abs=0.02)
    else:
        assert "relative_excess" not in truths


@pytest.mark.parametrize("cell", [cell for cell in whole_grid() if not cell.change][::15], ids=str)
def test_without_a_change_every_truth_is_zero(cell):
    design = design_of(cell)
    series = simulate(cell, design, 3, np.random.default_rng(1))
    for truth in truths_of(cell, design, series).values():
        assert (truth == 0).all()
    assert np.isfinite(series.observed).all()
