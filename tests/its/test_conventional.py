"""The plain fit of either kind of outcome."""

import numpy as np
import pytest

from analysis.its.conventional import fit_conventional
from tests.its.examples import counts, design_of, fit_counts, fit_measured, measured


@pytest.mark.parametrize("errors", ["independent", "hac:3"])
def test_it_is_the_model_that_the_likelihood_names(errors):
    for values, likelihood, expected in (
        (counts(), "quasi-poisson", fit_counts(likelihood="quasi-poisson", errors=errors)),
        (measured(), "gaussian", fit_measured(errors=errors)),
    ):
        fit = fit_conventional(values, design_of(values), likelihood=likelihood, errors=errors)
        np.testing.assert_array_equal(fit.coefficients, expected.coefficients)
        np.testing.assert_array_equal(fit.covariance, expected.covariance)
        assert (fit.likelihood, fit.errors) == (likelihood, errors)
