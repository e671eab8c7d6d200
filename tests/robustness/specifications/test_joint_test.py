"""Many specifications: what they agree on, what chance gives, and what failed."""

from dataclasses import replace

import numpy as np
import pytest

from tests.robustness.placebo_series import series
from turningpoint.errors import FitError, ParameterError
from turningpoint.its import Specification
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.specifications.joint_test import grid_around, specifications

SPECIFICATION = Specification(("2010-01",), harmonics=0)
GRID = Grid(("events",), ("2002-01", "2004-01"), ("2013-12", "2014-12"), shifts=(-1, 0, 1), harmonics=(0,))


def run(outcome, grid=GRID, replicates=39):
    return specifications({"events": outcome}, outcome, SPECIFICATION, grid, replicates=replicates, seed=3)


@pytest.fixture(scope="module")
def changed():
    return run(series(2.0, start="2000-01", months=180))


def test_a_doubling_is_found_by_all_and_is_no_chance(changed):
    level = changed.of("level")
    assert level.median == pytest.approx(2.0, rel=0.25)
    assert level.p_median == 1 / 40
    assert level.told > 0.5
    assert level.significant > 0.9 > level.null_significant


def test_the_slope_is_not_mistaken_for_it(changed):
    assert changed.of("slope").p_median > 0.05


def test_every_specification_has_its_row(changed):
    assert len(changed.frame) == changed.asked == len(GRID.choices())
    assert (changed.frame["level_low"] <= changed.frame["level"]).all()
    assert (changed.frame["level"] <= changed.frame["level_high"]).all()
    assert changed.frame["level_p_family"].between(1 / 40, 1).all()


def test_shares_of_the_variance_are_shares(changed):
    shares = changed.split.dropna()["share"]
    assert shares.between(0, 1).all()
    assert set(changed.split.loc[changed.split["share"].isna(), "choice"]) == {"outcome", "harmonics", "transition"}


def test_where_nothing_changed_nothing_is_found():
    p = [run(series(seed=seed, start="2000-01", months=180), replicates=19).of("level").p_median for seed in range(6)]
    assert np.mean(np.array(p) > 0.05) >= 5 / 6


def test_a_window_that_permits_no_model_is_counted_and_named():
    grid = replace(GRID, ends=("2010-06", "2014-12"))
    found = run(series(2.0, start="2000-01", months=180), grid)
    assert len(found.failed) == found.asked / 2
    assert (found.failed["end"] == "2010-06").all()
    assert "had no fit" in found.summary()
    with pytest.raises(FitError, match="none of"):
        run(series(2.0, start="2000-01", months=180), replace(GRID, ends=("2010-06",)))


def test_bad_requests_are_refused():
    outcome = series(2.0, start="2000-01", months=180)
    with pytest.raises(ParameterError, match="19 or more"):
        run(outcome, replicates=5)
    with pytest.raises(ParameterError, match="no starts"):
        run(outcome, replace(GRID, starts=()))


def test_the_grid_around_a_window_stays_inside_the_series():
    outcome = series(start="2000-01", months=180)
    grid = grid_around({"events": outcome}, "2002-01", "2014-12")
    assert grid.starts == ("2000-01", "2002-01", "2004-01")
    assert grid.ends == ("2013-12", "2014-12")
    first = grid_around({"events": outcome}, "2000-01", "2014-12")
    assert first.starts == ("2000-01", "2002-01")
