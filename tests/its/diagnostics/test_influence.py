"""A period that carries the result is found, whatever the model."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.examples import fit_counts, fit_measured, measured, without_level
from tests.its.spans_series import design_of as with_sums
from tests.its.spans_series import picss
from turningpoint.its import influence
from turningpoint.its.regression.conventional import fit_conventional


def series(seed=2):
    return np.random.default_rng(seed).poisson(30, size=108).astype(float)


def test_influence_finds_the_month_that_was_spoilt():
    values = series()
    values[75] = 300
    found = influence(fit_counts(values), top=3)
    assert found.loc[0, "period"] == "2021-04"
    assert len(found) == 3
    np.testing.assert_allclose(
        found.loc[0, "ratio"], np.exp(fit_counts(np.where(np.arange(108) == 75, np.nan, values)).coefficients[2])
    )


def test_a_period_that_alone_holds_a_side_comes_first_and_says_why():
    values = series()
    values[72:] = 0
    values[80] = 5
    found = influence(fit_counts(values), top=2)
    assert found.loc[0, "period"] == "2021-09"
    assert np.isnan(found.loc[0, "ratio"])
    assert "is zero" in found.loc[0, "problem"]


def test_columns_of_counts_and_of_a_gaussian_outcome():
    of_counts, of_values = influence(fit_counts(series())), influence(fit_measured())
    assert list(of_counts) == ["period", "value", "fitted", "ratio", "change", "problem"]
    assert list(of_values) == ["period", "value", "fitted", "estimate", "change", "problem"]


def test_a_gaussian_outcome_is_refitted_by_least_squares():
    values = measured()
    values[75] = 200
    found = influence(fit_measured(values), top=3)
    without = fit_measured(np.where(np.arange(108) == 75, np.nan, values)).coefficients[2]
    assert found.loc[0, "period"] == "2021-04"
    assert found.loc[0, "estimate"] == pytest.approx(without)
    assert found.loc[0, "change"] == pytest.approx(without - fit_measured(values).coefficients[2])


def test_the_change_is_against_the_same_plain_model():
    """Whatever the estimator of the fit, leaving out a period on the line changes nothing."""
    fit = fit_measured()
    shifted = replace(fit, coefficients=fit.coefficients + 7, errors="ar1-reml")
    assert influence(shifted).equals(influence(fit))


def test_the_design_that_was_asked_for_stands_in_for_terms_left_out():
    fit = fit_measured()
    assert influence(without_level(fit), design=fit.design).equals(influence(fit))


@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_a_sum_is_left_out_as_one_observation(likelihood):
    values, design = with_sums(picss(), likelihood=likelihood)
    fit = fit_conventional(values, design, likelihood=likelihood)
    found = influence(fit, top=91).set_index("period")
    assert len(found) == 91
    name = "2021-01/2021-03 2021-06/2021-07"
    assert found.index[0] == name
    without, left = with_sums(picss(drop=7), likelihood=likelihood)
    again = fit_conventional(without, left, likelihood=likelihood)
    column, inverse = ("ratio", np.exp) if likelihood == "poisson" else ("estimate", np.asarray)
    assert found.loc[name, column] == pytest.approx(inverse(again.coefficients[2]))
    assert found.loc[name, "value"] == 104
    assert found.loc[name, "fitted"] == pytest.approx(fit.mean[[72, 73, 74, 77, 78]].sum())
