"""Every specification reaches the estimator it names."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DesignError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.choose_estimator import COUNT_ESTIMATORS, MOST_PERIODS, fit_design, refuse_too_many

MONTHS = pd.period_range("2015-01", periods=72, freq="M")
VALUES = np.random.default_rng(1).poisson(20, 72).astype(float)


@pytest.mark.parametrize(
    ("likelihood", "errors"),
    [
        ("poisson", "independent"),
        ("quasi-poisson", "hac:3"),
        ("negative-binomial", "hac:6"),
        ("gaussian", "independent"),
        ("gaussian", "hac:3"),
        ("gaussian", "prais-winsten"),
        ("gaussian", "ar1-reml"),
        ("gaussian", "ar1-ml"),
    ],
)
def test_the_fit_says_which_model_it_is(likelihood, errors):
    specification = Specification(("2019-01",), likelihood=likelihood, errors=errors)
    fit = fit_design(VALUES, build_design(MONTHS, specification), specification)
    assert (fit.likelihood, fit.errors, fit.converged) == (likelihood, errors, True)


def test_errors_without_an_estimator_are_refused_and_not_replaced(monkeypatch):
    monkeypatch.delitem(COUNT_ESTIMATORS, "hac")
    specification = Specification(("2019-01",), likelihood="poisson", errors="hac:3")
    with pytest.raises(ParameterError, match=r"'hac:3' have no estimator for a poisson outcome. Choose independent"):
        fit_design(VALUES, build_design(MONTHS, specification), specification)


def test_a_calibrated_fit_of_too_many_periods_is_refused_before_it_takes_the_memory():
    refuse_too_many(MOST_PERIODS)
    with pytest.raises(DesignError, match=r"10,000 periods; calibrated errors take 4,000 at most.*weeks or months"):
        refuse_too_many(10_000)
