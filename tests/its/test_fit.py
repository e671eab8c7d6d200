"""The contract of every estimator: intervals from a distribution, or from draws where there are some."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis.its import Specification, build_design, fit_glm

MONTHS = pd.period_range("2017-01", periods=48, freq="M")
FIT = fit_glm(np.arange(48) % 7 + 3.0, build_design(MONTHS, Specification(("2019-01",), harmonics=0)))


def test_intervals_are_those_of_the_reference_distribution():
    frame = FIT.to_frame(0.9)
    assert np.allclose(frame["high"] - frame["estimate"], stats.norm.ppf(0.95) * FIT.standard_errors)
    with_t = replace(FIT, degrees_of_freedom=10.0)
    assert with_t.quantile(0.95) == stats.t.ppf(0.975, 10)


def test_intervals_are_quantiles_of_the_draws_where_there_are_some():
    draws = np.tile(np.arange(101.0)[:, None], (1, 4))
    frame = replace(FIT, draws=draws).to_frame(0.9)
    assert np.allclose(frame["low"], 5)
    assert np.allclose(frame["high"], 95)
