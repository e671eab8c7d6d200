"""The grid is the product of its choices, and refuses what it does not know."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.robustness.specifications.grid import DEFAULT_FITS, FITS, TITLES, Choice, Grid, moved

SMALL = {"outcomes": ("events",), "starts": ("2015-01", "2017-01"), "ends": ("2024-12",)}


def test_every_combination_stands_once():
    grid = Grid(**SMALL)
    found = grid.choices()
    assert len(found) == len(set(found)) == 1 * 2 * 1 * 5 * 2 * 2 * 1 * len(DEFAULT_FITS) + 2 * 2
    assert set(TITLES) == set(Choice.__dataclass_fields__)
    assert set(DEFAULT_FITS) <= set(FITS)


def test_what_shares_a_design_differs_in_outcome_and_fit_only():
    grid = Grid(**{**SMALL, "outcomes": ("events", "deaths_best")})
    groups = {choice.design for choice in grid.choices()}
    assert len(groups) == 2 * 5 * 2 * 2 + 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcomes": ()}, "no outcomes: give at least one"),
        ({"shifts": ()}, "no shifts"),
        ({"fits": ("probit",)}, "unknown fit 'probit'"),
        ({"pre_trends": ("wavy",)}, "unknown pre-trend 'wavy'"),
    ],
)
def test_a_bad_grid_is_refused(changes, words):
    with pytest.raises(ParameterError, match=words):
        Grid(**{**SMALL, **changes}).choices()


def test_a_date_moves_inside_the_series_only():
    names = ["2021-07", "2021-08", "2021-09"]
    assert moved(names, "2021-08", 1) == "2021-09"
    for when, by in (("2021-08", 2), ("2021-08", -2), ("2031-08", 0)):
        with pytest.raises(ParameterError, match="lies outside the series"):
            moved(names, when, by)


def test_the_calibrated_model_is_fitted_at_the_date_alone_and_an_adaptive_course_by_it_alone():
    grid = Grid(**{**SMALL, "outcomes": ("events", "deaths_best"), "ends": ("2023-12", "2024-12")})
    calibrated = [choice for choice in grid.choices() if choice.fit == "calibrated"]
    assert {(one.outcome, one.end, one.shift, one.harmonics, one.transition) for one in calibrated} == {
        ("events", "2024-12", 0, 2, 0)
    }
    assert {one.pre_trend for one in calibrated} == {"straight", "adaptive"}
    assert {one.start for one in calibrated} == set(grid.starts)
    assert all(one in calibrated for one in grid.choices() if one.pre_trend == "adaptive")
