"""A long series is fitted in memory that grows with its length, and as a short one is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DesignError
from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.long_series import MOST_PERIODS, ROWS, refuse_too_many, with_fewer_draws
from turningpoint.its.model.bending_trend import with_bend

DAYS = pd.period_range("2015-01-01", periods=1300, freq="D")  # more than two blocks of rows
ASKED = Specification(("2017-06-01",), harmonics=0)


def test_too_many_periods_are_refused_before_they_take_the_memory():
    refuse_too_many(MOST_PERIODS)
    with pytest.raises(DesignError, match=r"20,000 periods; calibrated errors take 15,000 at most.*weeks or months"):
        refuse_too_many(20_000)


def test_the_shapes_of_the_bend_are_those_of_the_engine():
    design = build_design(DAYS, ASKED)
    own, engine = with_bend(design, ROWS), with_bend(design)
    assert own.terms == engine.terms
    assert np.allclose(own.matrix, engine.matrix, rtol=1e-9, atol=1e-12)


def test_a_fit_whose_shapes_stand_among_the_columns_is_the_adaptive_fit():
    months = pd.period_range("2015-01", periods=72, freq="M")
    values = np.random.default_rng(2).poisson(20, 72).astype(float)
    design = build_design(months, Specification(("2019-01",)))
    adaptive = fit_calibrated(values, design, pre_trend="adaptive")
    given = fit_calibrated(values, with_bend(design, ROWS), pre_trend="straight")
    assert np.allclose(given.draws, adaptive.draws, rtol=1e-6, atol=1e-9)
    assert np.allclose(given.mean, adaptive.mean)


def test_draws_of_a_long_series_are_thinned_over_all_noise_models():
    months = pd.period_range("2015-01", periods=72, freq="M")
    values = np.random.default_rng(2).poisson(20, 72).astype(float)
    fit = fit_calibrated(values, build_design(months, Specification(("2019-01",))))
    assert with_fewer_draws(fit) is fit
    design = build_design(pd.period_range("2000-01-01", periods=8000, freq="D"), Specification(("2010-01-01",)))
    fewer = with_fewer_draws(replace(fit, design=design))
    assert len(fewer.draws) == 5000
    assert np.array_equal(fewer.draws[[0, -1]], fit.draws[[0, -1]])
    assert np.allclose(np.median(fewer.draws, axis=0), np.median(fit.draws, axis=0), atol=0.05 * fit.draws.std(axis=0))
