"""Every specification gets the fit that it would get alone."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.bending_trend import bends
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.specifications.fits import design_for, directions_of, fit_choices, log_linear
from turningpoint.robustness.specifications.grid import CALIBRATED, FITS, Choice
from turningpoint.spans import Span, membership

TIMES = pd.period_range("2010-01", periods=120, freq="M")
SPECIFICATION = Specification(("2016-01",))
RANDOM = np.random.default_rng(4)
COUNTS = RANDOM.negative_binomial(8, 8 / (8 + 15 * np.where(np.arange(120) >= 72, 1.8, 1.0)), size=(3, 120)).astype(
    float
)


def choice(**changes):
    fields = {
        "outcome": "events", "start": "2010-01", "end": "2019-12", "shift": 0, "pre_trend": "straight", "harmonics": 2,
        "transition": 0, "fit": "poisson, hac:6",
    }  # fmt: skip
    return Choice(**{**fields, **changes})


def alone(asked, counts):
    """Log level and its standard error by statsmodels."""
    design, window = design_for(TIMES, asked, "2016-01", SPECIFICATION)
    y, x = counts[window][design.used], design.matrix[design.used]
    likelihood, _, errors = asked.fit.partition(", ")
    kind = (
        {"cov_type": "HAC", "cov_kwds": {"maxlags": int(errors[4:]), "use_correction": False}}
        if "hac" in errors
        else {}
    )
    if likelihood == "log-linear":
        found = sm.OLS(np.log(y + 0.5), x).fit(**kind)
    else:
        scale = {"scale": "X2"} if likelihood == "quasi-poisson" else {}
        found = sm.GLM(y, x, family=sm.families.Poisson()).fit(tol=1e-12, **scale, **kind)
    at = design.terms.index("step")
    return found.params[at], found.bse[at]


@pytest.mark.parametrize("fit", [fit for fit in FITS if "negative" not in fit and fit != CALIBRATED])
@pytest.mark.parametrize("changes", [{}, {"pre_trend": "bending", "harmonics": 0}, {"start": "2012-01", "shift": -2}])
def test_effects_are_those_of_statsmodels(fit, changes):
    asked = choice(fit=fit, **changes)
    found = fit_choices({"events": COUNTS}, TIMES, [asked], "2016-01", SPECIFICATION)
    for row in range(3):
        estimate, error = alone(asked, COUNTS[row])
        assert found.effect[0, 0, row] == pytest.approx(estimate, abs=1e-6)
        assert found.error[0, 0, row] == pytest.approx(error, rel=1e-4)


def test_the_negative_binomial_has_its_own_errors():
    many = [choice(fit="negative-binomial, independent"), choice(fit="negative-binomial, hac:6")]
    found = fit_choices({"events": COUNTS}, TIMES, many, "2016-01", SPECIFICATION)
    assert np.allclose(found.effect[:, 0], found.effect[:, 1])
    assert not np.allclose(found.error[:, 0], found.error[:, 1])


def test_together_is_as_alone():
    series = {"events": COUNTS, "deaths": COUNTS[::-1] * 3}
    many = [choice(outcome=name, shift=shift, fit=fit) for name in series for shift in (-1, 1) for fit in FITS[:2]]
    together = fit_choices(series, TIMES, many, "2016-01", SPECIFICATION)
    for place, one in enumerate(many):
        single = fit_choices(series, TIMES, [one], "2016-01", SPECIFICATION)
        assert together.effect[:, place] == pytest.approx(single.effect[:, 0])
        assert together.error[:, place] == pytest.approx(single.error[:, 0], rel=1e-6)


def test_what_cannot_be_fitted_is_named_and_the_rest_goes_on():
    many = [choice(), choice(end="2016-02"), choice(start="2015-12", shift=-2)]
    found = fit_choices({"events": COUNTS}, TIMES, many, "2016-01", SPECIFICATION)
    assert sorted(found.failed) == [1, 2]
    assert np.isfinite(found.effect[:, 0]).all()
    assert np.isnan(found.effect[:, 1:]).all()
    assert all(reason for reason in found.failed.values())


def test_a_series_without_a_fit_is_named():
    dead = np.zeros((2, 120))
    dead[1] = COUNTS[0]
    found = fit_choices({"events": dead}, TIMES, [choice()], "2016-01", SPECIFICATION)
    assert found.failed == {0: "the fit did not converge"}
    assert np.isfinite(found.effect[0, 0, 1])


def test_the_bend_is_straight_from_the_date_on():
    design, _ = design_for(TIMES, choice(pre_trend="bending"), "2016-01", SPECIFICATION)
    bend = design.matrix[:, design.terms.index("bend")]
    assert (bend[72:] == 0).all()
    assert bend[0] == pytest.approx(36.0)


def test_log_linear_errors_without_memory_are_the_usual_ones():
    design, _ = design_for(TIMES, choice(), "2016-01", SPECIFICATION)
    found = log_linear(COUNTS, design, None)
    theirs = sm.OLS(np.log(COUNTS[0] + 0.5), design.matrix).fit()
    assert np.sqrt(np.diag(found.covariance[0])) == pytest.approx(theirs.bse)


def test_the_calibrated_fit_is_that_of_the_posterior():
    for trend in ("straight", "adaptive"):
        asked = choice(fit=CALIBRATED, pre_trend=trend)
        design, _ = design_for(TIMES, asked, "2016-01", SPECIFICATION)
        assert (bends(design) > 0) == (trend == "adaptive")
        mixture = average(COUNTS, design, "negative-binomial")
        found = fit_choices({"events": COUNTS}, TIMES, [asked], "2016-01", SPECIFICATION)
        for place, direction in enumerate(directions_of(design)):
            mean, variance = mixture.variance(direction[None])
            # the coarse grid moves ends by a fraction of an error
            assert np.abs(found.effect[place, 0] - mean).max() < 0.25 * np.sqrt(variance).min()
            assert found.error[place, 0] == pytest.approx(np.sqrt(variance), rel=0.15)


def test_sums_replace_the_periods_they_hold():
    spans = [Span((20, 21, 22), 0.0), Span((80, 81), 0.0), Span((4, 5), 0.0)]
    summed = np.concatenate([COUNTS, COUNTS @ membership([span.periods for span in spans], 120).T], axis=1)
    hidden = summed.copy()
    hidden[:, [20, 21, 22, 80, 81]] = np.nan
    asked = [choice(fit="quasi-poisson, independent", start="2010-06", end="2018-12"), choice(fit=CALIBRATED)]
    _, places = design_for(TIMES, asked[0], "2016-01", SPECIFICATION, spans)
    assert places.tolist() == [*range(5, 108), 120, 121]
    found = fit_choices({"events": hidden}, TIMES, asked, "2016-01", SPECIFICATION, spans=spans)
    whole = fit_choices({"events": COUNTS}, TIMES, asked, "2016-01", SPECIFICATION)
    assert np.isfinite(found.effect).all()
    assert np.abs(found.effect - whole.effect).max() < 0.1
    with pytest.raises(ParameterError, match="needs single periods"):
        fit_choices({"events": hidden}, TIMES, [choice()], "2016-01", SPECIFICATION, spans=spans)
