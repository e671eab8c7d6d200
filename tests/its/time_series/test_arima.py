"""ARIMA errors: R's own results, bad starting values, holes, what differencing takes away, and what is refused."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests.its.arima_series import HOLES, LAW, design_of, drivers, printed, r_series, seat_belt_columns
from turningpoint.errors import DesignError, FitError
from turningpoint.its import Specification, build_design
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.time_series.arima import estimate, fit_arima
from turningpoint.its.time_series.arma_process import Orders
from turningpoint.its.time_series.differencing import differenced

NONE = (0, 0, 0, 0)
AIRLINE = (0, 1, 1, 12)


def golden(name):
    """Outcome, columns and orders of one of R's fits."""
    law, year = ("step", "ramp"), r_series("LakeHuron")
    return {
        "LakeHuron": (year, {"trend": np.arange(1875, 1973) - 1920.0}, (2, 0, 0), NONE),
        "presidents": (r_series("presidents"), {}, (3, 0, 0), NONE),
        "USAccDeaths": (r_series("USAccDeaths"), {}, (0, 1, 1), AIRLINE),
        "AirPassengers": (np.log(r_series("AirPassengers")), {}, (0, 1, 1), AIRLINE),
        "drivers-seasonal": (drivers(), seat_belt_columns(*law), (2, 1, 0), AIRLINE),
        "drivers-yearly": (drivers(), seat_belt_columns(*law), (1, 0, 1), AIRLINE),
        "drivers-level": (drivers(), seat_belt_columns(*law, "months"), (0, 1, 1), NONE),
        "drivers-stationary": (drivers(), seat_belt_columns("step", "petrol"), (1, 0, 0), (1, 0, 0, 12)),
        "drivers-holes-stationary": (
            drivers(holes=True), seat_belt_columns("step", "petrol"), (1, 0, 0), (1, 0, 0, 12),
        ),
        r"drivers-holes-seasonal-1e\+08": (drivers(holes=True), seat_belt_columns(*law), (0, 1, 1), AIRLINE),
        r"drivers-holes-level-1e\+08": (drivers(holes=True), seat_belt_columns("step", "months"), (1, 1, 1), NONE),
    }[name]  # fmt: skip


EXACT = ("LakeHuron", "presidents", "USAccDeaths", "AirPassengers", "drivers-seasonal", "drivers-yearly",
         "drivers-level", "drivers-stationary", "drivers-holes-stationary")  # fmt: skip
DIFFUSE = (r"drivers-holes-seasonal-1e\+08", r"drivers-holes-level-1e\+08")
"""R takes a large variance for an infinite one in these."""


def fitted(name, **choices):
    values, columns, order, seasonal = golden(name)
    return fit_arima(values, design_of(values, columns), order=order, seasonal=seasonal, **choices)


def in_r(name):
    """Our name of a parameter as R has it."""
    return name.replace("seasonal_", "s").replace("ar_", "ar").replace("ma_", "ma")


@pytest.mark.parametrize("name", [*EXACT, *DIFFUSE])
def test_estimates_standard_errors_and_likelihood_match_r(name):
    theirs, sigma2, log_likelihood = printed(name)
    fit = fitted(name)
    exact = name in EXACT
    assert fit.log_likelihood == pytest.approx(log_likelihood, rel=1e-9 if exact else 1e-7)
    assert fit.noise["sigma"] ** 2 == pytest.approx(sigma2, rel=1e-6)
    parameters = {in_r(key): value for key, value in fit.noise.items() if key != "sigma"}
    assert set(parameters) | set(fit.design.terms) == set(theirs)
    for key, value in parameters.items():
        assert value == pytest.approx(theirs[key][0], abs=1e-6 if exact else 1e-5)
    for term, coefficient, error in zip(fit.design.terms, fit.coefficients, fit.standard_errors, strict=True):
        assert coefficient == pytest.approx(theirs[term][0], rel=1e-5, abs=1e-6)
        assert error == pytest.approx(theirs[term][1], rel=1e-5 if exact else 1e-3)
    assert fit.converged


@pytest.mark.parametrize("name", ["USAccDeaths", "AirPassengers", "presidents", "drivers-seasonal"])
def test_standard_errors_of_the_parameters_of_the_errors_match_r(name):
    values, columns, (p, d, q), (seasonal_p, seasonal_d, seasonal_q, season) = golden(name)
    difference = np.array([1.0])
    for lag in [1] * d + [season] * seasonal_d:
        difference = np.convolve(difference, [1.0, *[0.0] * (lag - 1), -1.0])
    orders = Orders(p, q, seasonal_p, seasonal_q, season)
    found = estimate(differenced(values, design_of(values, columns), difference), orders)
    theirs = [printed(name)[0][in_r(key)][1] for key in orders.names]
    # R takes second derivatives with a step of 0.001 through the partial autocorrelations
    slopes = found.maximum.jacobian(orders.half_bounded)
    errors = np.sqrt(np.diag(slopes @ found.maximum.covariance @ slopes.T))
    np.testing.assert_allclose(errors, theirs, rtol=1e-3 if p > 1 else 1e-5)


@pytest.mark.parametrize(
    ("name", "estimates", "log_likelihood"),
    [
        ("LakeHuron", [1.0048, -0.2913, 579.0993, -0.0216], -101.2),
        ("USAccDeaths", [-0.4303, -0.5528], -425.44),
        ("AirPassengers", [-0.4018, -0.5569], 244.70),
        ("presidents", [0.7496, 0.2523, -0.1890, 56.2236], -414.08),
    ],
)
def test_what_r_s_documentation_prints_is_found(name, estimates, log_likelihood):
    """With R's defaults (starting values by least squares, looser tolerance, large variances for infinite ones)."""
    fit = fitted(name)
    ours = [*(value for key, value in fit.noise.items() if key != "sigma"), *fit.coefficients]
    np.testing.assert_allclose(ours, estimates, rtol=2e-4, atol=1e-4)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=0.006)


@pytest.mark.parametrize("name", ["USAccDeaths", "drivers-seasonal", DIFFUSE[0]])
def test_bad_starting_values_lead_to_the_same_maximum(name):
    (p, _, q), (seasonal_p, _, seasonal_q, season) = golden(name)[2:]
    orders = Orders(p, q, seasonal_p, seasonal_q, season)
    ours = fitted(name)
    edges = [orders.bounded(sign * np.full(orders.count, 1.4)) for sign in (-1, 1)]
    wild = np.random.default_rng(4).uniform(-1.5, 1.5, size=(3, orders.count))
    ends = [fitted(name, starts=[start]) for start in (*edges, *(orders.bounded(each) for each in wild))]
    for end in ends:
        assert end.log_likelihood <= ours.log_likelihood + 1e-6
    same = [end for end in ends if end.log_likelihood > ours.log_likelihood - 1e-6]
    assert len(same) >= 4
    for end in same:
        np.testing.assert_allclose(end.coefficients, ours.coefficients, atol=1e-5)
        np.testing.assert_allclose(end.standard_errors, ours.standard_errors, rtol=1e-4)
        np.testing.assert_allclose(list(end.noise.values()), list(ours.noise.values()), atol=1e-5, rtol=1e-5)


def simulated(seed, *, n=60, missing=0.0):
    random = np.random.default_rng(seed)
    noise = random.normal(size=n + 13)
    moving = noise[13:] - 0.4 * noise[12:-1] - 0.5 * noise[1:-12] + 0.2 * noise[:-13]
    values = np.cumsum(moving)
    for t in range(12, n):
        values[t] += values[t - 12]
    at = 2 * n // 3
    values += 4.0 * (np.arange(n) >= at) + 100
    values[random.random(n) < missing] = np.nan
    columns = {"step": (np.arange(n) >= at).astype(float), "ramp": np.maximum(np.arange(n) - at, 0.0)}
    return values, design_of(values, columns, at=at)


@pytest.mark.parametrize("seed", range(2))
def test_no_start_finds_more_than_ours_do(seed):
    values, design = simulated(seed, missing=0.1 * (seed % 2))
    ours = fit_arima(values, design, order=(0, 1, 1), seasonal=AIRLINE)
    orders = Orders(0, 1, 0, 1, 12)
    starts = [orders.bounded(each) for each in np.random.default_rng(seed).uniform(-1.5, 1.5, size=(6, 2))]
    others = fit_arima(values, design, order=(0, 1, 1), seasonal=AIRLINE, starts=starts)
    assert ours.converged
    assert ours.log_likelihood >= others.log_likelihood - 1e-6


@pytest.mark.parametrize("missing", [0.0, 0.15])
@pytest.mark.parametrize(
    ("order", "seasonal"), [((0, 1, 1), AIRLINE), ((1, 0, 1), NONE), ((2, 1, 0), (1, 0, 0, 12)), ((0, 2, 1), NONE)]
)
def test_a_kalman_filter_started_diffusely_agrees(order, seasonal, missing):
    """Statsmodels' filter, at our estimates: the same likelihood, innovations and predictions, holes or none."""
    values, design = simulated(11, n=72, missing=missing)
    fit = fit_arima(values, design, order=order, seasonal=seasonal)
    kept = [term for term in fit.design.terms if term != "intercept"]
    columns = fit.design.matrix[:, [fit.design.terms.index(term) for term in kept]]
    intercept = "intercept" in fit.design.terms
    level = fit.coefficients[fit.design.terms.index("intercept")] if intercept else 0.0
    model = sm.tsa.SARIMAX(values - level, columns, order=order, seasonal_order=seasonal, use_exact_diffuse=True)
    memory = [value for key, value in fit.noise.items() if key != "sigma"]
    coefficients = [fit.coefficients[fit.design.terms.index(term)] for term in kept]
    theirs = model.filter([*coefficients, *memory, fit.noise["sigma"] ** 2])
    start = order[1] + seasonal[1] * seasonal[3]
    diffuse = theirs.filter_results.nobs_diffuse
    # their likelihood counts 2π in the starting values too
    assert fit.log_likelihood == pytest.approx(theirs.llf + start / 2 * np.log(2 * np.pi), rel=1e-8)
    after = np.isfinite(fit.residuals)
    assert after.sum() == np.isfinite(values).sum() - start
    np.testing.assert_allclose(
        fit.residuals[after], theirs.filter_results.standardized_forecasts_error[0][after], atol=1e-5
    )
    predicted = theirs.filter_results.forecasts[0] + level
    np.testing.assert_allclose(fit.mean[diffuse:], predicted[diffuse:], atol=1e-5)


def test_holes_keep_their_place_in_the_calendar():
    """An AR(1) with every second month missing has no memory of one month, only of two."""
    random = np.random.default_rng(3)
    n = 240
    noise = np.zeros(n)
    for t in range(1, n):
        noise[t] = 0.8 * noise[t - 1] + random.normal()
    values = np.where(np.arange(n) % 2, np.nan, 10 + noise)
    fit = fit_arima(values, design_of(values, {}), order=(1, 0, 0))
    apart = fit_arima(values[::2], design_of(values[::2], {}), order=(1, 0, 0))
    assert abs(fit.noise["ar_1"]) == pytest.approx(np.sqrt(apart.noise["ar_1"]), rel=1e-5)
    assert fit.log_likelihood == pytest.approx(apart.log_likelihood, rel=1e-9)
    assert fit.coefficients[0] == pytest.approx(apart.coefficients[0], rel=1e-6)


def test_the_mean_is_the_prediction_and_the_counterfactual_lacks_what_the_intervention_adds():
    fit = fitted("drivers-seasonal", starts=[np.array([-0.5, -0.2, -0.8])])
    np.testing.assert_allclose(fit.mean[:13], fit.values[:13], atol=1e-12)
    assert np.isnan(fit.residuals[:13]).all()
    np.testing.assert_allclose(
        fit.values[13:] - fit.mean[13:], fit.residuals[13:] * predicted_deviation(fit)[13:], atol=1e-12
    )
    added = fit.design.matrix @ fit.coefficients
    np.testing.assert_allclose(fit.mean - fit.counterfactual_mean, added, atol=1e-12)
    assert added[:LAW] == pytest.approx(0)


def predicted_deviation(fit):
    """Standard deviation of each innovation: σ once the start is forgotten, more before."""
    deviation = (fit.values - fit.mean) / np.where(np.isfinite(fit.residuals), fit.residuals, 1)
    assert deviation[-12:] == pytest.approx(fit.noise["sigma"], rel=0.02)
    assert (deviation[13:] > fit.noise["sigma"] * 0.999).all()
    return deviation


def test_holes_are_predicted_and_have_no_residual():
    fit = fitted(DIFFUSE[0])
    assert np.isnan(fit.residuals[HOLES]).all()
    assert np.isfinite(fit.mean).all()


MONTHLY = pd.period_range("2015-01", periods=96, freq="M")


def specified(errors, **choices):
    specification = Specification(("2020-01",), likelihood="gaussian", errors=errors, **choices)
    design = build_design(MONTHLY, specification)
    values = 50 + np.cumsum(np.random.default_rng(8).normal(size=96)) + 3 * np.sin(np.arange(96) * np.pi / 6)
    return fit_design(values, design, specification)


@pytest.mark.parametrize(
    ("errors", "choices", "kept"),
    [
        ("arima:1,0,0", {}, ("intercept", "trend", "step", "ramp", "sin_1", "cos_1", "sin_2", "cos_2")),
        ("arima:0,1,1", {}, ("trend", "step", "ramp", "sin_1", "cos_1", "sin_2", "cos_2")),
        ("arima:0,0,1:0,1,1,12", {}, ("trend", "step", "ramp")),
        ("arima:0,1,1:0,1,1,12", {"ramp": False}, ("step",)),
        ("arima:0,2,1", {"harmonics": 0}, ("step", "ramp")),
        (
            "arima:0,0,1:0,1,0,4",
            {"harmonics": 0, "month_indicators": True, "ramp": False},
            ("trend", "step", *(f"month_{m}" for m in range(2, 10))),
        ),
    ],
)
def test_terms_that_differencing_takes_away_are_dropped_and_named(errors, choices, kept):
    fit = specified(errors, **choices)
    assert fit.design.terms == kept
    assert fit.errors == errors
    specification = Specification(("2020-01",), likelihood="gaussian", errors=errors, **choices)
    for term in set(build_design(MONTHLY, specification).terms) - set(kept):
        assert any(term in message for message in fit.messages), term
    assert fit.covariance.shape == (len(kept), len(kept))


def test_the_drift_of_a_random_walk_is_its_mean_step():
    """(y_n - y_1)/(n - 1) a month, with standard error σ/√(n - 1)."""
    values = np.cumsum(np.random.default_rng(2).normal(1.0, 2.0, size=50))
    fit = fit_arima(values, design_of(values, {"trend": np.arange(50.0)}), order=(0, 1, 0))
    assert fit.design.terms == ("trend",)
    assert fit.coefficients[0] == pytest.approx((values[-1] - values[0]) / 49, rel=1e-12)
    assert fit.standard_errors[0] == pytest.approx(fit.noise["sigma"] / 7, rel=1e-12)
    assert fit.noise["sigma"] == pytest.approx(np.diff(values).std(), rel=1e-12)


def test_the_unit_of_the_outcome_changes_nothing_else():
    values, columns, order, seasonal = golden("drivers-level")
    ours = fitted("drivers-level")
    design = design_of(values, columns)
    other = fit_arima(1e6 * values + 1e9, design, order=order, seasonal=seasonal)
    np.testing.assert_allclose(other.coefficients, 1e6 * ours.coefficients, rtol=1e-5)
    np.testing.assert_allclose(other.standard_errors, 1e6 * ours.standard_errors, rtol=1e-5)
    n = len(values) - 1
    assert other.log_likelihood == pytest.approx(ours.log_likelihood - n * np.log(1e6), rel=1e-8)


def test_a_series_differenced_too_often_is_told():
    values = 5 + np.random.default_rng(1).normal(size=80)
    fit = fit_arima(values, design_of(values, {}), order=(0, 1, 1))
    assert fit.noise["ma_1"] == pytest.approx(-1, abs=1e-3)
    assert fit.converged
    assert any("on the edge" in message for message in fit.messages)


def test_parameters_that_cancel_end_as_not_converged_or_agree_with_white_noise():
    """One parameter of each kind with ar_1 = -ma_1 is white noise: nothing may pretend to more than that."""
    values = np.random.default_rng(6).normal(size=60)
    both = fit_arima(values, design_of(values, {}), order=(1, 0, 1))
    neither = fit_arima(values, design_of(values, {}), order=(0, 0, 0))
    assert both.log_likelihood >= neither.log_likelihood
    assert neither.noise == {"sigma": pytest.approx(values.std())}
    assert np.isfinite(both.standard_errors).all()


def test_a_search_that_fails_says_so_and_names_the_way_out(monkeypatch):
    monkeypatch.setattr(
        "turningpoint.its.time_series.maximum_likelihood._polished", lambda function, at: (at + 0.3, function(at + 0.3))
    )
    fit = fitted("USAccDeaths")
    assert not fit.converged
    assert any("Lower the order" in message for message in fit.messages)


@pytest.mark.parametrize(
    ("values", "order", "seasonal", "message"),
    [
        (np.full(40, 7.0), (1, 0, 0), NONE, "no noise"),
        (np.random.default_rng(0).normal(size=14), (0, 1, 1), AIRLINE, "too short"),
        (np.random.default_rng(0).normal(size=17), (2, 1, 2), (0, 1, 0, 12), "leaves 4 points"),
        (np.tile(np.arange(12.0), 5), (0, 1, 1), AIRLINE, "nothing is left"),
        (np.arange(40.0), (0, 2, 1), NONE, "nothing is left"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_a_way_out(values, order, seasonal, message):
    with pytest.raises(FitError, match=message):
        fit_arima(values, design_of(values, {}), order=order, seasonal=seasonal)


def test_an_intervention_that_differencing_takes_away_is_refused():
    values = np.random.default_rng(1).normal(size=60)
    columns = {"step": (np.arange(60) % 12 == 3).astype(float)}
    with pytest.raises(DesignError, match="step cannot be told"):
        fit_arima(values, design_of(values, columns, at=30), order=(0, 0, 0), seasonal=(0, 1, 0, 12))
