"""Every specification reaches the estimator it names."""

import numpy as np
import pandas as pd
import pytest

from analysis.its import Specification, build_design
from analysis.its.estimators import fit_design

MONTHS = pd.period_range("2015-01", periods=72, freq="M")
VALUES = np.random.default_rng(1).poisson(20, 72).astype(float)


@pytest.mark.parametrize(
    ("likelihood", "errors"),
    [("poisson", "independent"), ("quasi-poisson", "hac:3"), ("negative-binomial", "hac:6")],
)
def test_the_fit_says_which_model_it_is(likelihood, errors):
    specification = Specification(("2019-01",), likelihood=likelihood, errors=errors)
    fit = fit_design(VALUES, build_design(MONTHS, specification), specification)
    assert (fit.likelihood, fit.errors, fit.converged) == (likelihood, errors, True)
