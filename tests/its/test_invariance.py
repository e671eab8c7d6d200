"""What theory says does not matter does not: units, labels, the origin of time, the order of columns."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.choose_estimator import fit_design

PERIODS = 60
AT = 36
MONTHS = pd.period_range("2017-01", periods=PERIODS, freq="M")
ERRORS = ["independent", "hac:3", "calibrated"]
CHOICES = settings(max_examples=6, deadline=None)


def counts(seed):
    random = np.random.default_rng(seed)
    return random.poisson(9 * random.gamma(8, 1 / 8, PERIODS)).astype(float) + (np.arange(PERIODS) % 9 == 0)


def fitted(values, errors, times=MONTHS, **data):
    choices = data.pop("choices", {})
    specification = Specification((str(times[AT]),), errors=errors, **{"harmonics": 0, **choices})
    return fit_design(values, build_design(times, specification, **data), specification)


def ends(fit, term="step"):
    return fit.to_frame().set_index("term").loc[term, ["estimate", "low", "high"]].to_numpy(float)


@pytest.mark.parametrize("errors", ERRORS)
@CHOICES
@given(seed=st.integers(0, 999), scale=st.floats(1e-3, 1e6))
def test_the_unit_of_the_exposure_does_not_matter(errors, seed, scale):
    exposure = np.random.default_rng(seed).uniform(0.5, 2, PERIODS)
    plain, scaled = (fitted(counts(seed), errors, exposure=unit * exposure) for unit in (1.0, scale))
    for term in ("step", "ramp"):
        assert np.allclose(ends(plain, term), ends(scaled, term), atol=1e-6)


@pytest.mark.parametrize("errors", ERRORS)
@CHOICES
@given(seed=st.integers(0, 999), years=st.integers(-20, 20), month=st.integers(0, 11))
def test_the_calendar_does_not_matter_without_a_season_nor_whole_years_with_one(errors, seed, years, month):
    values = counts(seed)
    for harmonics, shift in ((0, 12 * years + month), (1, 12 * years)):
        choices = {"harmonics": harmonics}
        here, there = (fitted(values, errors, times=MONTHS + by, choices=choices) for by in (0, shift))
        assert np.allclose(ends(here), ends(there), atol=1e-7)


@pytest.mark.parametrize("errors", ERRORS)
@CHOICES
@given(seed=st.integers(0, 999), constant=st.integers(-500, 2000))
def test_a_constant_added_to_time_does_not_matter(errors, seed, constant):
    values, choices = counts(seed), {"time_unit": "period"}
    here, there = (
        fitted(values, errors, times=pd.RangeIndex(start, start + PERIODS), choices=choices)
        for start in (1, 1 + constant)
    )
    assert np.allclose(ends(here, "ramp"), ends(there, "ramp"), atol=1e-7)


@pytest.mark.parametrize("errors", ERRORS)
@CHOICES
@given(seed=st.integers(0, 999), before=st.integers(0, 3), after=st.integers(0, 3))
def test_a_transition_is_the_same_as_not_having_looked(errors, seed, before, after):
    left_out = fitted(counts(seed), errors, choices={"transition": after, "transition_before": before})
    holes = counts(seed)
    holes[AT - before : AT + after] = np.nan
    unseen = fitted(holes, errors, observed=np.isfinite(holes))
    assert np.allclose(ends(left_out), ends(unseen), atol=1e-8)


@pytest.mark.parametrize("errors", ERRORS)
@CHOICES
@given(seed=st.integers(0, 999), order=st.permutations(["rain", "price", "votes"]))
def test_the_order_of_covariates_does_not_matter(errors, seed, order):
    random = np.random.default_rng(seed)
    columns = {name: random.normal(size=PERIODS) for name in ("rain", "price", "votes")}
    given_, permuted = (
        fitted(counts(seed), errors, covariates={name: columns[name] for name in names}) for names in (columns, order)
    )
    # draws follow the order of columns: their quantiles agree to what 20,000 draws give
    close = 1e-7 if errors != "calibrated" else 0.03
    for term in ("step", *columns):
        assert np.allclose(ends(given_, term), ends(permuted, term), atol=close)


@pytest.mark.parametrize("memory", [0.0, 0.5])
def test_series_without_a_change_give_uniform_p_values(memory):
    random, size = np.random.default_rng(7), 600
    path = random.standard_normal((size, PERIODS))
    for t in range(1, PERIODS):
        path[:, t] = memory * path[:, t - 1] + np.sqrt(1 - memory**2) * path[:, t]
    values = random.poisson(15 * np.exp(0.35 * path)).astype(float)
    design = build_design(MONTHS, Specification((str(MONTHS[AT]),), harmonics=0))
    mixture = average(values, design, "poisson")
    value, variance = mixture.contrast(np.eye(len(design.terms))[[design.terms.index("step")]])
    below = (mixture.weight * stats.norm.cdf(-value / np.sqrt(variance))).sum(axis=(1, 2))
    assert stats.kstest(below, "uniform").statistic < 0.08
    two_sided = 2 * np.minimum(below, 1 - below)
    assert 0.005 < (two_sided < 0.05).mean() < 0.08  # without any autocorrelation it errs on the wide side
