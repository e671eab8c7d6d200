"""Many specifications: what they agree on, what chance gives, and what failed."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.robustness.placebo_series import series
from turningpoint.errors import FitError, ParameterError
from turningpoint.its import Specification
from turningpoint.robustness.specifications.fits import ManyFits, fit_choices
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.specifications.joint_test import _joints, grid_around, specifications
from turningpoint.robustness.specifications.null_series import null_series
from turningpoint.spans import Span

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


def test_p_values_count_replicates_as_far_from_none_as_the_data():
    """The same replicates once more: Westfall and Young's for each specification, and those of median and share."""
    outcome = series(1.4, start="2000-01", months=180)
    small = replace(GRID, shifts=(0,), ends=("2014-12",))
    found = run(outcome, small)
    drawn = null_series({"events": outcome}, outcome, SPECIFICATION, replicates=39, random=np.random.default_rng(3))
    both = {"events": np.concatenate([outcome.values[None], drawn["events"]])}
    fits = fit_choices(both, outcome.times, small.choices(), "2010-01", SPECIFICATION)
    for place, name in enumerate(("level", "slope", "first year")):
        z, effect = np.abs(fits.z[place]), fits.effect[place]
        largest = [max(z[:, replicate]) for replicate in range(1, 40)]
        adjusted = [(1 + sum(one >= own for one in largest)) / 40 for own in z[:, 0]]
        assert found.frame[f"{name}_p_family"].to_numpy() == pytest.approx(adjusted)
        joint = found.of(name)
        assert joint.told == pytest.approx(np.mean(np.array(adjusted) <= 0.05))
        assert joint.p_family == pytest.approx(min(adjusted))
        medians = np.abs(np.median(effect, axis=0))
        assert joint.p_median == pytest.approx(np.mean(medians >= medians[0]))
        shares = np.mean(2 * stats.norm.sf(z) < 0.05, axis=0)
        assert joint.significant == pytest.approx(shares[0])
        assert joint.p_significant == pytest.approx(np.mean(shares >= shares[0]))
        assert joint.null_significant == pytest.approx(np.median(shares[1:]))
        assert (joint.low, joint.high) == pytest.approx(tuple(np.exp([min(effect[:, 0]), max(effect[:, 0])])))


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


def test_straight_and_adaptive_courses_are_told_apart(changed):
    frame = changed.frame
    for trend in ("straight", "bending", "adaptive"):
        rows = frame[frame["pre_trend"] == trend]
        assert changed.of("level", trend).median == pytest.approx(np.exp(np.log(rows["level"]).median()))
        assert changed.of("first year", trend).high == pytest.approx(rows["first year"].max())
    assert set(frame.loc[frame["pre_trend"] == "adaptive", "fit"]) == {"calibrated"}
    assert "The 2 specifications with an adaptive course before: level" in changed.summary()


def test_the_first_year_is_the_mean_of_its_ratios(changed):
    expected = np.log(changed.frame["level"]) + np.log(changed.frame["slope"]) * np.arange(12).mean() / 12
    assert np.log(changed.frame["first year"]).to_numpy() == pytest.approx(expected.to_numpy())


def test_sums_are_read_by_the_specifications_that_can():
    outcome = series(2.5, start="2000-01", months=180)
    values, spans = outcome.values.copy(), []
    for first in (30, 50, 112):
        spans.append(Span(tuple(range(first, first + 5)), float(values[first : first + 5].sum())))
        values[first : first + 5] = np.nan
    summed = replace(outcome, values=values, spans=tuple(spans))
    found = run(summed, replicates=19)
    assert set(zip(found.frame["fit"], found.frame["pre_trend"], strict=True)) == {
        ("quasi-poisson, independent", "straight"),
        ("quasi-poisson, independent", "bending"),
        ("calibrated", "straight"),
        ("calibrated", "adaptive"),
    }
    assert found.of("level", "straight").median == pytest.approx(2.5, rel=0.15)
    assert found.of("first year", "straight").p_median == 1 / 20
    assert len(found.frame) + len(found.failed) == found.asked
    assert found.failed["reason"].str.contains("sums over several periods").all()


def test_a_replicate_without_a_fit_is_no_evidence():
    effect, error = np.full((3, 2, 41), 0.1), np.full((3, 2, 41), 0.1)
    effect[:, :, 0] = 0.5
    effect[:, :, 7] = np.nan
    effect[:, 1, 9] = np.nan
    fits = ManyFits(effect, error, {})
    for one in _joints(fits, np.arange(2), 0.95):
        assert one.p_median == one.p_family == 2 / 41
        assert one.significant == 1.0
        assert one.null_significant == 0.0


def test_where_nothing_changed_nothing_is_found():
    p = [run(series(seed=seed, start="2000-01", months=180), replicates=19).of("level").p_median for seed in range(6)]
    assert np.mean(np.array(p) > 0.05) >= 5 / 6


def test_a_window_that_permits_no_model_is_counted_and_named():
    grid = replace(GRID, ends=("2010-01", "2014-12"))
    found = run(series(2.0, start="2000-01", months=180), grid)
    assert len(found.failed) == sum(choice.end == "2010-01" for choice in grid.choices()) > 1
    assert (found.failed["end"] == "2010-01").all()
    assert "had no fit" in found.summary()
    with pytest.raises(FitError, match="none of"):
        run(series(2.0, start="2000-01", months=180), replace(GRID, ends=("2010-01",)))


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
