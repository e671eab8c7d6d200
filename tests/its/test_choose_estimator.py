"""Every specification reaches the estimator it names."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.its.spans_series import design_of, picss
from turningpoint.errors import DesignError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.choose_estimator import COUNT_ESTIMATORS, fit_design
from turningpoint.outcome import Outcome
from turningpoint.spans import Span

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


GAUSSIAN_WITH_MEMORY = ("hac:3", "prais-winsten", "ar1-reml", "ar1-ml", "arima:1,0,0", "structural")


@pytest.mark.parametrize(
    ("likelihood", "errors"), [("poisson", "hac:3"), *(("gaussian", errors) for errors in GAUSSIAN_WITH_MEMORY)]
)
def test_errors_that_need_single_periods_are_refused_on_sums(likelihood, errors):
    values, design = design_of(picss())
    specification = Specification(("2021-08",), likelihood=likelihood, errors=errors)
    with pytest.raises(DesignError, match=rf"{errors}' need one value a period.*calibrated or independent"):
        fit_design(values, design, specification)


def test_a_season_that_the_sums_do_not_determine_is_named_in_the_fit():
    years = [Span(tuple(range(12 * i, 12 * i + 12)), float(VALUES.sum() + i)) for i in range(30)]
    months = pd.period_range("1990-01", periods=360, freq="M")
    outcome = Outcome("deaths", "deaths", "deaths per month", "made up", "", months, np.full(360, np.nan))
    specification = Specification(("2005-01",), likelihood="poisson", errors="independent")
    design = build_design(months, specification, spans=[span.periods for span in years])
    fit = fit_design(replace(outcome, spans=tuple(years)).observations, design, specification)
    assert fit.messages == (
        "Left out of the season: sin_1, cos_1, sin_2, cos_2. The observations, sums over several periods, do not "
        "determine them.",
    )
    single = Specification(("2019-01",), likelihood="poisson", errors="independent")
    assert fit_design(VALUES, build_design(MONTHS, single), single).messages == ()
